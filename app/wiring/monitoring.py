"""How the newest interview is: reads its journal while another process writes it.

    fairhearing status              one line, and an exit status that says whether to believe it
    fairhearing status --follow     a line at each change and each second, until Ctrl-C

Nothing is locked, made or changed: the interview does not notice that somebody looks.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from app.core.actions import Json
from app.core.faults import StoreFault
from app.core.status import Standing
from app.monitor.reading import Following, Pace, Reading, Sighting
from app.monitor.report import NO_INTERVIEW, as_json, nothing
from app.store.disk import refusal
from app.store.files import JOURNAL
from app.store.folder import DataFolder, default_path
from app.store.interviews import read_interview
from app.store.journal import Event
from app.store.journal_reader import JournalReader
from app.terminal.controls import ignore_signals

EXIT = {Standing.LIVE: 0, Standing.ENDED: 0, Standing.UNKNOWN: 3}
"""The exit status for what could be told."""
NOTHING_TO_TELL = 1
"""The exit status without any interview."""
EVERY_S = 0.25
"""How often a journal is looked into."""

# Names hold local time, of which clocks change by hours: the newest is among the last ones.
_LAST_NAMES = 20
# What the writer may still add behind the end of an interview is one status.
_TAIL = 8


def status(arguments: argparse.Namespace) -> int:
    """Tell how the newest interview is; return the exit status.

    Args:
        arguments: data, follow and json of the command line.
    """
    sessions = DataFolder((arguments.data or default_path()).absolute()).sessions
    board = Board(sys.stdout, is_json=arguments.json, rewrites=arguments.follow)
    sightings = look(sessions, time.monotonic)
    if not arguments.follow:
        sighting, now = next(sightings)
        board.show(sighting, now)
        return NOTHING_TO_TELL if sighting is None else EXIT[sighting.report.standing]
    pace = Pace()
    try:
        for sighting, now in sightings:
            if pace.is_due(sighting, now):
                board.show(sighting, now)
            time.sleep(EVERY_S)
    except KeyboardInterrupt:
        ignore_signals()
        board.end()
    except BrokenPipeError:  # whoever read our lines has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
    return 0


def look(sessions: Path, clock: Callable[[], float]) -> Iterator[tuple[Sighting | None, float]]:
    """Yield how the newest interview is, for ever, each with seconds since the first look.

    Args:
        sessions: ``DataFolder.sessions``; need not exist.
        clock: Seconds that never jump.

    Yields:
        None where there is no interview.
    """
    newest, following, began = Newest(sessions), Following(), clock()
    while True:
        path = newest.find()
        now = clock() - began
        yield (following.take(read(path, datetime.now(UTC)), now) if path else None), now


class Newest:
    """Finds the interview that began last.

    Args:
        sessions: ``DataFolder.sessions``.
    """

    def __init__(self, sessions: Path) -> None:
        self._sessions = sessions
        self._began: dict[str, datetime] = {}  # by name, as far as the journals tell

    def find(self) -> Path | None:
        """Return its folder, or None if there is no interview.

        Raises:
            StoreFault: The interviews cannot be listed.
        """
        try:
            names = sorted(path.name for path in self._sessions.iterdir())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise refusal(f"The interviews in {self._sessions} cannot be listed", error) from error
        began = [(when, name) for name in names[-_LAST_NAMES:] if (when := self._when(name))]
        return self._sessions / max(began)[1] if began else None

    def _when(self, name: str) -> datetime | None:
        if name in self._began:
            return self._began[name]
        wall = _first_wall(self._sessions / name)
        if wall is None:  # nothing is written yet, or it cannot be read: its name tells the minute
            return read_interview(self._sessions / name).began
        self._began[name] = wall
        return wall


def _first_wall(folder: Path) -> datetime | None:
    with contextlib.suppress(StoreFault), JournalReader(folder / JOURNAL) as reader:
        first = reader.first()
        return _time(first) if first else None
    return None


def read(folder: Path, utc_now: datetime) -> Reading:
    """Return what an interview's journal says now.

    Args:
        folder: The interview's folder.
        utc_now: The wall clock's time.
    """
    path = folder / JOURNAL
    try:
        if path.stat().st_size == 0:
            return Reading(folder.name)  # it has just been made
        with JournalReader(path) as reader:
            return _read(reader, folder, utc_now)
    except StoreFault as fault:
        return Reading(folder.name, trouble=str(fault))
    except FileNotFoundError:
        return Reading(folder.name)  # as above
    except OSError as error:
        return Reading(
            folder.name, trouble=str(refusal(f"The journal {path} cannot be read", error))
        )


def _read(reader: JournalReader, folder: Path, utc_now: datetime) -> Reading:
    last = reader.last()
    if last is None:
        return Reading(folder.name)
    wall = _time(last)
    if wall is None:
        raise StoreFault(
            f"Event {last.number} of the journal in {folder} has no time that can be read. "
            "Leave the file as it is and send it to support."
        )
    told = reader.last("status")
    # A status can follow the end; nothing else does. To search the whole journal would cost more.
    ends = list[Event]()
    for one in reader.events(last.number - _TAIL):
        match one.kind:
            case "session.ended":
                ends.append(one)
            case "session.resumed":
                ends.clear()  # it went on since
            case _:
                pass
    return Reading(
        session=folder.name,
        number=last.number,
        age_s=(utc_now - wall).total_seconds(),
        payload=told.payload if told else None,
        how=str(ends[-1].payload.get("how")) if ends else None,
    )


def _time(event: Event) -> datetime | None:
    with contextlib.suppress(ValueError, OverflowError):
        return datetime.fromisoformat(event.wall).astimezone(UTC)
    return None


class Board:
    """Shows sightings, one line for each.

    Args:
        stream: Where to.
        is_json: For programs, as objects.
        rewrites: Show a line for people in the place of the one before, if it is a terminal.
    """

    def __init__(self, stream: TextIO, *, is_json: bool, rewrites: bool) -> None:
        self._stream = stream
        self._is_json = is_json
        self._rewrites = rewrites and not is_json and stream.isatty()
        self._width = 0  # of the line that is shown

    def show(self, sighting: Sighting | None, now: float) -> None:
        """Show one, at a time in seconds since the first look; None says that there is none."""
        line = json.dumps(_object(sighting, now)) if self._is_json else _line(sighting)
        if self._rewrites:
            line = line[: shutil.get_terminal_size().columns - 1]  # a wrapped line would stay
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the cursor on a line of its own."""
        if self._rewrites:
            self._stream.write("\n")
            self._stream.flush()


def _line(sighting: Sighting | None) -> str:
    text = sighting.text if sighting else NO_INTERVIEW
    # What somebody else put into the folder must not steer the terminal.
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _object(sighting: Sighting | None, now: float) -> dict[str, Json]:
    if sighting is None:
        return nothing(now)
    told = as_json(sighting.report, sighting.session, now)
    return {**told, "trouble": sighting.trouble} if sighting.trouble else told
