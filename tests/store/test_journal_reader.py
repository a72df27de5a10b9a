from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.journal import Journal
from app.store.journal_reader import JournalReader

WALL = "2026-11-23T14:12:00.000+00:00"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.db")
    yield journal
    journal.close()


def test_an_event_comes_back_as_it_was_written(journal: Journal, tmp_path: Path) -> None:
    journal.append(1234, WALL, "answer.ended", '{"answer":3,"text":"\\ud83d\\ude00"}')
    journal.commit()
    with JournalReader(tmp_path / "journal.db") as reader:
        (event,) = reader.events()

    assert (event.number, event.session_ms, event.wall) == (1, 1234, WALL)
    assert event.kind == "answer.ended"
    assert event.payload == {"answer": 3, "text": "\N{GRINNING FACE}"}


def test_a_reader_follows_a_journal_that_is_being_written(journal: Journal, tmp_path: Path) -> None:
    with JournalReader(tmp_path / "journal.db") as reader:
        seen = 0
        for count in (1, 2, 1200):
            for _ in range(count):
                journal.append(0, WALL, "tick", "{}")
            journal.commit()
            new = [event.number for event in reader.events(after=seen)]
            assert new == list(range(seen + 1, seen + count + 1))
            seen = new[-1]


def test_a_slow_reader_holds_no_snapshot_open(journal: Journal, tmp_path: Path) -> None:
    for _ in range(600):
        journal.append(0, WALL, "tick", "{}")
    journal.commit()
    with JournalReader(tmp_path / "journal.db") as reader:
        next(reader.events())
        busy, _, _ = journal._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert busy == 0


def test_first_last_and_count_tell_kinds_apart(journal: Journal, tmp_path: Path) -> None:
    for at, kind in enumerate(["a", "b", "a", "c"]):
        journal.append(at, WALL, kind, "{}")
    journal.commit()
    with JournalReader(tmp_path / "journal.db") as reader:
        first, last, last_a = reader.first(), reader.last(), reader.last("a")
        assert first
        assert last
        assert last_a
        assert (first.number, last.number, last_a.number) == (1, 4, 3)
        assert reader.last("z") is None
        assert (reader.count("a"), reader.count("z")) == (2, 0)


def test_a_reader_cannot_write(journal: Journal, tmp_path: Path) -> None:
    with (
        JournalReader(tmp_path / "journal.db") as reader,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        reader._database.execute("INSERT INTO events VALUES (1, 0, '', 'x', '{}')")


def test_a_missing_journal_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="it is not there"):
        JournalReader(tmp_path / "journal.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (b"something else " * 100, "damaged")]
)
def test_what_is_no_journal_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(content)
    with pytest.raises(StoreFault, match=words):
        JournalReader(path)


@pytest.mark.parametrize("payload", ["{", "[1]", ""])
def test_a_damaged_payload_is_refused_by_number(
    journal: Journal, tmp_path: Path, payload: str
) -> None:
    journal.append(0, WALL, "tick", payload)
    journal.commit()
    with (
        JournalReader(tmp_path / "journal.db") as reader,
        pytest.raises(StoreFault, match=r"Event 1 of the journal .* is damaged"),
    ):
        list(reader.events())


def test_a_page_destroyed_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    for _ in range(3000):
        journal.append(0, WALL, "tick", '{"padding":"' + "x" * 100 + '"}')
    journal.commit()
    journal.close()
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 12288)
    path.write_bytes(content)

    with JournalReader(path) as reader, pytest.raises(StoreFault, match="damaged"):
        list(reader.events())
