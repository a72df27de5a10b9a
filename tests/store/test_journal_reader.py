from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.entries import AnswerEnded, Entry, SessionEnded, SessionStarted
from app.core.faults import StoreFault
from app.store.journal import Journal
from app.store.journal_reader import JournalReader
from tests.store.format_1 import END, OLD, write_old_journal
from tests.store.story import STARTED, put, story, write_journal, write_killed_journal

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


def test_first_and_last_tell_kinds_apart(journal: Journal, tmp_path: Path) -> None:
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


def test_what_sqlite_cannot_even_complain_of_is_damage(tmp_path: Path) -> None:
    """Its message quotes the file, and is no text then."""
    path = tmp_path / "journal.db"
    write_journal(path, (0.0, STARTED))
    path.write_bytes(path.read_bytes().replace(b"TRIGGER no_update", b"\xb8RIGGER no_update"))
    with pytest.raises(StoreFault, match="is damaged"):
        JournalReader(path)


@pytest.mark.parametrize("content", [b"", b"S"])
def test_whoever_only_reads_does_not_delete_the_log_beside_an_empty_journal(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "journal.db"
    write_killed_journal(path, (0.0, STARTED))
    path.write_bytes(content)
    before = Path(f"{path}-wal").read_bytes()
    with pytest.raises(StoreFault, match="is empty"):
        JournalReader(path)
    assert Path(f"{path}-wal").read_bytes() == before


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


# --- what events mean


def entries_of(folder: Path) -> list[Entry]:
    with JournalReader(folder / "journal.db") as reader:
        return [entry for _, entry in reader.entries()]


def test_entries_come_back_as_they_were_written_over_many_pages(tmp_path: Path) -> None:
    written = list(story(exchanges=60))
    write_journal(tmp_path / "journal.db", *written)
    assert len(written) > 600
    assert entries_of(tmp_path) == [entry for _, entry in written]
    with JournalReader(tmp_path / "journal.db") as reader:
        assert [event.session_ms for event, _ in reader.entries()] == [
            round(at_s * 1000) for at_s, _ in written
        ]


def test_what_format_1_does_not_say_well_enough_is_left_out(tmp_path: Path) -> None:
    write_old_journal(tmp_path / "journal.db", *OLD, END)
    kinds = [type(entry) for entry in entries_of(tmp_path)]
    assert len(kinds) == len(OLD) - 1
    assert (kinds[0], kinds[-1]) == (SessionStarted, SessionEnded)


@pytest.mark.parametrize(
    ("kind", "payload", "why"),
    [
        ("exploded", "{}", 'there is no kind "exploded"'),
        ("tokens", '{"total":"many"}', 'the field "total" of its kind "tokens" is wrong'),
        ("link.go_away", '{"time_left_s":Infinity}', "a number in it is infinite"),
    ],
)
def test_an_entry_that_means_nothing_is_refused_by_number(
    tmp_path: Path, journal: Journal, kind: str, payload: str, why: str
) -> None:
    put(journal, 0.0, STARTED)
    journal.append(0, WALL, kind, payload)
    journal.commit()
    with (
        JournalReader(tmp_path / "journal.db") as reader,
        pytest.raises(StoreFault, match=rf"Event 2 of the journal .* is damaged: {why}\. Leave"),
    ):
        list(reader.entries())


def test_the_last_number_is_told_though_the_event_cannot_be_read(
    journal: Journal, tmp_path: Path
) -> None:
    with JournalReader(tmp_path / "journal.db") as reader:
        assert reader.last_number() == 0
        journal.append(0, WALL, "tick", "{")
        journal.commit()
        assert reader.last_number() == 1


def test_answers_are_counted_once_each_however_often_they_ended(tmp_path: Path) -> None:
    held, answered = (AnswerEnded(4, how, 1.0) for how in ("held", "answered"))
    write_journal(tmp_path / "journal.db", (0.0, STARTED))
    with JournalReader(tmp_path / "journal.db") as reader:
        assert reader.count_answers() == 0
        write_journal(tmp_path / "journal.db", (1.0, held), (2.0, answered))
        assert reader.count_answers() == 1
        write_journal(tmp_path / "journal.db", (3.0, AnswerEnded(5, "declined", 1.0)))
        assert reader.count_answers() == 2


def test_a_payload_that_is_no_json_is_a_fault_to_who_counts_answers(
    journal: Journal, tmp_path: Path
) -> None:
    journal.append(0, WALL, "answer.ended", "{")
    journal.commit()
    with (
        JournalReader(tmp_path / "journal.db") as reader,
        pytest.raises(StoreFault, match="cannot be read"),
    ):
        reader.count_answers()


@pytest.mark.parametrize(
    "overwrite",
    [
        "UPDATE events SET session_ms = x'00'",
        "UPDATE events SET wall = 7",
        "UPDATE events SET kind = x'00'",
        "UPDATE events SET payload = 0.5",
    ],
)
def test_a_column_of_another_type_is_refused_by_number(tmp_path: Path, overwrite: str) -> None:
    """As a page may hold that was overwritten: SQLite itself does not look."""
    path = tmp_path / "journal.db"
    write_journal(path, (0.0, STARTED))
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("DROP TRIGGER no_update")
    database.execute("PRAGMA writable_schema = ON")
    database.execute(
        "UPDATE sqlite_master SET sql = replace(replace(replace(sql, ' STRICT', ''),"
        " 'TEXT', 'BLOB'), 'session_ms INTEGER', 'session_ms BLOB') WHERE name = 'events'"
    )
    database.close()
    database = sqlite3.connect(path, isolation_level=None)
    database.execute(overwrite)
    database.close()
    with (
        JournalReader(path) as reader,
        pytest.raises(StoreFault, match=r"Event 1 of .* is damaged: its columns are of other"),
    ):
        list(reader.events())
