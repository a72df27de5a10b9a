from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.disk import DISK_ERRORS
from app.store.journal import SCHEMA_VERSION, Event, Journal
from app.store.salvage import finish, is_damaged, salvage
from tests.store.damage import (
    COUNT,
    PAGE,
    WRITTEN,
    assert_saved,
    events_in,
    parts_of,
    put_at,
    spoil,
    zero,
)
from tests.store.story import put, write_journal, write_killed_journal

needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can mount a small disk"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal that was closed in order."""
    write_journal(tmp_path / "journal.db", *WRITTEN)
    return tmp_path / "journal.db"


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A journal as a killed process leaves it, with a log."""
    write_killed_journal(tmp_path / "journal.db", *WRITTEN)
    return tmp_path / "journal.db"


# --- damaged or not


def test_a_journal_that_is_whole_is_not_damaged_and_not_touched(path: Path) -> None:
    before = path.read_bytes()
    assert not is_damaged(path)
    assert path.read_bytes() == before


def test_the_log_of_a_killed_process_is_no_damage_and_stays(killed: Path) -> None:
    before = parts_of(killed)
    assert not is_damaged(killed)
    assert parts_of(killed) == before
    assert before.keys() == {"journal.db", "journal.db-wal"}


@pytest.mark.parametrize(
    "event",
    [
        (0, "", "exploded", "{}"),
        (0, "", "tokens", "{"),
        (0, "", "tokens", "[]"),
        (0, "", "tokens", "null"),
        (0, "", "tokens", '{"total":"many"}'),
        (0, "", "session.started", '"plan"'),
        (0, "", "tokens", '{"total":' + "9" * 5000 + "}"),
        (0, "", "tokens", "[" * 100_000),
        (-9, "", "tokens", '{"total":1}'),
        (10**10, "", "tokens", '{"total":1}'),
    ],
)
def test_an_event_that_means_nothing_is_damage_and_is_left_out(
    path: Path, event: tuple[int, str, str, str]
) -> None:
    before = events_in(path)
    with closing(Journal(path)) as journal:
        journal.append(*event)
        put(journal, *WRITTEN[-1])
        journal.commit()
    assert is_damaged(path)
    assert salvage(path) == 1
    after = events_in(path)
    assert after[:-1] == before
    assert after[-1].number == COUNT + 2


def test_a_text_that_is_none_is_damage(path: Path) -> None:
    before = events_in(path)
    spoil(path, put_at(path.read_bytes().index(b"An answer 7"), b"\xff"))
    assert is_damaged(path)
    assert salvage(path) == 1
    assert_saved(path, before, lost=1)


def test_what_quotes_a_damaged_file_that_is_no_text_is_damage(path: Path) -> None:
    """SQLite's message quotes the schema, and sqlite3 cannot decode it."""
    before = events_in(path)
    spoil(path, put_at(path.read_bytes().index(b"TRIGGER no_update"), b"\xb8"))
    assert is_damaged(path)
    assert salvage(path) == 0
    assert_saved(path, before, lost=0)


def test_a_disk_that_fails_is_no_damage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> sqlite3.Connection:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    monkeypatch.setattr("app.store.salvage.sqlite3.connect", fail)
    with pytest.raises(sqlite3.OperationalError, match="disk I/O"):
        is_damaged(path)


def test_a_newer_version_is_refused_in_words_and_left_untouched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(StoreFault, match="written by a newer version"):
        is_damaged(path)
    assert path.read_bytes() == before


def test_another_program_s_database_is_refused_in_words_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(StoreFault, match="database of another program"):
        is_damaged(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


# --- where it is put


def damage(path: Path) -> list[Event]:
    """Overwrite a page in the middle; return what the journal held before."""
    before = events_in(path)
    spoil(path, zero(5 * PAGE, PAGE))
    return before


def test_the_damaged_one_is_kept_byte_for_byte_with_its_log(killed: Path) -> None:
    before = events_in(killed)
    spoil(Path(f"{killed}-wal"), zero(20_000, 10))
    damaged = parts_of(killed)
    assert is_damaged(killed)
    assert parts_of(killed) == damaged, "whoever only looks changes nothing"
    salvage(killed)
    assert_saved(killed, before, lost=1)
    assert parts_of(killed.parent / "damaged-1/journal.db") == damaged
    assert stat.S_IMODE((killed.parent / "damaged-1").stat().st_mode) == 0o700
    names = {one.name.removesuffix("-wal").removesuffix("-shm") for one in killed.parent.iterdir()}
    assert names == {"journal.db", "damaged-1"}


def test_a_damaged_journal_keeps_its_log_though_that_is_whole(killed: Path) -> None:
    """SQLite would put the log into the damaged file and delete it."""
    spoil(killed, zero(0, PAGE))
    with closing(Journal(killed)) as journal:  # brings the first page back from the log
        journal._database.execute("PRAGMA wal_checkpoint(FULL)")
        put(journal, *WRITTEN[-1])
        journal.commit()
        damaged = {name: bytes(content) for name, content in parts_of(killed).items()}
    for name, content in damaged.items():
        (killed.parent / name).write_bytes(content)
    spoil(killed, zero(5 * PAGE, PAGE))
    damaged = parts_of(killed)
    assert is_damaged(killed)
    salvage(killed)
    assert parts_of(killed.parent / "damaged-1/journal.db") == damaged


def test_a_second_time_it_is_set_aside_beside_the_first(path: Path) -> None:
    first = damage(path)
    salvage(path)
    second = damage(path)
    damaged = path.read_bytes()
    missing = salvage(path)
    after = assert_saved(path, first, lost=80)
    assert len(after) < len(second) < len(first)
    assert missing == COUNT - len(after)
    assert (path.parent / "damaged-2/journal.db").read_bytes() == damaged


def test_what_was_set_aside_before_is_never_written_over(path: Path) -> None:
    damage(path)
    (path.parent / "damaged-1").mkdir()
    (path.parent / "damaged-1/journal.db").write_bytes(b"mine")
    salvage(path)
    assert (path.parent / "damaged-1/journal.db").read_bytes() == b"mine"
    assert (path.parent / "damaged-2/journal.db").exists()


def test_the_new_journal_goes_on_behind_the_last_number(path: Path) -> None:
    damage(path)
    salvage(path)
    with closing(Journal(path)) as journal:
        put(journal, *WRITTEN[-1])
        assert journal.appended == COUNT + 1


def test_what_an_earlier_try_has_left_is_no_part_of_it(path: Path) -> None:
    before = damage(path)
    write_killed_journal(path.with_suffix(".new"), *WRITTEN[:7])
    salvage(path)
    assert len(assert_saved(path, before, lost=40)) > 7


@needs_root
def test_without_room_for_a_new_one_the_damaged_one_stays_where_it_is(small_disk: Path) -> None:
    path = small_disk / "journal.db"
    write_journal(path, *WRITTEN)
    damage(path)
    damaged = path.read_bytes()
    for room in range(0, 400, 20):  # kilobytes
        free = shutil.disk_usage(small_disk).free
        (small_disk / "filler").write_bytes(bytes(max(0, free - room * 1024)))
        with contextlib.suppress(*DISK_ERRORS):
            salvage(path)
            break
        assert path.read_bytes() == damaged
        (small_disk / "filler").unlink()
    assert 0 < room < 380, "the last try has the room that it needs"
    assert (small_disk / "damaged-1/journal.db").read_bytes() == damaged
    assert len(events_in(path)) > COUNT - 40


# --- a crash in the middle of it


def test_a_crash_before_the_new_one_has_its_name_is_ended_in_order(path: Path) -> None:
    before = damage(path)
    salvage(path)
    path.replace(path.with_suffix(".new"))
    finish(path)
    assert_saved(path, before, lost=40)
    assert not path.with_suffix(".new").exists()


def test_a_crash_before_the_log_was_set_aside_does_not_mix_it_into_the_new_one(
    killed: Path,
) -> None:
    before = events_in(killed)
    spoil(Path(f"{killed}-wal"), zero(20_000, 10))
    damaged = parts_of(killed)
    salvage(killed)
    killed.replace(killed.with_suffix(".new"))
    (killed.parent / "damaged-1/journal.db-wal").replace(f"{killed}-wal")
    finish(killed)
    assert_saved(killed, before, lost=1)
    assert parts_of(killed.parent / "damaged-1/journal.db") == damaged


def test_without_a_crash_there_is_nothing_to_end(path: Path) -> None:
    before = path.read_bytes()
    write_journal(path.with_suffix(".new"), *WRITTEN[:7])
    finish(path)
    assert path.read_bytes() == before
    path.unlink()
    path.with_suffix(".new").unlink()
    finish(path)
    assert list(path.parent.iterdir()) == []
