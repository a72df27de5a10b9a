from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path

import pytest

from app.store.disk import refusal, sync_file, sync_folder


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EROFS, "it is read-only"),
        (errno.EACCES, "this user may not use it"),
        (errno.ENOENT, "it is not there"),
    ],
)
def test_a_failure_names_what_where_and_what_to_do(number: int, words: str) -> None:
    fault = refusal("The data folder /data cannot be used", OSError(number, "x"))

    assert str(fault).startswith("The data folder /data cannot be used: ")
    assert words in str(fault)


def test_an_unknown_failure_keeps_the_systems_own_words() -> None:
    fault = refusal("It cannot be read", OSError(errno.EIO, "Input/output error"))

    assert "Input/output error. Look after that disk" in str(fault)


def test_an_error_without_a_number_names_its_text_or_kind() -> None:
    assert "OSError" in str(refusal("It cannot be read", OSError("cut")))


def test_a_damaged_database_is_told_from_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"not a database at all" * 100)
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.Error) as caught:
        database.execute("SELECT * FROM sqlite_master")
    database.close()

    assert "damaged" in str(refusal("It cannot be read", caught.value))


def test_what_quotes_a_damaged_file_is_damage() -> None:
    error = UnicodeDecodeError("utf-8", b"\xb8", 0, 1, "invalid start byte")

    assert "damaged" in str(refusal("It cannot be read", error))


def test_a_bug_of_ours_is_never_shown_as_the_disks_fault() -> None:
    with pytest.raises(AssertionError):
        refusal("It cannot be read", sqlite3.ProgrammingError("closed"))
    with pytest.raises(AssertionError):
        refusal("It cannot be read", ValueError("x"))


def test_files_and_folders_can_be_synced(tmp_path: Path) -> None:
    with (tmp_path / "x").open("wb") as file:
        file.write(b"x")
        sync_file(file.fileno())
    sync_folder(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        sync_folder(tmp_path / "missing")


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS syncs by F_FULLFSYNC")
def test_a_sync_reaches_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    with (tmp_path / "x").open("wb") as file:
        sync_file(file.fileno())
        assert synced == [file.fileno()]
