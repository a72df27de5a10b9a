from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.store.folder import open_folder
from app.store.lock import FolderLock
from tests.commands import (
    assert_record_is_whole,
    call,
    practice,
    silence,
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A microphone at which nobody speaks."""
    return str(silence(tmp_path_factory.mktemp("quiet") / "quiet.wav"))


def test_a_file_in_the_data_folder_s_place_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("mine")
    done = call("practice", "--data", str(path), "--consent")
    assert done.status == 1
    assert str(path) in done.complaint()
    assert "--data" in done.complaint()
    assert path.read_text() == "mine"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the profiles of users apart")
def test_a_data_folder_that_others_can_read_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    done = call("practice", "--data", str(tmp_path), "--consent")
    assert done.status == 1
    assert f"chmod 700 '{tmp_path}'" in done.complaint()
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_second_instance_on_the_same_data_names_the_first(tmp_path: Path) -> None:
    with FolderLock(open_folder(tmp_path).lock):
        done = call("practice", "--data", str(tmp_path), "--consent")
    assert done.status == 1
    assert f"process {os.getpid()}" in done.complaint()
    assert "--data" in done.complaint()


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk that is soon full."""
    folder.mkdir(mode=0o700)
    options = f"size={kilobytes}k,mode=0700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk"
)


@needs_root
def test_a_disk_that_is_full_from_the_start_is_told_before_anything_begins(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        (disk / "rest").write_bytes(bytes(64 * 1024 - 4096 * 4))
        done = practice(disk, "--speaker", "none")
    assert done.status == 1
    assert "full" in done.complaint()


@needs_root
def test_a_disk_that_fills_during_the_interview_ends_it_and_what_was_kept_is_whole(
    tmp_path: Path, quiet: str
) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        done = practice(disk, "--mic", quiet, "--speaker", "none")
        (folder,) = (disk / "sessions").iterdir()
        kinds = assert_record_is_whole(folder)
    assert done.status == 1
    assert "Traceback" not in done.err
    assert "full" in done.out + done.err
    assert kinds[0] == "session.started"
