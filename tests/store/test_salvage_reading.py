"""What is saved of a journal, wherever it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from app.core.faults import StoreFault
from app.store.journal import Event, Journal
from app.store.salvage import is_damaged, salvage
from tests.store.damage import (
    COUNT,
    PAGE,
    WRITTEN,
    Spoil,
    assert_saved,
    cut,
    events_in,
    parts_of,
    put_at,
    scramble,
    spoil,
    zero,
)
from tests.store.story import write_journal, write_killed_journal

BEGINNING = b"What did you do last?"  # a part of the first event
PAGES = 12
FRAME = 24 + PAGE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal that was closed in order."""
    write_journal(tmp_path / "journal.db", *WRITTEN)
    return tmp_path / "journal.db"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log of a journal as a killed process leaves it."""
    write_killed_journal(tmp_path / "journal.db", *WRITTEN)
    return tmp_path / "journal.db-wal"


def assert_refused(path: Path) -> None:
    """Check that a journal without its beginning is refused in words and left as it is."""
    damaged = parts_of(path)
    with pytest.raises(StoreFault, match="how the interview began cannot be read any more"):
        salvage(path)
    assert parts_of(path) == damaged


@pytest.mark.parametrize("overwrite", [zero, scramble])
@pytest.mark.parametrize("page", range(PAGES))
def test_a_page_that_is_overwritten_takes_no_other_with_it(
    path: Path, page: int, overwrite: Callable[[int, int], Spoil]
) -> None:
    before, content = events_in(path), path.read_bytes()
    assert len(content) == PAGES * PAGE
    damaged = spoil(path, overwrite(page * PAGE, PAGE))
    assert is_damaged(path)
    if BEGINNING in content[page * PAGE :][:PAGE]:
        assert_refused(path)
        return
    missing = salvage(path)
    after = assert_saved(path, before, lost=40)
    assert missing == after[-1].number - len(after)
    assert (path.parent / "damaged-1/journal.db").read_bytes() == damaged


@pytest.mark.parametrize("size", [100, PAGE, 3 * PAGE, 7 * PAGE + 99, 11 * PAGE])
def test_of_a_journal_that_was_cut_all_whole_pages_are_saved(path: Path, size: int) -> None:
    before = events_in(path)
    damaged = spoil(path, cut(size))
    assert is_damaged(path)
    if BEGINNING not in damaged:
        assert_refused(path)
        return
    salvage(path)
    after = assert_saved(path, before, lost=COUNT)
    words = [f"An answer {number}. " for number in range(20)]
    there = [one for one in words if one.encode() in damaged[: size // PAGE * PAGE]]
    assert len(there) > 2
    assert {one.payload.get("text") for one in after} >= {*there}


@pytest.mark.parametrize("seed", range(25))
def test_one_byte_costs_at_most_one_event(path: Path, seed: int) -> None:
    before, draw = events_in(path), Random(seed)
    at = draw.randrange(PAGES * PAGE)
    spoil(path, put_at(at, bytes([path.read_bytes()[at] ^ draw.randrange(1, 256)])))
    try:
        damaged = is_damaged(path)
    except StoreFault:  # the byte said whose file it is
        assert at < 100
        return
    if damaged and b"session.started" in path.read_bytes()[max(0, at - 600) : at]:
        return  # without its beginning an interview cannot be gone on with
    if damaged:
        salvage(path)
        assert_saved(path, before, lost=1)


@pytest.mark.parametrize("page", [2, 5, 8])
def test_a_page_that_does_not_say_any_more_what_it_is_is_tried_as_a_leaf(
    path: Path, page: int
) -> None:
    before = events_in(path)
    spoil(path, put_at(page * PAGE, b"\x4d"))
    assert is_damaged(path)
    salvage(path)
    assert_saved(path, before, lost=0)


@pytest.mark.parametrize("lie", [3, 54, 52, 114])
def test_an_event_whose_number_lies_hides_no_other(path: Path, lie: int) -> None:
    """In a page a number up to 127 is one byte, before the two that begin the event itself."""
    before, content = events_in(path), path.read_bytes()
    (event,) = [one for one in before if one.payload.get("text") == "An answer 4. "]
    place = content.rindex(bytes([event.number, 7, 0]), 0, content.index(b'"An answer 4. "'))
    spoil(path, put_at(place, bytes([lie])))
    assert is_damaged(path)
    assert salvage(path) == 1
    after = assert_saved(path, before, lost=1)
    assert event.number not in [one.number for one in after]


def test_a_number_that_is_too_far_to_be_true_ends_what_is_saved(path: Path) -> None:
    before = events_in(path)
    with closing(Journal(path)) as journal:
        journal.append_saved(Event(10**9, 9, "", "tokens", {}), '{"total":1}')
        journal.commit()
    spoil(path, zero(0, PAGE))
    assert salvage(path) == 0
    assert events_in(path) == before


# --- the log beside it


def spoil_frame(log: Path, frame: int, at: int, size: int) -> None:
    spoil(log, scramble(32 + frame * FRAME + at, size))


@pytest.mark.parametrize(
    ("frame", "at", "size"),
    [(0, 0, 4), (1, 8, 8), (25, 16, 8), (26, 24, PAGE), (60, 24, 20), (100, 0, 3 * PAGE)],
)
def test_a_damaged_frame_of_the_log_takes_nothing_behind_it_along(
    log: Path, frame: int, at: int, size: int
) -> None:
    path = log.with_name("journal.db")
    before = events_in(path)
    spoil_frame(log, frame, at, size)
    damaged = parts_of(path)
    assert is_damaged(path)
    salvage(path)
    assert_saved(path, before, lost=12)
    assert parts_of(path.parent / "damaged-1/journal.db") == damaged


def test_at_the_end_of_a_log_what_cannot_be_proved_is_read_all_the_same(log: Path) -> None:
    path = log.with_name("journal.db")
    before = events_in(path)
    frames = log.stat().st_size // FRAME
    for frame in range(frames - 4, frames):
        spoil_frame(log, frame, at=16, size=8)
    assert is_damaged(path)
    assert len(events_in(path)) < COUNT, "SQLite leaves them out"
    salvage(path)
    assert_saved(path, before, lost=0)


@pytest.mark.parametrize("size", [4, 32, 5000])
def test_a_log_without_its_header_is_still_read(log: Path, size: int) -> None:
    path = log.with_name("journal.db")
    before = events_in(path)
    spoil(log, scramble(0, size))
    assert is_damaged(path)
    salvage(path)
    assert_saved(path, before, lost=0)


def test_a_log_that_is_cut_is_read_as_far_as_it_goes(log: Path) -> None:
    path = log.with_name("journal.db")
    before = events_in(path)
    spoil(log, cut(40 * FRAME))
    assert not is_damaged(path), "nothing is there that SQLite would not read"
    after = events_in(path)
    assert 20 < len(after) < COUNT
    assert after == before[: len(after)]


@pytest.mark.parametrize("content", [b"", b"S", b"SQLite format 3"])
def test_a_journal_of_which_only_the_log_is_left_is_read_from_that(
    log: Path, content: bytes
) -> None:
    path = log.with_name("journal.db")
    before = events_in(path)
    path.write_bytes(content)
    damaged = parts_of(path)
    if is_damaged(path):
        salvage(path)
        assert parts_of(path.parent / "damaged-1/journal.db") == damaged
    assert_saved(path, before, lost=0)


def test_a_log_of_which_nothing_can_be_believed_leaves_the_journal_as_it_is(log: Path) -> None:
    path = log.with_name("journal.db")
    spoil(log, scramble(32, 1 << 20))
    assert_refused(path)


# --- events that are longer than a page


def test_an_event_longer_than_a_page_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    write_journal(path, *WRITTEN)
    text = "".join(f"{number:05}" for number in range(3000))
    with closing(Journal(path)) as journal:
        for _ in range(2):
            journal.append(9, "", "tool.call", f'{{"name":"{text}"}}')
        journal.commit()
    before: list[Event] = events_in(path)
    spoil(path, put_at(path.read_bytes().index(b"01500"), b"\xff"))
    assert is_damaged(path)
    assert salvage(path) == 1
    after = assert_saved(path, before, lost=1)
    assert [one.payload["name"] for one in after if one.kind == "tool.call"] == [text]
