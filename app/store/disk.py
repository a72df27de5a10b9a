"""What the disk does to us: syncing, and its failures in words.

This is the border for the whole room: whoever calls the operating system or SQLite catches
``DISK_ERRORS`` once and raises ``refusal(...)`` from it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from pathlib import Path

from app.core.faults import StoreFault

# The last comes out of sqlite3 when its own message quotes a damaged file.
DISK_ERRORS = (OSError, sqlite3.Error, UnicodeDecodeError)

_FULL = ("the disk is full", "Free some space on that disk and start again.")
_READ_ONLY = ("it is read-only", "Allow writing there, or choose another folder with --data.")
_DENIED = (
    "this user may not use it",
    "Run as its owner, or choose another folder with --data.",
)
_GONE = ("it is not there", "Connect its drive, or choose another folder with --data.")
_IN_THE_WAY = (
    "a file stands where a folder should be",
    "Move that file away, or choose another folder with --data.",
)
_BUSY = ("another program holds it", "Close that program and try again.")
_DAMAGED = (
    "the file is damaged, or was not written by this program",
    "Leave it as it is and send it to support.",
)

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOENT: _GONE,
    errno.ENODEV: _GONE,
    errno.ENOTDIR: _IN_THE_WAY,
    errno.EEXIST: _IN_THE_WAY,
}
# Primary result codes: the low byte of the extended ones (sqlite.org/rescode.html).
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_ERROR: _DAMAGED,  # "no such table": our own SQL is the same each time
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: _GONE,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


def refusal(what: str, error: Exception) -> StoreFault:
    """Return the fault to raise for one of ``DISK_ERRORS``.

    Args:
        what: What cannot be done and where, without a full stop, such as
            "The interview cannot be saved in /data/x".
        error: What the system said.
    """
    cause, remedy = _explain(error)
    return StoreFault(f"{what}: {cause}. {remedy}")


def _explain(error: Exception) -> tuple[str, str]:
    """Return the cause and what to do about it."""
    other = "Look after that disk, or choose another folder with --data."
    match error:
        case sqlite3.ProgrammingError() | sqlite3.IntegrityError():
            raise AssertionError("a bug of ours, not of the disk's") from error
        case sqlite3.Error():
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            return _BY_SQLITE_CODE.get(code, (str(error), other))
        case UnicodeDecodeError():
            return _DAMAGED
        case OSError():
            known = _BY_ERRNO.get(error.errno or 0)
            return known or (error.strerror or type(error).__name__, other)
        case _:
            raise AssertionError("not an error of the disk") from error


def sync_file(descriptor: int) -> None:
    """Return when all that was written to this file would survive a power cut.

    Raises:
        OSError: If the disk says that it did not work.

    Source: fsync(2) of macOS says that it leaves the data in the drive's own cache, and names
    F_FULLFSYNC as the call that does not.
    """
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  # there is none on Windows

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the names in this folder would survive a power cut.

    A new file is lost with its folder's entry, however well its content was synced. Windows
    writes entries with the file and cannot open a folder.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)
