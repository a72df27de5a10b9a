"""Tells of the interviews on this computer: ``fairhearing sessions`` and ``fairhearing show ID``.

Nothing is locked, mended or changed: an interview that goes on does not notice, and what is damaged
is shown as far as it can be read, with what is wrong. Going on with it is what mends it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from rich.text import Text

from app.core.account import Account, Telling
from app.core.faults import InputFault, StoreFault
from app.store.files import CANDIDATE, CANDIDATE_HZ, INTERVIEWER, INTERVIEWER_HZ, JOURNAL
from app.store.folder import default_path, open_folder
from app.store.interviews import find_interview, interview_folders, read_interview
from app.store.journal_reader import JournalReader
from app.store.recording import file_length_s
from app.terminal import account, words

T = TypeVar("T")

_FINISHED, _FAILED = 0, 1


def sessions(arguments: argparse.Namespace) -> int:
    """List the interviews; return the exit status."""
    folder = open_folder(arguments.data or default_path())
    paths = interview_folders(folder.sessions)
    # Read first: a bar that is drawn while lines are printed would tear them.
    for one in [read_interview(path) for path in _track(paths, len(paths), "reading")]:
        if arguments.json:
            print(json.dumps({**asdict(one), "began": one.began and one.began.isoformat()}))
        else:
            print(words.interview(one.id, one.length_s, one.answers, one.trouble or one.how))
    if not paths and not arguments.json:
        print(words.NO_INTERVIEWS.format(folder=folder.path))
    return _FINISHED


def show(arguments: argparse.Namespace) -> int:
    """Show one interview; return the exit status."""
    folder = open_folder(arguments.data or default_path())
    paths = interview_folders(folder.sessions)
    if not arguments.id and not paths:
        raise InputFault(words.NO_INTERVIEWS.format(folder=folder.path))
    path = find_interview(folder.sessions, arguments.id) if arguments.id else paths[-1]
    told, fault = tell(path)
    if arguments.json:
        trouble = str(fault) if fault else None
        print(json.dumps({"id": path.name, **account.as_json(told), "trouble": trouble}))
    else:
        console = Console()
        console.print(Text(words.heading(path.name, told.length_s, told.how), style="bold"))
        for line in account.draw(told):
            console.print(line, highlight=False, soft_wrap=not console.is_terminal)
        if fault:
            console.print(Text(str(fault), style="red"), soft_wrap=True)
    return _FAILED if fault else _FINISHED


def tell(folder: Path) -> tuple[Account, StoreFault | None]:
    """Return what the journal of an interview tells, and why it tells no more.

    Args:
        folder: The interview's own.
    """
    telling, fault = Telling(), None
    try:
        with JournalReader(folder / JOURNAL) as reader:
            for event, entry in _track(reader.entries(), reader.last_number(), "reading"):
                telling.feed(event.session_ms, entry)
    except StoreFault as error:
        fault = error
    return telling.account(_recorded_s(folder)), fault


def _recorded_s(folder: Path) -> float:
    rates = {CANDIDATE: CANDIDATE_HZ, INTERVIEWER: INTERVIEWER_HZ}
    there = [(folder / name, rate) for name, rate in rates.items() if (folder / name).exists()]
    return max((file_length_s(path, rate) for path, rate in there), default=0.0)


def _track(items: Iterable[T], total: int, what: str) -> Iterable[T]:
    """Let a person who waits see how far it is; a program and a short wait see nothing."""
    console = Console(stderr=True)
    if not (console.is_terminal and sys.stdout.isatty()) or total < 500:
        return items
    return track(items, what, total=total, console=console, transient=True)
