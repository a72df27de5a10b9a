"""An interview as the application's own writer leaves it: entries of every kind, and two voices."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import app.core.entries as en
from app.core.conduct import Script
from app.core.plan import Plan, Question
from app.core.status import SessionStatus
from app.core.view import Situation
from app.store.files import InterviewFiles
from app.store.journal import Journal
from app.store.recording import Recording

WHEN = datetime(2026, 11, 23, 14, 12, tzinfo=UTC)
STARTED = en.SessionStarted(
    version="0",
    consent=True,
    practice=True,
    model="a-model",
    server=None,
    ca=None,
    instruction="Ask.",
    script=Script("Begin.", "Go on.", "Again."),
    plan=Plan("en", (Question("about", "What did you do last?", 2.0),)),
)
At = tuple[float, en.Entry]
"""An entry, and at which second it is written."""
EXCHANGES = 12
FRAMES = EXCHANGES * 50
"""An exchange is a second, the open answer behind them has no frame of its own."""


def story(exchanges: int = EXCHANGES) -> Iterator[At]:
    """Yield an interview of so many seconds that stops while the candidate speaks."""
    yield 0.0, STARTED
    yield 0.0, en.LinkMoved("connecting", 1)
    yield 0.0, en.LinkMoved("up", 1)
    yield 0.0, en.PromptAsked(0, 0, "Begin.")
    for number in range(exchanges):
        yield from exchange(number)
    at, first = exchanges - 0.2, exchanges * 50 - 20
    yield at, en.UtteranceBegan(exchanges + 1, exchanges, first, first + 5)


def exchange(number: int) -> Iterator[At]:
    """Yield one second: an utterance of half a second, and a reply of 0.2 s."""
    at, said, first = float(number), number + 1, number * 50
    last = first + 24
    yield at, en.TimeGoesTo("candidate")
    yield at + 0.1, en.UtteranceBegan(said, number, first, first + 5)
    yield at + 0.5, en.UtteranceEnded(said, ((first, last),), last - 2)
    yield at + 0.5, SessionStatus(Situation.TALKING, 0.0, 1, 1, at + 0.5, 0.5)
    yield at + 0.5, en.Said("candidate", at, f"An answer {number}. ", exchange=number, seconds=0.5)
    yield at + 0.6, en.ReplyComplete(number + 1, with_sound=True)
    yield at + 0.6, en.AnswerEnded(number, "answered", 0.5, number + 1)
    yield at + 0.7, en.HeardSoFar(number + 1, at + 0.6, "Thank", 0.1)
    yield at + 0.8, en.Said("interviewer", at + 0.6, "Thank you.", reply=number + 1, seconds=0.2)
    yield at + 0.8, en.HandleClean(f"handle-{number}", tuple(range(number + 2)))
    yield at + 0.8, en.TokensCounted(1000 * number)


def put(journal: Journal, at_s: float, *entries: en.Entry) -> None:
    """Append entries, as the record does; not yet committed."""
    wall = (WHEN + timedelta(seconds=at_s)).isoformat(timespec="milliseconds")
    for written in map(en.note, entries):
        journal.append(round(at_s * 1000), wall, written.kind, json.dumps(written.payload))


def write_journal(path: Path, *entries: At) -> None:
    """Append entries to a journal, which is made if it is not there."""
    with closing(Journal(path)) as journal:
        for at_s, entry in entries:
            put(journal, at_s, entry)
        journal.commit()


def write_killed_journal(path: Path, *entries: At) -> None:
    """Write a journal as a killed process leaves it: nearly all of it in the log beside it."""
    alive = path.with_name("alive.db")
    with closing(Journal(alive)) as journal:
        for number, (at_s, entry) in enumerate(entries, 1):
            put(journal, at_s, entry)
            if number % 4 == 0:
                journal.commit()
        journal.commit()
        for part in ("", "-wal"):
            shutil.copyfile(f"{alive}{part}", f"{path}{part}")
    alive.unlink()


def frame(index: int) -> bytes:
    """Return a frame of the candidate that tells which one it is."""
    return (index + 1).to_bytes(2, "little") * 320


def write_interview(folder: Path, *entries: At, frames: int = FRAMES) -> None:
    """Write an interview that stopped, with so many frames of either voice.

    Args:
        folder: Its own; it is there.
        entries: All of its journal.
        frames: How long both recordings are.
    """
    write_journal(folder / "journal.db", *entries)
    for name, rate_hz in (("candidate.wav", 16_000), ("interviewer.wav", 24_000)):
        with closing(Recording(folder / name, rate_hz)) as recording:
            for index in range(frames):
                one = frame(index)[:2] * (rate_hz // 50)
                recording.write_at(index * rate_hz // 50, one)
            recording.sync()


def open_again(folder: Path) -> InterviewFiles:
    """Open the files of an interview that stopped, as whoever goes on does."""
    return InterviewFiles(folder, exists=True)
