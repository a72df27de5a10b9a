from __future__ import annotations

import itertools
import os
import sqlite3
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.files import InterviewFiles
from app.store.journal_reader import JournalReader
from app.store.writer import Note, Sound, Writer
from tests.store.slow import Faults, Gate

needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can mount a small disk"
)
NOTE = Note(0, "", "status", "{}")  # of no hurry: it waits as long as sound


def kinds_in(folder: Path) -> list[str]:
    with JournalReader(folder / "journal.db") as reader:
        return [event.kind for event in reader.events()]


def test_what_is_given_is_written_in_order_and_safe_after_a_save(
    files: InterviewFiles, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    for index in range(50):
        writer.put(Sound(files.candidate, index * 320, bytes([index, 0]) * 320))
        writer.put(Note(index, "", f"frame {index}", "{}"))
    writer.save().result(30)

    assert files.candidate.saved_samples == 50 * 320
    assert kinds_in(files.folder) == [f"frame {index}" for index in range(50)]
    assert files.candidate.read(49 * 320, 1) == b"\x31\0"


def test_what_waits_alone_is_synced_by_the_timer(
    files: InterviewFiles, gate: Gate, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=0.01)
    writer.put(Sound(files.candidate, 0, bytes(640)))
    assert gate.entered.wait(30)


def test_a_steady_flow_does_not_put_the_sync_off(
    files: InterviewFiles, gate: Gate, make_writer: Callable[..., Writer]
) -> None:
    seconds = itertools.count(0, 300)  # each look at this clock finds 300 s gone
    writer = make_writer(sync_every_s=1000, clock=lambda: float(next(seconds)))
    gate.opened.clear()
    writer.put(Sound(files.candidate, 0, bytes(640)))
    writer.save()
    assert gate.entered.wait(30)
    for index in range(1, 50):  # they wait: the writer never finds the inbox empty
        writer.put(Sound(files.candidate, index * 320, bytes(640)))
    gate.opened.set()
    writer.close(30)

    assert any(320 < end_sample < 50 * 320 for end_sample in gate.seen)


def test_a_slow_disk_shows_as_depth_and_age_and_never_blocks_the_caller(
    files: InterviewFiles, gate: Gate, make_writer: Callable[..., Writer]
) -> None:
    now = [0.0]
    writer = make_writer(clock=lambda: now[0])
    gate.opened.clear()
    writer.put(Sound(files.candidate, 0, bytes(640)))
    saved = writer.save()
    assert gate.entered.wait(30)
    now[0] = 4.0
    for _ in range(100):
        writer.put(NOTE)

    backlog = writer.backlog
    assert (backlog.items, backlog.oldest_s) == (100, 4.0)
    gate.opened.set()
    saved.result(30)
    writer.save().result(30)
    assert (writer.backlog.items, writer.backlog.oldest_s) == (0, 0.0)


def test_closing_writes_all_that_waits(
    files: InterviewFiles, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    for index in range(200):
        writer.put(Sound(files.interviewer, index * 480, b"\1\1" * 480))
        writer.put(NOTE)
    writer.close(30)

    with wave.open(str(files.folder / "interviewer.wav")) as file:
        assert file.getnframes() == 200 * 480
    assert len(kinds_in(files.folder)) == 200
    with pytest.raises(AssertionError):
        writer.put(NOTE)


def test_closing_on_a_disk_that_hangs_ends_with_a_fault(
    files: InterviewFiles, gate: Gate, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer()
    gate.opened.clear()
    writer.put(Sound(files.candidate, 0, bytes(640)))
    writer.save()
    writer.put(NOTE)
    assert gate.entered.wait(30)
    with pytest.raises(StoreFault, match="too slow: 1 items were not saved"):
        writer.close(0.01)

    gate.opened.set()
    writer._thread.join(30)
    assert kinds_in(files.folder) == ["status"]


def test_a_failing_disk_is_reported_once_and_what_follows_is_counted(
    files: InterviewFiles, gate: Gate, faults: Faults, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    writer.put(NOTE)
    writer.put(Sound(files.candidate, 0, bytes(640)))
    gate.fails = True
    with pytest.raises(StoreFault, match="can no longer be saved"):
        writer.save().result(30)
    writer.put(NOTE)
    writer.put(Sound(files.candidate, 320, bytes(640)))
    with pytest.raises(StoreFault):
        writer.save().result(30)

    assert len(faults) == 1
    assert writer.fault is faults[0]
    assert writer.lost_items == 2
    assert writer._time_to_sync_s() is None  # or the thread would spin
    assert kinds_in(files.folder) == ["status"]  # saved beside the sound that could not be
    writer.close(30)


def test_a_failure_of_the_last_sync_is_reported_too(
    files: InterviewFiles, gate: Gate, faults: Faults, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    writer.put(Sound(files.candidate, 0, bytes(640)))
    gate.fails = True
    writer.close(30)

    assert len(faults) == 1


def test_a_save_that_nobody_waits_for_any_more_does_no_harm(
    files: InterviewFiles, gate: Gate, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    gate.opened.clear()
    writer.put(Sound(files.candidate, 0, bytes(640)))
    first, second = writer.save(), writer.save()
    assert gate.entered.wait(30)
    assert second.cancel()
    gate.opened.set()
    first.result(30)
    writer.save().result(30)


@needs_root
def test_a_full_disk_is_said_and_the_recording_is_whole_to_the_stop(
    small_disk: Path, faults: Faults
) -> None:
    files = InterviewFiles(small_disk)
    writer = Writer(files, on_fault=faults.take)
    for index in range(3000):
        writer.put(Sound(files.candidate, index * 320, b"\5\5" * 320))
    assert faults.came.wait(30)
    writer.close(30)

    assert "the disk is full. Free some space" in str(faults[0])
    assert len(faults) == 1
    assert writer.lost_items > 0
    with wave.open(str(small_disk / "candidate.wav")) as file:
        samples = file.readframes(file.getnframes())
    assert len(samples) == (3000 - writer.lost_items) * 640
    assert set(samples) == {5}


@needs_root
def test_a_journal_that_finds_the_disk_full_is_the_same_fault(
    small_disk: Path, faults: Faults
) -> None:
    files = InterviewFiles(small_disk)
    writer = Writer(files, on_fault=faults.take, sync_every_s=0.0)
    for number in range(400):
        writer.put(Note(number, "", "status", f'"{"x" * 5000}"'))
    assert faults.came.wait(30)
    writer.close(30)

    assert "the disk is full" in str(faults[0])
    assert isinstance(faults[0].__cause__, sqlite3.Error)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_the_writer_thread_is_not_swallowed_and_the_sound_before_it_is_safe(
    files: InterviewFiles, faults: Faults, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    writer.put(Sound(files.candidate, 320, bytes(640)))
    writer.put(Sound(files.candidate, 0, bytes(640)))  # a bug: it goes back in time
    writer._thread.join(30)

    with pytest.raises(AssertionError, match="died of a bug"):
        writer.put(NOTE)
    with pytest.raises(AssertionError, match="died of a bug"):
        writer.save()
    assert files.candidate.saved_samples == 640
    assert not faults
