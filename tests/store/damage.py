"""Journals that something has happened to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from app.store.journal import Event
from app.store.journal_reader import JournalReader
from app.store.salvage import is_damaged
from tests.store.story import story

PAGE = 4096
WRITTEN = list(story(20))
COUNT = len(WRITTEN)
"""Some two hundred events, on twelve pages."""
Spoil = Callable[[bytearray], object]


def spoil(path: Path, change: Spoil) -> bytes:
    """Change a file in place; return what it holds then."""
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    return bytes(content)


def put_at(at: int, new: bytes) -> Spoil:
    """Return what overwrites bytes, as far as the file goes."""

    def change(content: bytearray) -> None:
        content[at : at + len(new)] = new[: max(0, len(content) - at)]

    return change


def zero(at: int, size: int) -> Spoil:
    """Return what overwrites bytes with zeros."""
    return put_at(at, bytes(size))


def scramble(at: int, size: int) -> Spoil:
    """Return what overwrites bytes with others, the same each time."""
    return put_at(at, Random(at).randbytes(size))


def cut(size: int) -> Spoil:
    """Return what cuts a file."""
    return lambda content: content.__delitem__(slice(size, None))


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the journal and the log beside it, as they lie there."""
    paths = [Path(f"{path}{part}") for part in ("", "-wal")]
    return {one.name: one.read_bytes() for one in paths if one.exists()}


def events_in(path: Path) -> list[Event]:
    """Return all events of a journal."""
    with JournalReader(path) as reader:
        return list(reader.events())


def assert_saved(path: Path, before: list[Event], lost: int) -> list[Event]:
    """Check that at most so many events of a journal are lost; return the others."""
    after = events_in(path)
    known = {event.number: event for event in before}
    assert after == [known[event.number] for event in after], "an event has changed its number"
    assert len(before) - len(after) <= lost
    assert not is_damaged(path)
    return after
