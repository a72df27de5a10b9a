from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.folder import DataFolder, default_path, free_bytes, open_folder

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can mount a small disk"
)
WHEN = datetime(2026, 11, 23, 14, 12, tzinfo=UTC)


def test_the_default_folder_bears_the_products_name_and_does_not_roam() -> None:
    path = default_path()

    assert path.name == "fairhearing"
    assert "Roaming" not in path.parts


@posix_only
def test_a_missing_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "a" / "data")

    for path in (folder.path, folder.sessions, folder.logs):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_opening_it_again_changes_nothing(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    session = folder.new_session(WHEN)

    assert open_folder(tmp_path / "data") == folder
    assert session.is_dir()
    assert sorted(path.name for path in folder.path.iterdir()) == ["logs", "sessions"]


def test_a_relative_path_stays_valid_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert open_folder(Path("data")).path == tmp_path / "data"


@posix_only
@pytest.mark.parametrize("mode", [0o750, 0o705, 0o710, 0o777])
def test_a_folder_that_others_can_read_is_refused_and_left_alone(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "data"
    path.mkdir()
    path.chmod(mode)

    with pytest.raises(StoreFault, match=r"can be read by other users .* chmod 700"):
        open_folder(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix_only
def test_nobody_is_told_to_close_a_folder_in_which_others_have_something(tmp_path: Path) -> None:
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "x11").touch()

    with pytest.raises(StoreFault, match=r"can be read by other users") as refused:
        open_folder(shared)
    assert "chmod" not in str(refused.value)
    assert f"with --data, such as '{shared}/fairhearing'." in str(refused.value)
    assert open_folder(shared / "fairhearing").sessions.is_dir(), "which works"


@posix_only
def test_a_folder_with_nothing_but_interviews_may_be_closed(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    folder.lock.touch()
    folder.preferences.touch()
    folder.path.chmod(0o755)
    with pytest.raises(StoreFault, match="chmod 700"):
        open_folder(folder.path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give away")
def test_nobody_is_told_to_close_what_is_another_users(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    os.chown(folder, 12345, 12345)
    with pytest.raises(StoreFault, match="with --data, such as"):
        open_folder(folder)


@posix_only
def test_shared_sessions_inside_a_private_folder_are_refused_as_well(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    folder.sessions.chmod(0o755)

    with pytest.raises(StoreFault, match="sessions can be read by other users"):
        open_folder(tmp_path / "data")


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")

    with pytest.raises(StoreFault, match=r"data cannot be used: a file stands where"):
        open_folder(tmp_path / "data")
    with pytest.raises(StoreFault, match="a file stands where"):
        open_folder(tmp_path / "data" / "below")
    assert (tmp_path / "data").read_text() == "mine"


@needs_root
def test_a_full_disk_is_refused(small_disk: Path) -> None:
    folder = open_folder(small_disk)
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(bytes(2_000_000))

    with pytest.raises(StoreFault, match=r"the disk is full\. Free some space"):
        open_folder(folder.path)


@needs_root
def test_a_read_only_disk_is_refused(small_disk: Path) -> None:
    open_folder(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(StoreFault, match="it is read-only"):
        open_folder(small_disk)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    folder.path.chmod(0o500)

    with pytest.raises(StoreFault, match="this user may not use it"):
        open_folder(folder.path)


def test_an_interviews_id_tells_its_time_and_is_never_used_twice(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")

    names = {folder.new_session(WHEN).name for _ in range(20)}

    assert len(names) == 20
    assert all(re.fullmatch(r"2026-11-23-1412-[2-9a-hjkmnp-z]{4}", name) for name in names)


def test_letters_that_another_interview_of_the_minute_has_are_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter("aaaa" * 3 + "bbbb")
    monkeypatch.setattr("app.store.folder.secrets.choice", lambda _: next(drawn))
    folder = open_folder(tmp_path / "data")
    names = [folder.new_session(WHEN).name[-4:] for _ in range(2)]

    assert names == ["aaaa", "bbbb"]


def test_an_interview_in_a_folder_taken_away_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="it is not there"):
        DataFolder(tmp_path / "gone").new_session(WHEN)


# --- room on the disk, and folders that are not this computer's own


def test_the_free_room_is_that_of_the_folder_s_disk(tmp_path: Path) -> None:
    assert 0 < free_bytes(tmp_path) <= shutil.disk_usage(tmp_path).total
    with pytest.raises(FileNotFoundError):
        free_bytes(tmp_path / "gone")


@needs_root
def test_the_free_room_falls_as_files_grow(small_disk: Path) -> None:
    before = free_bytes(small_disk)
    assert before <= 1024 * 1024
    (small_disk / "filler").write_bytes(bytes(400 * 1024))
    assert before - free_bytes(small_disk) == 400 * 1024


@pytest.mark.parametrize(
    "place",
    [
        "OneDrive",
        "OneDrive - Example Ltd/Documents",
        "Dropbox",
        "Dropbox (Personal)",
        "Google Drive/My Drive",
        "GoogleDrive",
        "iCloud Drive",
        "iCloudDrive",
        "Library/Mobile Documents/com~apple~CloudDocs",
        "Library/CloudStorage/GoogleDrive-jane@example.com",
        "NEXTCLOUD",
    ],
)
def test_a_folder_that_is_synced_is_refused_before_anything_is_made(
    tmp_path: Path, place: str
) -> None:
    with pytest.raises(StoreFault, match=r"is synced to other computers.*--data") as refused:
        open_folder(tmp_path / place / "data")
    assert str(tmp_path / place / "data") in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["OneDrives", "my dropbox", "onedrive-backup", "drive"])
def test_a_folder_that_only_sounds_like_one_is_taken(tmp_path: Path, place: str) -> None:
    assert open_folder(tmp_path / place).path == tmp_path / place


def test_a_relative_path_inside_a_synced_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dropbox").mkdir()
    monkeypatch.chdir(tmp_path / "Dropbox")
    with pytest.raises(StoreFault, match="is synced"):
        open_folder(Path("data"))


def test_a_home_that_is_called_like_such_a_program_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "nextcloud"
    monkeypatch.setattr(Path, "home", lambda: home)
    assert open_folder(home / "data").path == home / "data"
