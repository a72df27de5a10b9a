from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.store import wal
from app.store.journal import Journal
from app.store.journal_reader import JournalReader
from tests.store.story import put, story, write_killed_journal

HEADER, HEAD, PAGE = 32, 24, 4096
FRAME = HEAD + PAGE
WRITTEN = list(story(8))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of some ninety events, all in its log."""
    write_killed_journal(tmp_path / "journal.db", *WRITTEN)
    return tmp_path / "journal.db"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.db")) as journal:
        yield journal


def log_of(path: Path) -> Path:
    return Path(f"{path}-wal")


def frames_in(path: Path) -> int:
    return (log_of(path).stat().st_size - HEADER) // FRAME


def spoil(path: Path, at: int, content: bytes) -> None:
    """Overwrite a place in the log."""
    with log_of(path).open("r+b") as file:
        file.seek(at)
        file.write(content)


def numbers_in(path: Path) -> list[int]:
    with JournalReader(path) as reader:
        return [event.number for event in reader.events()]


def test_the_proved_pages_of_a_log_are_what_sqlite_would_read(path: Path, tmp_path: Path) -> None:
    log = wal.read(path)
    assert log.is_whole
    assert len(log.proved) == len(log.frames) == frames_in(path) > 40

    shutil.copyfile(path, tmp_path / "copy.db")
    wal.put_pages(tmp_path / "copy.db", [(one.page, one.content) for one in log.proved])
    assert numbers_in(tmp_path / "copy.db") == numbers_in(path) == [*range(1, len(WRITTEN) + 1)]


def test_what_an_older_log_has_left_behind_does_not_count(journal: Journal, tmp_path: Path) -> None:
    for at_s, entry in WRITTEN:
        put(journal, at_s, entry)
        journal.commit()
    journal._database.execute("PRAGMA wal_checkpoint(FULL)")
    put(journal, *WRITTEN[1])
    journal.commit()
    log = wal.read(tmp_path / "journal.db")
    assert log.is_whole
    assert 0 < len(log.frames) < 5 < frames_in(tmp_path / "journal.db")


def test_pages_behind_the_last_commit_are_no_part_of_it(journal: Journal, tmp_path: Path) -> None:
    put(journal, *WRITTEN[0])
    journal.commit()
    committed = len(wal.read(tmp_path / "journal.db").frames)
    journal._database.execute("PRAGMA cache_size = 10")
    for _ in range(20):  # more than the cache takes, and no commit
        for at_s, entry in WRITTEN:
            put(journal, at_s, entry)
    log = wal.read(tmp_path / "journal.db")
    assert len(log.proved) == committed < len(log.frames)


@pytest.mark.parametrize("size", [None, 0, HEADER, HEADER + HEAD, HEADER + FRAME - 1])
def test_a_log_without_a_whole_frame_is_an_empty_one(path: Path, size: int | None) -> None:
    if size is None:
        log_of(path).unlink()
    else:
        log_of(path).write_bytes(log_of(path).read_bytes()[:size])
    assert wal.read(path).is_whole
    assert not wal.read(path).frames


def test_a_frame_that_is_cut_at_the_end_was_never_whole(path: Path) -> None:
    log_of(path).write_bytes(log_of(path).read_bytes()[:-1])
    log = wal.read(path)
    assert log.is_whole
    assert len(log.frames) == frames_in(path)


@pytest.mark.parametrize(
    ("at", "lost"),
    [(0, 1), (4, 1), (8, 1), (12, 1), (16, 2), (20, 2), (HEAD, 1), (HEAD + 2000, 1)],
    ids=["page", "commit", "salt", "salt", "sum", "sum", "content", "content"],
)
@pytest.mark.parametrize("frame", [0, 7, 30])
def test_behind_a_damaged_frame_the_others_are_still_proved(
    path: Path, frame: int, at: int, lost: int
) -> None:
    place = HEADER + frame * FRAME + at
    old = log_of(path).read_bytes()[place]
    spoil(path, place, bytes([old ^ 0x40]))
    log = wal.read(path)
    assert not log.is_whole
    assert len(log.frames) == frames_in(path)
    doubted = [number for number, one in enumerate(log.frames) if not one.is_proved]
    assert doubted == [*range(frame, frame + lost)]
    assert len(log.proved) == len(log.frames) - lost


@pytest.mark.parametrize("at", [0, 3, 8, 12, 16, 20, 24, 28])
def test_without_its_header_a_log_is_still_read(path: Path, at: int) -> None:
    spoil(path, at, b"\xa5\x5a")
    log = wal.read(path)
    assert not log.is_whole
    assert len(log.proved) >= frames_in(path) - 1


def test_without_its_header_and_first_frame_the_log_before_is_not_taken_for_it(
    journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "journal.db"
    for at_s, entry in WRITTEN:
        put(journal, at_s, entry)
        journal.commit()
    journal._database.execute("PRAGMA wal_checkpoint(FULL)")
    for at_s, entry in WRITTEN[:5]:
        put(journal, at_s, entry)
        journal.commit()
    present = len(wal.read(path).frames)
    spoil(path, 0, bytes(PAGE))
    log = wal.read(path)
    assert not log.is_whole
    assert len(log.frames) == present
    assert len(log.proved) == present - 2  # the second goes on from the head of the first


def test_a_file_that_claims_more_than_it_holds_can_be_read_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    with closing(Journal(path)) as journal:
        for at_s, entry in WRITTEN:
            put(journal, at_s, entry)
        journal.commit()
    path.write_bytes(path.read_bytes()[: -2 * PAGE])
    query = "SELECT number, kind, payload FROM events ORDER BY number LIMIT 1"
    with closing(sqlite3.connect(path)) as database, pytest.raises(sqlite3.DatabaseError):
        database.execute(query)
    wal.put_pages(path, ())
    with closing(sqlite3.connect(path)) as database:
        assert database.execute(query).fetchone()[0] == 1
