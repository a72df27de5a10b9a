"""The data folder: where it is, who may read it, and one folder for each interview.

    DATA/
      lock                         held while the application runs (lock.py)
      preferences.toml             what the candidate chose the last time (preferences.py)
      logs/fairhearing.log
      sessions/
        2026-11-23-1412-7k3f/      local date and time of the start, four random letters
          journal.db  candidate.wav  interviewer.wav

Everything here is somebody's interview, so nobody else may read it: folders are made with mode
0700, and a folder that others can read is refused rather than changed behind its owner's back.
All functions may block; none is for the loop thread.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

from app import PRODUCT
from app.core.faults import StoreFault
from app.store.disk import refusal, sync_folder

# No 0, 1, i, l, o: the id is read aloud to support.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_OURS = frozenset({"lock", "preferences.toml", "logs", "sessions"})
# One block of any usual file system: a full disk still takes an empty file.
_PROBE_BYTES = 4096
# What the usual programs call their folders, such as "OneDrive - Example Ltd".
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "mobile documents",
    "cloudstorage",  # of macOS, such as Library/CloudStorage/OneDrive-Personal
    "nextcloud",
)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A data folder that has been checked by ``open_folder``."""

    path: Path

    @property
    def sessions(self) -> Path:
        """The folder of the interviews' folders."""
        return self.path / "sessions"

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.path / "logs"

    @property
    def preferences(self) -> Path:
        """The file of what the candidate chose the last time."""
        return self.path / "preferences.toml"

    @property
    def lock(self) -> Path:
        """The file that says whether the application runs on this folder."""
        return self.path / "lock"

    def new_session(self, began: datetime) -> Path:
        """Make the folder of a new interview and return it; its name is the interview's id.

        Args:
            began: When the interview begins, in the time zone that its name shall show.

        Raises:
            StoreFault: If the folder cannot be made.
        """
        path = self._name(began)
        try:
            while path.exists():  # of the same minute
                path = self._name(began)
            path.mkdir(mode=0o700)
            sync_folder(self.sessions)
        except OSError as error:
            raise refusal(f"The interview's folder {path} cannot be made", error) from error
        return path

    def _name(self, began: datetime) -> Path:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(4))
        return self.sessions / f"{began:%Y-%m-%d-%H%M}-{letters}"


def default_path() -> Path:
    """Return where the data lies unless ``--data`` says otherwise.

    The local folder of this computer, never one that roams with the user's profile: 86 MB of
    sound for 45 minutes would be copied at each logon, and a synced file can change under us.
    """
    return platformdirs.user_data_path(PRODUCT.lower(), appauthor=False, roaming=False)


def free_bytes(path: Path) -> int:
    """Return how much room is left on the disk of a folder, for this user; may block.

    Raises:
        OSError: The folder is not there.
    """
    return shutil.disk_usage(path).free


def open_folder(path: Path) -> DataFolder:
    """Make the data folder if it is missing, and see that it can be used.

    Raises:
        StoreFault: If it is not a folder, cannot be written, can be read by others, is synced to
            other computers, or its disk is full.
    """
    folder = DataFolder(path.absolute())
    _refuse_if_synced(folder.path)
    try:
        for part in (folder.path, folder.sessions, folder.logs):
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_if_shared(part, may_hold=_OURS if part == folder.path else None)
        _write_probe(folder.path)
    except OSError as error:
        raise refusal(f"The data folder {folder.path} cannot be used", error) from error
    return folder


def _refuse_if_shared(path: Path, may_hold: frozenset[str] | None) -> None:
    """Refuse a folder that other users can look into (POSIX; Windows keeps profiles apart).

    Args:
        path: The folder.
        may_hold: The names in it that are ours; None if all are.
    """
    if os.name != "posix" or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return
    remedy = f"Choose a folder of its own with --data, such as '{path / PRODUCT.lower()}'."
    if _is_ours_alone(path, may_hold):
        remedy = f"Close it with: chmod 700 '{path}', or choose another folder with --data."
    raise StoreFault(
        f"The data folder {path} can be read by other users of this computer. {remedy}"
    )


def _is_ours_alone(path: Path, may_hold: frozenset[str] | None) -> bool:
    """Whether nobody else needs a folder. Who closes /tmp as root has broken their computer."""
    is_owned = path.stat().st_uid == os.geteuid()
    return is_owned and (may_hold is None or may_hold.issuperset(p.name for p in path.iterdir()))


def _refuse_if_synced(path: Path) -> None:
    """Refuse a folder whose files a program copies to other computers, and changes under us."""
    home = Path.home()  # whatever it is called itself
    within = path.relative_to(home) if path.is_relative_to(home) else path
    parts = [part.casefold() for part in within.parts]
    for name in _SYNCED:
        if any(part == name or part.startswith(f"{name} ") for part in parts):
            raise StoreFault(
                f"The data folder {path} is synced to other computers. An interview's record must "
                "stay on this one: choose another folder with --data."
            )


def _write_probe(path: Path) -> None:
    """Write one block and take it away again: the only sure test of a folder."""
    with tempfile.TemporaryFile(dir=path) as probe:
        probe.write(bytes(_PROBE_BYTES))
        probe.flush()
        os.fsync(probe.fileno())
