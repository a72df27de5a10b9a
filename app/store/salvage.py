"""Saves what can be read of a damaged journal into a new one; the damaged one is kept beside it.

    journal.db  (damaged)  ->  damaged-1/journal.db        as it was found, with its -wal
                           ->  journal.db                  every event that could be read

Events keep their numbers, so the holes show what is missing. Nothing is opened for writing before
it is known to be whole: SQLite would tidy up, and delete what it does not believe.
"""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.core.faults import StoreFault
from app.store import wal
from app.store.disk import DISK_ERRORS, sync_folder
from app.store.journal import Event, Journal, check_version
from app.store.schema import read_entry

_PARTS = ("", "-wal", "-shm")
_FRESH = ".new"
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_ROW = "SELECT number, session_ms, wall, kind, payload FROM events"
_ROOT = 2  # the page with the root of all events: the first that a journal gets
_LEAF = b"\x0d"  # what a page of events begins with, unless that byte is damaged
_NO_LEAVES = {2, 5, 10}  # what other pages of a tree begin with
_MOST_ROWS = wal.PAGE_BYTES // 8  # of a page; they are longer
_FURTHEST = 20_000  # more events than this no interview of hours has
_MOST_MS = 7 * 86_400_000  # nobody is interviewed for a week: a longer time is no time


def is_damaged(path: Path) -> bool:
    """Whether a journal has to be salvaged.

    Raises:
        StoreFault: It is of a newer version of this program, or of another program.
        OSError, sqlite3.Error: If it cannot be read at all.
    """
    log = wal.read(path)
    if path.stat().st_size <= 1:  # empty for SQLite, which would delete the log
        return bool(log.frames)
    if not log.is_whole:
        return True
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            version = check_version(database, path)
            if version == 0 and not database.execute("SELECT 1 FROM sqlite_master").fetchone():
                return False  # it was made, and nothing was written: the reader says so
            answers = database.execute("PRAGMA quick_check(1)").fetchall()
            if answers != [("ok",)]:
                return True
            rows = database.execute(f"{_ROW} ORDER BY number")
            return any(_event(row) is None for row in rows)
    except UnicodeDecodeError:  # out of a message that quotes the file
        return True
    except sqlite3.Error as error:
        # Without a code: a text that is no UTF-8. With another one the disk fails, or is held.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in _DAMAGE:
            return True
        raise


def finish(path: Path) -> None:
    """End what a crash may have cut: the new journal was made, the damaged one set aside."""
    fresh = path.with_suffix(_FRESH)
    if not path.exists() and fresh.exists():
        # Its log may still be there, and would be taken for the new one's.
        _move(path, _folder(path, is_new=False))
        fresh.replace(path)
        sync_folder(path.parent)


def salvage(path: Path) -> int:
    """Put a new journal in the place of a damaged one; return how many events are missing.

    Events behind the last one that can be read are not counted: nobody knows of them.

    Raises:
        StoreFault: Not even its beginning can be read; nothing is changed then.
        OSError, sqlite3.Error: When the disk fails.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as spare:
        saved = _near(_read(path, Path(spare) / path.name))
    if not saved or saved[0][0].number != 1:
        raise StoreFault(
            f"The journal {path} is damaged, and how the interview began cannot be read any more. "
            "The recordings beside it can still be played. Leave the folder as it is and send it "
            "to support."
        )
    fresh = path.with_suffix(_FRESH)
    for part in _PARTS:  # of an earlier try that was cut
        Path(f"{fresh}{part}").unlink(missing_ok=True)
    with closing(Journal(fresh)) as journal:
        for event, payload in saved:
            journal.append_saved(event, payload)
        journal.commit()
    if Path(f"{fresh}-wal").exists():  # there was no room to close it
        raise OSError(errno.ENOSPC, "the new journal is not whole", str(fresh))
    _move(path, _folder(path, is_new=True))
    fresh.replace(path)
    sync_folder(path.parent)
    return saved[-1][0].number - len(saved)


def _move(path: Path, aside: Path) -> None:
    for part in _PARTS:
        if Path(f"{path}{part}").exists():
            Path(f"{path}{part}").replace(aside / f"{path.name}{part}")
    sync_folder(aside)


def _folder(path: Path, *, is_new: bool) -> Path:
    """Return a folder to set something aside in: a new one, or the newest."""
    number = 1
    while (path.parent / f"damaged-{number}").exists():
        number += 1
    newest = path.parent / f"damaged-{max(1, number - (not is_new))}"
    newest.mkdir(mode=0o700, exist_ok=not is_new)
    sync_folder(path.parent)
    return newest


# --- reading what is damaged

_Row = tuple[Any, ...]
_Saved = dict[int, tuple[Event, str]]


def _read(path: Path, copy: Path) -> _Saved:
    """Return every event that can be read, by number.

    Events lie in leaves of a tree, and whatever holds the leaves together may be damaged. So each
    page is read for itself: SQLite is given a copy in which it stands where the tree's root does.
    """
    log = wal.read(path)
    shutil.copyfile(path, copy)
    wal.put_pages(copy, [(one.page, one.content) for one in log.proved])
    pages, saved = _pages(copy), _Saved()
    model = copy.with_suffix(_FRESH)
    Journal(model).close()
    # The first page says where the root is, in every journal the same.
    wal.put_pages(copy, [(1, _pages(model)[0])])
    for page in pages[1:]:
        _add(saved, copy, page)
    if not log.is_whole:
        for frame in reversed(log.frames):  # what a page was before, or not quite
            _add(saved, copy, frame.content)
    return saved


def _near(saved: _Saved) -> Sequence[tuple[Event, str]]:
    """Return events in order, up to a number that is too far from the one before to be true."""
    near: list[tuple[Event, str]] = []
    for number in sorted(saved):
        if number > _FURTHEST + (near[-1][0].number if near else 0):
            break
        near.append(saved[number])
    return near


def _pages(path: Path) -> Sequence[bytes]:
    content, size = path.read_bytes(), wal.PAGE_BYTES
    return [content[at : at + size].ljust(size, b"\0") for at in range(0, len(content), size)]


def _add(saved: _Saved, copy: Path, page: bytes) -> None:
    """Add the events of a page, if it is a leaf and as far as they are not there yet."""
    if page[0] in _NO_LEAVES:
        return
    wal.put_pages(copy, [(_ROOT, _LEAF + page[1:])])
    # Immutable: without a log, and without asking whether anybody writes.
    address = f"{copy.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        for row in _rising(_rows(database)):
            if row[0] not in saved and (event := _event(row)) is not None:
                saved[row[0]] = event, row[4]


def _rows(database: sqlite3.Connection) -> Iterator[_Row]:
    """Yield the rows of a leaf as they lie in it; step over what cannot be read."""
    with contextlib.suppress(*DISK_ERRORS):
        yield from database.execute(f"{_ROW} ORDER BY number").fetchall()
        return
    for place in range(_MOST_ROWS):
        with contextlib.suppress(*DISK_ERRORS):
            row = database.execute(f"{_ROW} ORDER BY number LIMIT 1 OFFSET ?", (place,)).fetchone()
            if row is None:
                return
            yield row


def _rising(rows: Iterator[_Row]) -> Iterator[_Row]:
    """Leave out rows whose numbers lie: not above those before, or above those behind."""
    held: _Row | None = None
    after = 0
    for row in rows:
        if row[0] <= after:
            continue
        if held and held[0] < row[0]:
            yield held
            held, after = row, held[0]
        elif held is None or row[0] < held[0] or held[0] != after + 1:
            held = row  # of two the one that is in its place
    if held:
        yield held


def _event(row: tuple[object, ...]) -> Event | None:
    """Return an event that means something, or None."""
    match row:
        case (int(number), int(session_ms), str(wall), str(kind), str(text)):
            pass
        case _:
            return None
    if not 0 <= session_ms <= _MOST_MS:
        return None
    try:
        payload = json.loads(text)
        read_entry(kind, payload)
    except (ValueError, RecursionError, AttributeError, TypeError, StoreFault):
        return None
    return Event(number, session_ms, wall, kind, payload)
