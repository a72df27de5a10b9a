from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.core.entries import SessionEnded
from app.store.folder import open_folder
from app.store.lock import FolderLock
from tests.commands import assert_record_is_whole, call, nothing_began, practice, silence
from tests.wiring.stopping import stop


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


def test_a_data_folder_that_is_synced_is_refused_and_not_made(tmp_path: Path) -> None:
    done = call("practice", "--data", str(tmp_path / "Dropbox" / "data"), "--consent")
    assert done.status == 1
    assert "is synced to other computers" in done.complaint()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["practice", "resume"])
def test_a_second_instance_on_the_same_data_names_the_first(tmp_path: Path, command: str) -> None:
    path = stop(tmp_path)
    before = {one.name: one.read_bytes() for one in path.iterdir()}
    with FolderLock(open_folder(tmp_path).lock):
        done = call(command, "--data", str(tmp_path), "--consent")
    assert {one.name: one.read_bytes() for one in path.iterdir()} == before
    assert done.status == 1
    assert f"process {os.getpid()}" in done.complaint()
    assert "--data" in done.complaint()


def test_where_nothing_stopped_there_is_nothing_to_go_on_with(tmp_path: Path) -> None:
    done = call("resume", "--data", str(tmp_path))
    assert done.status == 2
    assert "none to go on with" in done.complaint()
    done = call("resume", "7k3f", "--data", str(tmp_path))
    assert done.status == 2
    assert 'no interview "7k3f"' in done.complaint()


def test_one_that_is_over_is_not_gone_on_with(tmp_path: Path) -> None:
    path = stop(tmp_path, SessionEnded("finished", 2.0))
    done = call("resume", path.name, "--data", str(tmp_path))
    assert done.status == 1
    assert "is over (finished)" in done.complaint()


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
def test_a_disk_with_too_little_room_is_told_before_anything_begins(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2048) as disk:
        done = practice(disk, "--speaker", "none")
        assert nothing_began(disk)
    assert done.status == 1
    assert re.search(r"only [12] MB free .* asks for 500 MB", done.complaint())


@needs_root
def test_a_disk_that_fills_during_the_interview_ends_it_and_what_was_kept_is_whole(
    tmp_path: Path, quiet: str
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[session.space]\nbefore_mb = 0.1\nwarn_mb = 0.01\nstop_mb = 1e-6\n")
    with small_disk(tmp_path / "disk", 512) as disk:
        done = practice(disk, "--mic", quiet, "--speaker", "none", "--settings", str(settings))
        (folder,) = (disk / "sessions").iterdir()
        kinds = assert_record_is_whole(folder)
    assert done.status == 1
    assert "Traceback" not in done.err
    assert "full" in done.out + done.err
    assert kinds[0] == "session.started"
