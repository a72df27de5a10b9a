"""What the next start finds of an interview that stopped. Mends what can be; deletes nothing.

    journal   damaged -> what can be read goes into a new one, the old is set aside (salvage.py)
    recordings  cut   -> the header claims what is there (recording.mend)
    both              -> Past, from which a session goes on, and Found, which a person is told

The caller holds the folder's lock: nobody writes while this mends. All of it may block.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import app.core.entries as en
from app.core.events import FRAME_S
from app.core.faults import StoreFault
from app.core.found import NOTICEABLE_S, Found
from app.core.recovery import Past, Recall
from app.core.status import SessionStatus
from app.store import salvage
from app.store.disk import DISK_ERRORS, refusal
from app.store.files import CANDIDATE, CANDIDATE_HZ, INTERVIEWER, INTERVIEWER_HZ, JOURNAL
from app.store.interviews import Interview, interview_folders, read_interview
from app.store.journal_reader import JournalReader
from app.store.recording import file_length_s, mend

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stopped:
    """An interview that can be gone on with.

    Attributes:
        folder: Its folder.
        past: What it had come to.
        found: The same for a person.
        said: What had been said, in words, in the order in which it began.
        last_at: When the last entry was written, with a time zone, or None.
    """

    folder: Path
    past: Past
    found: Found
    said: tuple[en.Said, ...]
    last_at: datetime | None


def find_stopped(sessions: Path) -> Interview | None:
    """Return the newest interview that stopped in the middle or was held, if there is any.

    Only the newest interview of all counts: whoever has held another since has moved on, and can
    still name the older one (``fairhearing resume ID``).

    Raises:
        StoreFault: The interviews cannot be listed.
    """
    folders = [one for one in interview_folders(sessions) if _is_begun(one)]
    # Names tell the minute; within it, the journals tell which came last.
    minute = folders[-1].name.rpartition("-")[0] if folders else ""
    last = [read_interview(one) for one in folders if one.name.rpartition("-")[0] == minute]
    newest = max(last, key=lambda one: (one.began or _NEVER, one.id), default=None)
    return newest if newest and newest.can_go_on else None


def _is_begun(folder: Path) -> bool:
    """Whether there is anything of an interview: it may have been killed while it was made."""
    try:
        return any(folder.iterdir())
    except NotADirectoryError:
        return False
    except OSError:
        return True  # ``recover`` will say why


def recover(folder: Path) -> Stopped:
    """Mend what an interview left behind, and return what it had come to; blocks.

    Args:
        folder: The interview's own.

    Raises:
        StoreFault: It cannot be gone on with; the message says why, and what can still be done.
    """
    try:
        return _read(folder, _mend(folder))
    except DISK_ERRORS as error:
        raise refusal(f"The interview in {folder} cannot be looked at", error) from error


def _mend(folder: Path) -> tuple[str, ...]:
    """Return the names of what was mended."""
    journal, repairs = folder / JOURNAL, []
    salvage.finish(journal)
    if not journal.exists():
        raise StoreFault(
            f"{folder} holds no journal, so the interview cannot be gone on with. "
            "Leave it as it is and send it to support."
        )
    if salvage.is_damaged(journal):
        salvage.salvage(journal)
        repairs.append(JOURNAL)
    for name, rate_hz in ((CANDIDATE, CANDIDATE_HZ), (INTERVIEWER, INTERVIEWER_HZ)):
        if mend(folder / name, rate_hz):
            repairs.append(name)
    return tuple(repairs)


def _read(folder: Path, repairs: tuple[str, ...]) -> Stopped:
    recall, told = Recall(), _Told()
    last, missing = 0, 0
    with JournalReader(folder / JOURNAL) as reader:
        for event, entry in reader.entries():
            missing, last = missing + event.number - last - 1, event.number
            try:
                recall.feed(entry)
            except StoreFault:
                if not missing:
                    raise
                continue  # what it belongs to is missing
            told.feed(event.session_ms / 1000, entry)
            told.walls = (told.walls[0] or event.wall, event.wall)
    candidate_s = file_length_s(folder / CANDIDATE, CANDIDATE_HZ)
    interviewer_s = file_length_s(folder / INTERVIEWER, INTERVIEWER_HZ)
    recorded = int(round(candidate_s / FRAME_S, 6))
    longest_s = max(candidate_s, interviewer_s, told.last_s)
    past = recall.past(recorded, math.ceil(round(longest_s / FRAME_S, 6)))
    if not past.can_go_on:
        raise StoreFault(
            f"The interview {folder.name} is over ({past.how}): nothing is left to do."
        )
    newest = past.exchanges[-1] if past.exchanges else None
    began, last_at = (_time(wall) for wall in told.walls)
    found = Found(
        id=folder.name,
        began=began,
        is_practice=past.started.practice,
        length_s=past.length_s,
        answers=past.answered,
        open_s=newest.seconds if newest and newest.is_open else 0.0,
        was_held=past.how is not None,
        candidate_missing_s=_missing(told.candidate_s, candidate_s),
        interviewer_missing_s=_missing(told.interviewer_s, interviewer_s),
        entries_missing=max(0, missing - told.entries_missing),
        repairs=repairs,
    )
    said = tuple(sorted(told.said.values(), key=lambda one: one.at_s))
    return Stopped(folder, past, found, said, last_at)


class _Told:
    """How long the journal says that everything is, and what it has told to be missing."""

    def __init__(self) -> None:
        self.last_s = 0.0
        self.entries_missing = 0
        self.candidate_s = 0.0
        self.interviewer_s = 0.0
        self.walls = ("", "")
        self.said: dict[tuple[str, int | None], en.Said] = {}

    def feed(self, at_s: float, entry: en.Entry) -> None:
        """Take the next entry, of a time in seconds."""
        self.last_s = max(self.last_s, at_s)
        match entry:
            case en.SessionResumed():  # what was missing then was told then
                self.candidate_s = self.interviewer_s = 0.0
                self.entries_missing += entry.entries_missing
            case SessionStatus():
                self.candidate_s = max(self.candidate_s, min(entry.saved_s, at_s))
            case en.UtteranceEnded(_, spans):
                self.candidate_s = max(self.candidate_s, (spans[-1][1] + 1) * FRAME_S)
            case en.Said():
                self._take_words(at_s, entry)
            case en.HeardSoFar(reply, heard_s, text, seconds):
                said = en.Said("interviewer", heard_s, text, None, reply, seconds, whole=False)
                self._take_words(at_s, said)
            case _:
                pass

    def _take_words(self, at_s: float, said: en.Said) -> None:
        number = said.exchange if said.speaker == "candidate" else said.reply
        self.said[said.speaker, number] = said
        if said.speaker == "interviewer":
            heard_s = min(said.at_s + said.seconds, at_s)  # sound that is told of was played
            self.interviewer_s = max(self.interviewer_s, heard_s)


def _missing(told_s: float, found_s: float) -> float:
    missing_s = told_s - found_s
    return round(missing_s, 2) if missing_s >= NOTICEABLE_S else 0.0


def _time(wall: str) -> datetime | None:
    with contextlib.suppress(ValueError, OverflowError):
        return datetime.fromisoformat(wall).astimezone()
    return None
