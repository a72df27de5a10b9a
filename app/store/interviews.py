"""What interviews a data folder holds, and how each of them ended.

Each folder under ``sessions`` gives one line. One that cannot be read is listed with the reason:
a list that leaves out what is damaged would hide exactly what somebody is looking for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.faults import InputFault, StoreFault
from app.core.recovery import may_go_on
from app.store.disk import refusal
from app.store.files import CANDIDATE, CANDIDATE_HZ, JOURNAL
from app.store.journal import Event
from app.store.journal_reader import JournalReader
from app.store.recording import file_length_s

_ID_TIME = "%Y-%m-%d-%H%M"
_ENDINGS = ("finished", "left", "held", "failed")
_UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview of the list.

    Args:
        id: The name of its folder.
        began: With a time zone, or None where neither journal nor id tells.
        length_s: From the candidate's recording or the last event, whichever is longer.
        how: How it ended: "finished", "left", "held", "failed"; "unfinished" without an end.
        answers: Answers that the candidate ended.
        trouble: Why it cannot be read, a sentence for a person; "" if it can.
    """

    id: str
    began: datetime | None
    length_s: float
    how: str
    answers: int
    trouble: str = ""

    @property
    def can_go_on(self) -> bool:
        """Whether it stopped in the middle, or was held."""
        return may_go_on(None if self.how == _UNFINISHED else self.how)


def interview_folders(sessions: Path) -> Sequence[Path]:
    """Return the folders under ``DataFolder.sessions``, the oldest interview first.

    Raises:
        StoreFault: If the folder itself cannot be read.
    """
    try:
        # What begins with a dot belongs to the system, such as .DS_Store.
        return sorted(path for path in sessions.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise refusal(f"The interviews in {sessions} cannot be listed", error) from error


def list_interviews(sessions: Path) -> Sequence[Interview]:
    """Return every interview under ``DataFolder.sessions``, the oldest first; blocks.

    Raises:
        StoreFault: If the folder itself cannot be read.
    """
    return [read_interview(path) for path in interview_folders(sessions)]


def read_interview(folder: Path) -> Interview:
    """Return what a folder says of its interview, with the trouble if it cannot be read."""
    length_s = _sound_s(folder)
    if not (folder / JOURNAL).exists():
        trouble = f"{folder} holds no journal. Leave it as it is and send it to support."
        return Interview(folder.name, _time_of_id(folder.name), length_s, _UNFINISHED, 0, trouble)
    try:
        return _read_journal(folder, length_s)
    except StoreFault as fault:
        began = _time_of_id(folder.name)
        return Interview(folder.name, began, length_s, _UNFINISHED, 0, str(fault))


def _read_journal(folder: Path, length_s: float) -> Interview:
    with JournalReader(folder / JOURNAL) as reader:
        first, last = reader.first(), reader.last()
        return Interview(
            id=folder.name,
            began=_time_of_event(first) or _time_of_id(folder.name),
            length_s=max(length_s, last.session_ms / 1000 if last else 0.0),
            how=_ending(reader.last("session.ended"), reader.last("session.resumed")),
            answers=reader.count_answers(),
        )


def _ending(event: Event | None, resumed: Event | None) -> str:
    """Return how the journal says it ended; a word of another version counts as no end."""
    if event and resumed and resumed.number > event.number:
        return _UNFINISHED  # it went on since
    how = event.payload.get("how") if event else None
    return how if isinstance(how, str) and how in _ENDINGS else _UNFINISHED


def find_interview(sessions: Path, name: str) -> Path:
    """Return the folder of an interview by its id, or by the end of it as far as it is unique.

    Raises:
        InputFault: There is none, or there are several.
    """
    names = [path.name for path in interview_folders(sessions)]
    fitting = [one for one in names if one == name] or [one for one in names if one.endswith(name)]
    if len(fitting) != 1 or not name:
        many = f"{len(fitting)} interviews end with" if fitting else "There is no interview"
        raise InputFault(f'{many} "{name}". List them with: fairhearing sessions')
    return sessions / fitting[0]


def _sound_s(folder: Path) -> float:
    with contextlib.suppress(OSError):  # no recording: the journal may still tell the length
        return file_length_s(folder / CANDIDATE, CANDIDATE_HZ)
    return 0.0


def _time_of_event(event: Event | None) -> datetime | None:
    with contextlib.suppress(ValueError):
        when = datetime.fromisoformat(event.wall) if event else None
        return when if when and when.tzinfo else None
    return None


def _time_of_id(name: str) -> datetime | None:
    """Return the local time in an id, as in 2026-11-23-1412-7k3f."""
    with contextlib.suppress(ValueError):
        return datetime.strptime(name.rpartition("-")[0], _ID_TIME).astimezone()
    return None
