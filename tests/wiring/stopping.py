"""An interview that stopped in its middle, as the application's own writer leaves it behind."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from app.core.conduct import Script
from app.core.entries import Entry, SessionStarted, UtteranceBegan, note
from app.core.plan import Plan, Question
from app.store.folder import open_folder
from app.store.record import InterviewRecord
from tests.wiring.writing import refuse

BEGAN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FRAMES = 100
SPOKE_FROM = 10
OPEN_S = (FRAMES - SPOKE_FROM) * 0.02


def stop(data: Path, *more: Entry, is_practice: bool = True) -> Path:
    """Write two seconds, in which the candidate speaks and then nothing is written any more.

    Args:
        data: The data folder.
        more: What is written last.
        is_practice: Against the embedded interviewer.
    """
    folder = open_folder(data).new_session(BEGAN)
    began = SessionStarted(
        version="0",
        consent=True,
        practice=is_practice,
        model="a-model",
        server=None,
        ca=None,
        instruction="Ask.",
        script=Script("Begin.", "Go on.", "Again."),
        plan=Plan("en", (Question("about", "What did you do last?", 2),)),
    )

    async def write() -> None:
        record = InterviewRecord(folder, on_fault=refuse, utc_now=lambda: BEGAN)
        spoke = UtteranceBegan(0, 0, SPOKE_FROM, SPOKE_FROM + 5)
        for at_s, entries in ((0.0, [began]), (0.5, [spoke]), (2.0, more)):
            for written in map(note, entries):
                record.note(written.kind, written.payload, at_s)
        for index in range(FRAMES):
            record.keep_frame(index, bytes(640))
        await record.close()

    asyncio.run(write())
    return folder
