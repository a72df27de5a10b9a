"""Files that only their owner may read: keys, handles and what a conversation held."""

from __future__ import annotations

import os
from pathlib import Path

from app.core.faults import StoreFault


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, if it is not there.

    Raises:
        StoreFault: If it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read (mode 0600), whole or not at all.

    Raises:
        StoreFault: If it cannot be written.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)  # its mode would stay
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.replace(path)
    except OSError as error:
        raise _refused(path, error) from error


def read_private(path: Path) -> bytes | None:
    """Return a file's content, or None if there is no such file.

    Raises:
        StoreFault: If it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> StoreFault:
    return StoreFault(
        f"The practice server cannot use {path}: {error.strerror}. "
        "Choose another folder with --data, or make this one writable."
    )
