from __future__ import annotations

import asyncio
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.core.entries import LinkMoved, note
from app.core.events import Played
from app.core.faults import StoreFault
from app.store.journal_reader import JournalReader
from app.store.keeper import Keeper
from app.store.record import InterviewRecord

ORIGIN = 1000.0  # where the engine's clock stands at frame 0


def refuse(fault: StoreFault) -> None:
    raise AssertionError(fault)


def keep(folder: Path, what: Callable[[Keeper, InterviewRecord], Awaitable[None]]) -> None:
    """Let a keeper keep something in a real record, and close it."""

    async def whole() -> None:
        record = InterviewRecord(folder, on_fault=refuse)
        try:
            await what(Keeper(record, ORIGIN), record)
        finally:
            await record.close()

    asyncio.run(whole())


def interviewer(folder: Path) -> bytes:
    with wave.open(str(folder / "interviewer.wav")) as file:
        assert file.getframerate() == 24_000
        return bytes(file.readframes(file.getnframes()))


def sound(value: int, samples: int) -> bytes:
    return value.to_bytes(2, "little") * samples


def test_a_reply_lies_where_it_was_heard_and_runs_on_without_a_hole(tmp_path: Path) -> None:
    async def what(keeper: Keeper, _: InterviewRecord) -> None:
        keeper.keep_played(Played(1, 0, 240, 99.0), sound(1, 240), 0.5)
        # The loudspeaker's clock says 3 ms later than the samples do: no hole for that.
        keeper.keep_played(Played(1, 240, 240, 99.0), sound(2, 240), 0.513)
        keeper.keep_played(Played(2, 0, 240, 99.0), sound(3, 240), 1.0)

    keep(tmp_path, what)
    kept = interviewer(tmp_path)
    assert kept[: 12_000 * 2] == bytes(12_000 * 2)
    assert kept[12_000 * 2 : 12_480 * 2] == sound(1, 240) + sound(2, 240)
    assert kept[12_480 * 2 : 24_000 * 2] == bytes(11_520 * 2)
    assert kept[24_000 * 2 :] == sound(3, 240)


def test_a_reply_that_follows_at_once_is_never_put_over_the_one_before(tmp_path: Path) -> None:
    async def what(keeper: Keeper, _: InterviewRecord) -> None:
        keeper.keep_played(Played(1, 0, 480, 99.0), sound(1, 480), 0.0)
        keeper.keep_played(Played(2, 0, 240, 99.0), sound(2, 240), 0.019)

    keep(tmp_path, what)
    assert interviewer(tmp_path) == sound(1, 480) + sound(2, 240)


def test_notes_stand_at_the_seconds_of_the_session(tmp_path: Path) -> None:
    async def what(keeper: Keeper, _: InterviewRecord) -> None:
        keeper.note(note(LinkMoved("up", 1)), ORIGIN + 12.345)

    keep(tmp_path, what)
    with JournalReader(tmp_path / "journal.db") as reader:
        event = reader.last("link")
    assert event is not None
    assert event.session_ms == 12_345
    assert event.payload == {"state": "up", "epoch": 1, "fault": None, "code": None}


def test_frames_of_the_candidate_come_back_for_sending(tmp_path: Path) -> None:
    async def what(keeper: Keeper, record: InterviewRecord) -> None:
        for index in range(50):
            keeper.keep_frame(index, sound(index, 320))
        assert await keeper.read_frames(10, 2) == sound(10, 320) + sound(11, 320)
        assert keeper.frames_at_hand(10, 2) == sound(10, 320) + sound(11, 320)
        await record.save()
        assert keeper.saved_s == 1.0, "fifty frames of 20 ms"

    keep(tmp_path, what)


def test_nothing_is_safe_before_anything_was_kept(tmp_path: Path) -> None:
    async def what(keeper: Keeper, _: InterviewRecord) -> None:
        assert keeper.saved_s == 0.0

    keep(tmp_path, what)
