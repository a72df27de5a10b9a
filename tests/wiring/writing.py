"""An interview that the application's own writer writes, for those who read while it does.

Events are named by their kinds, such as "session.started" or "status".
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import app.core.entries as en
from app.core.entries import Entry, note
from app.core.faults import StoreFault
from app.core.status import SessionStatus
from app.core.view import Situation
from app.store.folder import DataFolder
from app.store.record import InterviewRecord
from tests.store.story import STARTED

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STATUS = SessionStatus(Situation.TALKING, 12.0, 2, 3, 41.0)
ENTRIES: dict[str, Entry] = {
    "session.started": STARTED,
    "session.resumed": en.SessionResumed("0", 60.0),
    "session.ended": en.SessionEnded("left", 0.0),
    "answer.ended": en.AnswerEnded(0, "answered", 1.0, reply=1),
    "status": STATUS,
}


def refuse(fault: StoreFault) -> None:
    raise AssertionError(fault)


class Writing:
    """An interview that is being written, by the application's own writer."""

    def __init__(
        self, folder: DataFolder, began: datetime, utc_now: Callable[[], datetime]
    ) -> None:
        self.path = folder.new_session(began)
        self._record = InterviewRecord(self.path, on_fault=refuse, utc_now=utc_now)

    async def tell(self, entry: Entry = STATUS) -> None:
        """Note something, and wait until it can be read."""
        told = note(entry)
        self._record.note(told.kind, told.payload, 0.0)
        await self._record.save()

    async def close(self) -> None:
        await self._record.close()


@contextmanager
def written(
    folder: DataFolder, *kinds: str, began: datetime = NOON, now: datetime | None = None
) -> Iterator[Path]:
    """An interview with these events, still open."""

    async def write() -> Writing:
        one = Writing(folder, began, (lambda: now) if now else lambda: datetime.now(UTC))
        for kind in kinds:
            await one.tell(ENTRIES[kind])
        return one

    one = asyncio.run(write())
    try:
        yield one.path
    finally:
        asyncio.run(one.close())


def closed(folder: DataFolder, *kinds: str, began: datetime, now: datetime) -> Path:
    with written(folder, *kinds, began=began, now=now) as path:
        return path
