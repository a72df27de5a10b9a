"""How long what was written may be unsafe, and what becomes of more than the disk can take."""

from __future__ import annotations

import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.core.space import MOST_BEHIND_S
from app.store.files import InterviewFiles
from app.store.journal_reader import JournalReader
from app.store.recording import Recording
from app.store.writer import INBOX_ITEMS, NOTES_EVERY_S, SYNC_EVERY_S, Note, Sound, Writer
from tests.store.slow import Faults, Gate

EVENT = Note(0, "", "link", "{}")
STATUS = Note(0, "", "status", "{}")
LIMIT = 10


# --- how long it may be unsafe


@pytest.mark.parametrize(
    ("kinds", "due_at"),
    [
        ("s", SYNC_EVERY_S),
        ("n", NOTES_EVERY_S),
        ("t", SYNC_EVERY_S),
        ("sn", NOTES_EVERY_S),
        ("ns", NOTES_EVERY_S),
        ("sss", SYNC_EVERY_S),
    ],
)
def test_an_event_is_due_sooner_than_sound_and_a_status_and_nothing_puts_it_off(
    files: InterviewFiles, make_writer: Callable[..., Writer], kinds: str, due_at: float
) -> None:
    writer = make_writer(clock=lambda: 0.0)
    items: dict[str, Sound | Note] = {"s": Sound(files.candidate, 0, b""), "n": EVENT, "t": STATUS}
    for kind in kinds:
        writer._make_due(items[kind])
    assert writer._time_to_sync_s() == due_at


def test_an_event_is_made_safe_with_the_sound_before_it_though_that_could_wait(
    files: InterviewFiles, gate: Gate, make_writer: Callable[..., Writer]
) -> None:
    writer = make_writer(sync_every_s=1e6)
    writer.put(Sound(files.candidate, 0, bytes(640)))
    writer.put(EVENT)
    assert gate.entered.wait(30)


def test_who_asks_for_a_sync_at_once_gets_it_for_events_too(
    make_writer: Callable[..., Writer],
) -> None:
    writer = make_writer(sync_every_s=0.0, clock=lambda: 0.0)
    writer._make_due(EVENT)
    assert writer._time_to_sync_s() == 0.0


# --- more than the disk can take


class Hanging(Recording):
    """A recording on a disk that takes nothing while shut."""

    def __init__(self, path: Path, rate_hz: int) -> None:
        super().__init__(path, rate_hz)
        self.entered = threading.Event()
        self.opened = threading.Event()
        self.caught_up = threading.Event()

    def write_at(self, sample: int, pcm: bytes) -> None:
        self.entered.set()
        assert self.opened.wait(30)
        super().write_at(sample, pcm)
        if sample == LIMIT * 320:
            self.caught_up.set()


@pytest.fixture
def hanging(files: InterviewFiles, make_writer: Callable[..., Writer]) -> Iterator[Hanging]:
    """The candidate's recording; the disk hangs in its first write, until the writer shall end."""
    path = files.candidate.path
    files.candidate.close()
    path.unlink()
    files.candidate = hanging = Hanging(path, 16_000)
    yield hanging
    hanging.opened.set()


@pytest.fixture
def full(
    hanging: Hanging, make_writer: Callable[..., Writer], monkeypatch: pytest.MonkeyPatch
) -> Writer:
    """A writer that hangs, in front of whose thread as many items wait as find room."""
    monkeypatch.setattr("app.store.writer.INBOX_ITEMS", LIMIT)
    writer = make_writer()
    writer.put(sound(hanging, 0))
    assert hanging.entered.wait(30)
    for index in range(1, LIMIT + 1):
        writer.put(sound(hanging, index))
    return writer


def sound(recording: Recording, index: int) -> Sound:
    return Sound(recording, index * 320, bytes([index + 1, 0]) * 320)


def test_two_minutes_of_both_voices_find_room() -> None:
    assert INBOX_ITEMS >= MOST_BEHIND_S * 2 * 50


def test_as_much_as_finds_room_is_no_fault(full: Writer, faults: Faults) -> None:
    assert full.backlog.items == LIMIT
    assert (faults, full.refused_items) == ([], 0)


def test_what_finds_no_room_is_told_once_and_what_waits_is_still_written(
    full: Writer, hanging: Hanging, files: InterviewFiles, faults: Faults
) -> None:
    for index in range(LIMIT + 1, LIMIT + 4):
        full.put(sound(hanging, index))
    assert [str(fault) for fault in faults] == [
        f"The disk of {files.folder} is too slow: the interview can no longer be saved. "
        "Look after that disk, or choose another folder with --data."
    ]
    assert (full.refused_items, full.lost_items, full.fault) == (3, 0, None)

    hanging.opened.set()
    full.close(30)
    with wave.open(str(hanging.path)) as file:
        kept = file.readframes(file.getnframes())
    assert kept == b"".join(sound(hanging, index).pcm for index in range(LIMIT + 1))
    assert len(faults) == 1


def test_a_save_that_finds_no_room_says_so_at_once_and_is_no_loss(
    full: Writer, faults: Faults
) -> None:
    with pytest.raises(StoreFault, match="too slow: the interview can no longer be saved"):
        full.save().result(0)
    assert (faults, full.refused_items) == ([], 0)


def test_what_comes_when_there_is_room_again_is_written(
    full: Writer, hanging: Hanging, files: InterviewFiles, faults: Faults
) -> None:
    full.put(EVENT)
    assert faults.came.is_set()
    hanging.opened.set()
    assert hanging.caught_up.wait(30)
    full.put(STATUS)
    full.close(30)
    with JournalReader(files.folder / "journal.db") as reader:
        assert [event.kind for event in reader.events()] == ["status"]
