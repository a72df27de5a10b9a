from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.journal import SCHEMA_VERSION, Event, Journal
from app.store.journal_reader import JournalReader
from tests.store.format_1 import OLD, write_old_journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.db")
    yield journal
    journal.close()


def numbers_in(path: Path) -> list[int]:
    with JournalReader(path) as reader:
        return [event.number for event in reader.events()]


def append(journal: Journal, kind: str = "tick") -> int:
    return journal.append(20, "2026-11-23T14:12:00.000+00:00", kind, "{}")


def test_events_are_numbered_from_one_and_seen_after_the_commit(
    journal: Journal, tmp_path: Path
) -> None:
    assert [append(journal), append(journal)] == [1, 2]
    assert (journal.appended, journal.committed) == (2, 0)
    assert numbers_in(tmp_path / "journal.db") == []

    journal.commit()
    assert journal.committed == 2
    assert numbers_in(tmp_path / "journal.db") == [1, 2]


def test_every_commit_is_synced(journal: Journal) -> None:
    database = journal._database
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert database.execute("PRAGMA fullfsync").fetchone() == (1,)


def test_only_its_owner_may_read_it_and_what_lies_beside_it(
    journal: Journal, tmp_path: Path
) -> None:
    append(journal)
    journal.commit()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert modes == {"journal.db": 0o600, "journal.db-wal": 0o600, "journal.db-shm": 0o600}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET kind = 'x' WHERE number = 1",
        "DELETE FROM events WHERE number = 1",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events VALUES (1, 0, '', 'x', '{}')",
        "INSERT INTO events VALUES (-5, 0, '', 'x', '{}')",
    ],
)
def test_nobody_can_change_what_was_written(
    journal: Journal, tmp_path: Path, statement: str
) -> None:
    append(journal, "first")
    journal.commit()
    other = sqlite3.connect(tmp_path / "journal.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    other.close()


def test_opened_again_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    for expected in (1, 2):
        journal = Journal(tmp_path / "journal.db")
        assert append(journal) == expected
        journal.commit()
        journal.close()


def test_a_journal_of_format_1_is_brought_to_the_newest_with_its_events_as_they_were(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    write_old_journal(path, *OLD)
    with JournalReader(path) as reader:
        before = list(reader.events())
    for _ in range(2):
        journal = Journal(path)
        assert journal.appended == len(OLD)
        assert journal._database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        journal.close()
    with JournalReader(path) as reader:
        assert list(reader.events()) == before


def test_the_end_and_the_newest_status_are_found_without_reading_all(journal: Journal) -> None:
    query = "SELECT number FROM events WHERE kind = 'status' ORDER BY number DESC LIMIT 1"
    ((*_, plan),) = journal._database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    assert "events_kind" in plan


def test_a_saved_event_keeps_its_number_and_the_next_comes_behind_it(journal: Journal) -> None:
    for number in (1, 2, 7):
        journal.append_saved(Event(number, 20, "", "tick", {}), "{}")
    with pytest.raises(AssertionError, match="order of their numbers"):
        journal.append_saved(Event(7, 20, "", "tick", {}), "{}")
    assert append(journal) == 8
    journal.commit()
    assert journal.committed == 8


def test_what_was_not_committed_is_gone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    append(journal)
    journal.close()

    assert numbers_in(tmp_path / "journal.db") == []


def test_a_newer_version_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    Journal(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    database.close()

    before = path.read_bytes()
    with pytest.raises(StoreFault, match="written by a newer version"):
        Journal(path)
    assert path.read_bytes() == before
    with pytest.raises(StoreFault, match="written by a newer version"):
        JournalReader(path)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE theirs (x)")
    database.close()
    before = path.read_bytes()

    with pytest.raises(StoreFault, match="database of another program"):
        Journal(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_an_error_of_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"nothing of SQLite's" * 500)
    with pytest.raises(sqlite3.DatabaseError):
        Journal(path)
