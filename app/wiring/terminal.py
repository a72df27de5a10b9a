"""An interview at a terminal, or for a program that reads lines of JSON."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from app.audio.worker import DeviceWorker
from app.core.faults import InputFault, StoreFault
from app.core.habits import Habits
from app.settings import Options, habits_of
from app.store.folder import DataFolder, default_path, open_folder
from app.store.lock import FolderLock
from app.store.recovery import Stopped, find_stopped, recover
from app.telemetry.log import Log
from app.telemetry.redaction import Redaction
from app.terminal import turn_words, words
from app.terminal.controls import controls
from app.terminal.keys import has_keyboard, intent
from app.terminal.lines import Lines
from app.wiring.door import Door
from app.wiring.given import endpoint, read_all
from app.wiring.going_on import find, options_of, told_of
from app.wiring.interview import Company, Interview

if TYPE_CHECKING:
    from app.terminal.screen import Screen

EXIT = {"finished": 0, "left": 0, "failed": 1, "held": 3}
"""The exit status for how an interview ended."""


def hold_at_terminal(options: Options, elapsed: Callable[[], float]) -> int:
    """Hold an interview from the question for consent to its result; return the exit status.

    Args:
        options: What the command line asked for.
        elapsed: Seconds since the command began.

    Raises:
        Fault: It could not begin, or its record could not be closed.
    """
    # The speech model's matrices are small: a second thread of numpy's would only wake a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    folder = open_folder(options.data or default_path())
    with FolderLock(folder.lock):
        redaction = Redaction()
        log = Log(folder.logs, redaction, verbose=options.verbose)
        try:
            return _hold(options, folder, redaction, elapsed)
        finally:
            log.stop()


def _hold(
    options: Options, folder: DataFolder, redaction: Redaction, elapsed: Callable[[], float]
) -> int:
    stopped, news = _seek(options, folder)
    if stopped is not None:
        options = options_of(options, stopped)
    told = told_of(options, stopped) if stopped else read_all(options)
    habits = replace(habits_of(told.settings), forced=told.forced)
    # The SDK takes 1.1 s to import, and the first connection needs it. No daemon: a process that
    # ends while one of its threads imports may crash.
    threading.Thread(target=import_module, args=("google.genai",)).start()
    with endpoint(options, redaction) as reached:
        if not _agree(options):
            print(words.NO_CONSENT)
            return EXIT["left"]
        if options.is_interactive and has_keyboard():
            print(turn_words.keys(habits))
        shown: list[Lines | Screen] = []

        def show(saved_s: Callable[[], float]) -> Lines | Screen:
            shown.append(_display(options, elapsed, saved_s, habits))
            for sentence in news:
                shown[0].say(sentence)
            return shown[0]

        company = Company(show, lambda door: _hands(options, door))
        worker = DeviceWorker()
        try:
            interview = Interview(options, told, reached, folder, worker, company)
            result = asyncio.run(interview.hold())
        finally:
            worker.stop()
    status = EXIT[str(result["how"])]
    shown[0].result({**result, "exit": status})
    return status


def _seek(options: Options, folder: DataFolder) -> tuple[Stopped | None, list[str]]:
    """Return the interview to go on with, if any, and what there is to say of one that stopped."""
    if options.resume is not None:
        stopped = find(folder, options.resume)
        return stopped, words.found(stopped.found)
    newest = find_stopped(folder.sessions)
    if newest is None:
        return None, []
    try:
        stopped = recover(folder.sessions / newest.id)
    except StoreFault as fault:
        return None, [str(fault)]
    news = words.found(stopped.found)
    if not options.is_interactive or not has_keyboard():
        return None, [*news, words.waits(newest.id)]
    print("\n".join(news))
    # Just Enter does not send to a server what somebody who asked for practice has said, nor the
    # other way round.
    is_same = options.is_practice == stopped.found.is_practice
    with contextlib.suppress(EOFError):  # Ctrl-D
        asked = input(words.ASK_GO_ON if is_same else words.ASK_GO_ON_ELSEWHERE).strip().lower()
        if asked == "y" or (is_same and not asked):
            return stopped, []
    return None, [words.waits(newest.id)]


def _hands(options: Options, door: Door) -> AbstractContextManager[None]:
    """Let keys and the system's signals reach the interview."""

    def press(key: str) -> None:
        if door.talk and (asked := intent(key, door.talk, door.wait)):
            door.post(asked)

    return controls(press, door.leave, keys=options.is_interactive and has_keyboard())


def _display(
    options: Options,
    elapsed: Callable[[], float],
    saved_s: Callable[[], float],
    habits: Habits,
) -> Lines | Screen:
    if options.json:
        return Lines(sys.stdout, elapsed, saved_s)
    from rich.console import Console  # noqa: PLC0415  # only where it draws

    from app.terminal.screen import Screen  # noqa: PLC0415  # as above

    return Screen(Console(), saved_s, habits)


def _agree(options: Options) -> bool:
    """Ask for consent to be recorded, where there is somebody to ask."""
    if options.consent:
        return True
    if not options.is_interactive or not has_keyboard():
        raise InputFault(words.NEED_CONSENT)
    where = words.PRACTICE_STAYS if options.is_practice else words.GOES_TO_SERVICE
    print(words.NOTICE.format(where=where.format(where=options.server or "Google's Gemini")))
    with contextlib.suppress(EOFError):  # Ctrl-D
        return input(words.ASK_CONSENT).strip().lower() == "y"
    return False
