from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.lock import FolderLock

HOLD = """
import sys, pathlib
from app.store.lock import FolderLock
lock = FolderLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_instance_is_refused_and_told_which_process_is_first(tmp_path: Path) -> None:
    with (
        FolderLock(tmp_path / "lock"),
        pytest.raises(StoreFault, match=rf"already running on .*\(process {os.getpid()}\)"),
    ):
        FolderLock(tmp_path / "lock")


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    FolderLock(tmp_path / "lock").release()
    FolderLock(tmp_path / "lock").release()


def test_a_killed_instance_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreFault, match=rf"process {other.pid}"):
            FolderLock(path)
        other.kill()

    FolderLock(path).release()


def test_two_data_folders_do_not_disturb_each_other(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "other"):
        pass


def test_a_holder_that_has_not_yet_written_its_number_is_refused_without_one(
    tmp_path: Path,
) -> None:
    with FolderLock(tmp_path / "lock") as lock:
        os.ftruncate(lock._descriptor, 0)
        with pytest.raises(StoreFault, match=r"already running on [^(]*\. Use that one"):
            FolderLock(tmp_path / "lock")


def test_a_lock_in_a_missing_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="it is not there"):
        FolderLock(tmp_path / "gone" / "lock")
