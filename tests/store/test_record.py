from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.core.entries import Said, note
from app.core.faults import StoreFault
from app.store.journal_reader import JournalReader
from app.store.record import RECENT_FRAMES, InterviewRecord
from tests.store.story import STARTED, frame, write_interview

NOW = datetime(2026, 11, 23, 14, 12, tzinfo=UTC)

# What the child of the kill test does: it keeps frame n holding the number n + 1, the interviewer's
# sound likewise and one event for each frame, in bursts, and prints what it was told is safe.
CHILD = """
import asyncio, json, pathlib, sys
from app.core.entries import TokensCounted, note
from app.store.record import InterviewRecord

async def main():
    record = InterviewRecord(pathlib.Path(sys.argv[1]), on_fault=print)
    for index in range(1_000_000):
        record.keep_frame(index, (index + 1).to_bytes(2, "little") * 320)
        record.keep_played(index * 480, (index + 1).to_bytes(2, "little") * 480)
        written = note(TokensCounted(index))
        record.note(written.kind, written.payload, index / 50)
        if index % 7 == 0:
            await record.save()
            figures = record.statistics()
            print(json.dumps([
                figures.saved_frames, figures.saved_played_samples, figures.saved_events
            ]), flush=True)

asyncio.run(main())
"""


def refuse(fault: StoreFault) -> None:
    raise AssertionError(fault)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[InterviewRecord]:
    record = InterviewRecord(tmp_path, on_fault=refuse, utc_now=lambda: NOW)
    yield record
    record._writer._inbox.close()
    record._writer._thread.join(30)


def samples_in(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        return bytes(file.readframes(file.getnframes()))


def test_both_voices_lie_on_one_timeline(record: InterviewRecord) -> None:
    record.keep_frame(0, frame(7))
    record.keep_frame(3, frame(8))
    record.keep_played(2 * 480, b"\5\5" * 100)
    asyncio.run(record.close())

    assert samples_in(record.folder / "candidate.wav") == frame(7) + bytes(1280) + frame(8)
    assert samples_in(record.folder / "interviewer.wav") == bytes(1920) + b"\5\5" * 100


def test_a_note_is_an_event_with_both_clocks(record: InterviewRecord) -> None:
    text = "caf\u00e9 \ud83d"  # half a surrogate pair, as servers send
    written = note(Said("candidate", 1.0, text, exchange=1))
    record.note(written.kind, written.payload, 1.2346)
    written.payload["exchange"] = 2
    asyncio.run(record.close())

    with JournalReader(record.folder / "journal.db") as reader:
        ((event, entry),) = reader.entries()
    assert (event.session_ms, event.kind) == (1235, "said")
    assert event.wall == "2026-11-23T14:12:00.000+00:00"
    assert entry == Said("candidate", 1.0, text, exchange=1)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("exploded", {}),
        ("link.go_away", {}),
        ("link.go_away", {"time_left_s": "soon"}),
        ("link.go_away", {"time_left_s": float("nan")}),
        ("tool.call", {"name": 5}),
        ("tool.call", {"name": b""}),
    ],
)
def test_a_note_that_could_not_be_read_back_fails_where_it_was_given(
    record: InterviewRecord, kind: str, payload: dict[str, Any]
) -> None:
    with pytest.raises((AssertionError, TypeError)):
        record.note(kind, payload, 0.0)
    asyncio.run(record.close())
    assert record.statistics().written_events == 0


def test_saved_frames_counts_what_is_safe(record: InterviewRecord) -> None:
    async def run() -> None:
        assert record.saved_frames == 0
        for index in range(10):
            record.keep_frame(index, frame(index))
        await record.save()
        assert record.saved_frames == 10

    asyncio.run(run())


def test_what_is_written_but_not_yet_synced_does_not_count_as_saved(
    record: InterviewRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, opened = threading.Event(), threading.Event()

    def wait_to_sync(_: int) -> None:
        entered.set()
        assert opened.wait(30)

    monkeypatch.setattr("app.store.recording.sync_file", wait_to_sync)

    async def run() -> None:
        record.keep_frame(0, frame(0))
        saving = asyncio.ensure_future(record.save())
        await asyncio.to_thread(entered.wait, 30)
        figures = record.statistics()
        opened.set()
        await saving
        assert (figures.written_frames, figures.saved_frames) == (1, 0)
        assert record.saved_frames == 1

    asyncio.run(run())


def test_the_statistics_tell_written_from_saved(record: InterviewRecord) -> None:
    async def run() -> None:
        record.keep_frame(4, frame(4))
        record.note("handle.forgotten", {}, 0.0)
        record.keep_played(0, bytes(960))
        await record.save()

    asyncio.run(run())
    figures = record.statistics()
    assert (figures.queue_items, figures.oldest_s, figures.lost_items) == (0, 0.0, 0)
    assert (figures.written_events, figures.saved_events) == (1, 1)
    assert (figures.written_frames, figures.saved_frames) == (1, 5)
    assert figures.saved_played_samples == 480


def test_new_frames_are_read_from_memory_without_giving_up_the_loop(
    record: InterviewRecord,
) -> None:
    record.keep_frame(0, frame(1))
    record.keep_frame(2, frame(3))
    reading = record.read_frames(0, 3)
    with pytest.raises(StopIteration) as done:
        reading.send(None)  # the first step is the last: it never waited

    assert done.value.value == frame(1) + bytes(640) + frame(3)


def test_old_frames_are_read_from_the_file_and_joined_to_the_new(record: InterviewRecord) -> None:
    count = RECENT_FRAMES + 100

    async def run() -> None:
        for index in range(count):
            if index != 20:
                record.keep_frame(index, frame(index))
            if index == RECENT_FRAMES:
                await record.save()
        assert record._recent.first == 100

        expected = [frame(index) if index != 20 else bytes(640) for index in range(count)]
        assert await record.read_frames(0, count) == b"".join(expected)
        assert await record.read_frames(10, 20) == b"".join(expected[10:30])
        assert await record.read_frames(99, 2) == frame(99) + frame(100)
        assert await record.read_frames(5, 0) == b""
        assert record.frames_at_hand(100, 2) == frame(100) + frame(101)
        assert record.frames_at_hand(99, 2) is None, "one of them is in the file alone"

    asyncio.run(run())


def test_frames_not_yet_given_cannot_be_read(record: InterviewRecord) -> None:
    record.keep_frame(0, frame(0))
    with pytest.raises(AssertionError):
        asyncio.run(record.read_frames(0, 2))


def test_old_frames_of_a_recording_taken_away_are_a_fault(record: InterviewRecord) -> None:
    async def run() -> None:
        for index in range(RECENT_FRAMES + 10):
            record.keep_frame(index, frame(index))
            if index % 1000 == 0:
                await record.save()
        (record.folder / "candidate.wav").unlink()
        with pytest.raises(StoreFault, match="cannot be read: it is not there"):
            await record.read_frames(0, 1)

    asyncio.run(run())


def test_a_failing_disk_loses_no_frame_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = threading.Event()
    record = InterviewRecord(tmp_path, on_fault=lambda _: came.set())

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("app.store.recording.sync_file", fail)

    async def run() -> None:
        record.keep_frame(0, frame(0))
        with pytest.raises(StoreFault):
            await record.save()
        for index in range(1, RECENT_FRAMES + 50):
            record.keep_frame(index, frame(index))
        assert await record.read_frames(0, 2) == frame(0) + frame(1)
        await record.close()

    asyncio.run(run())
    assert came.is_set()
    assert record.statistics().lost_items == RECENT_FRAMES + 49


def test_an_interview_that_is_gone_on_with_goes_on_behind_its_past(tmp_path: Path) -> None:
    write_interview(tmp_path, (0.0, STARTED), frames=10)

    async def run() -> None:
        record = InterviewRecord(tmp_path, on_fault=refuse, past_frames=20)
        assert record.saved_frames == 10
        record.keep_frame(20, frame(20))
        record.keep_played(20 * 480, b"\5\5" * 480)
        await record.save()
        assert await record.read_frames(8, 13) == (
            frame(8) + frame(9) + bytes(640 * 10) + frame(20)
        )
        assert record.saved_frames == 21
        record.note("handle.forgotten", {}, 0.4)
        await record.close()

    asyncio.run(run())
    with JournalReader(tmp_path / "journal.db") as reader:
        assert [(event.number, event.kind) for event in reader.events()] == [
            (1, "session.started"),
            (2, "handle.forgotten"),
        ]


def test_frames_before_the_past_s_end_are_never_kept_again(tmp_path: Path) -> None:
    write_interview(tmp_path, (0.0, STARTED), frames=10)
    record = InterviewRecord(tmp_path, on_fault=refuse, past_frames=20)
    with pytest.raises(AssertionError, match="a frame of the past"):
        record.keep_frame(19, frame(19))
    asyncio.run(record.close())


def test_nothing_can_be_kept_after_the_end(record: InterviewRecord) -> None:
    asyncio.run(record.close())
    with pytest.raises(AssertionError):
        record.keep_frame(0, frame(0))


@pytest.mark.parametrize("lines", [1, 20, 60])
def test_a_killed_process_leaves_all_that_it_had_called_safe(tmp_path: Path, lines: int) -> None:
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        said = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += [line for line in child.stdout if line.endswith("\n")]
    frames, played, events = json.loads(said[-1])
    assert frames >= 1

    heard = samples_in(tmp_path / "candidate.wav")
    assert len(heard) >= frames * 640
    assert heard[: frames * 640] == b"".join(frame(index) for index in range(frames))
    spoken = samples_in(tmp_path / "interviewer.wav")
    assert len(spoken) >= played * 2
    with JournalReader(tmp_path / "journal.db") as reader:
        indices = [event.payload["total"] for event in reader.events()]
    assert len(indices) >= events
    assert indices == list(range(len(indices)))
