"""The journal: every event of an interview, in order, never changed. The truth of the record.

Events are appended in a transaction which ``commit`` closes, and the writer commits at least
twice a second. SQLite in WAL mode with ``synchronous=FULL``: each commit is then synced. With
NORMAL, the usual choice, WAL commits wait for the next checkpoint, and a power cut could take
back minutes of them (sqlite.org/pragma.html#pragma_synchronous); with FULL it takes back what
came after the last commit: half a second, and the time that the sync itself needs, so 1 s in
all. A few syncs a second of a few pages are nothing to any disk. Checkpoints are SQLite's own, each
1,000 pages (4 MB, about an interview): with FULL the WAL is synced before the file and the file
before the WAL is used anew, so no moment of a checkpoint is worse than another.

Triggers forbid whatever would change the past, also to somebody with another program. Readers
are in ``journal_reader.py``, and may read while this one writes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from app.core.faults import StoreFault
from app.store.disk import sync_folder

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

# "FAIR": tells our journals from other people's databases.
APPLICATION_ID = 0x46414952

# What each version added to the one before; a journal's ``user_version`` counts its steps. Steps
# that have been released are never edited: a change of the schema is a further step.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE events ("
        " number INTEGER PRIMARY KEY,"
        " session_ms INTEGER NOT NULL,"
        " wall TEXT NOT NULL,"
        " kind TEXT NOT NULL,"
        " payload TEXT NOT NULL"
        ") STRICT",
        "CREATE TRIGGER no_update BEFORE UPDATE ON events"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        "CREATE TRIGGER no_delete BEFORE DELETE ON events"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
        # INSERT OR REPLACE deletes without asking the trigger above.
        "CREATE TRIGGER no_replace BEFORE INSERT ON events"
        " WHEN NEW.number <= (SELECT max(number) FROM events)"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    ),
    # 2: entries say what recovery needs (``core/entries.py``; ``schema.py`` reads those of 1). The
    # end and the newest status are looked for by kind.
    ("CREATE INDEX events_kind ON events (kind, number)",),
)
SCHEMA_VERSION = len(STEPS)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an interview, as it was read back.

    Args:
        number: From 1, without gaps but where a damaged journal has lost some.
        session_ms: Milliseconds since the session began, by a clock that never jumps.
        wall: UTC in ISO 8601: for people, and to compare with other records.
        kind: What happened, such as "answer.ended".
        payload: What belongs to it.
    """

    number: int
    session_ms: int
    wall: str
    kind: str
    payload: Mapping[str, Json]


class Journal:
    """Appends events to one journal file; made anew, or opened to go on.

    Args:
        path: The file; its folder exists.

    Raises:
        StoreFault: If it is of a newer version, or its disk cannot hold a journal.
        sqlite3.Error, OSError: From any method, when the disk fails.
    """

    def __init__(self, path: Path) -> None:
        # Made by us first, so that nobody else can read it: SQLite gives the mode of this file
        # to those that it puts beside it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        # Made in one thread, then handed to the writer thread for good.
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(path)
        except BaseException:
            self._database.close()
            raise
        sync_folder(path.parent)
        self.appended = self._last_number()  # written by the writer thread only
        self.committed = self.appended  # written by the writer thread only

    def append(self, session_ms: int, wall: str, kind: str, payload: str) -> int:
        """Add one event and return its number; it is safe after the next ``commit``."""
        if not self._database.in_transaction:
            self._database.execute("BEGIN IMMEDIATE")
        number = self.appended + 1
        self._database.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?)", (number, session_ms, wall, kind, payload)
        )
        self.appended = number
        return number

    def append_saved(self, event: Event, payload: str) -> None:
        """Add an event that was saved from a damaged journal, under its own number."""
        assert event.number > self.appended, "events stand in the order of their numbers"
        self.appended = event.number - 1
        self.append(event.session_ms, event.wall, event.kind, payload)

    def commit(self) -> None:
        """Make all appended events safe; afterwards ``committed`` is their last number."""
        if self._database.in_transaction:
            self._database.execute("COMMIT")
        self.committed = self.appended

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._database.close()

    def _prepare(self, path: Path) -> None:
        """Bring the file to the newest version and set how it is written."""
        version = check_version(self._database, path)
        mode = self._database.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise StoreFault(
                f"{path.parent} is on a kind of disk that cannot hold an interview's journal "
                "(a network folder?). Choose a folder on this computer with --data."
            )
        self._database.execute("PRAGMA synchronous = FULL")
        # macOS: the same as F_FULLFSYNC in disk.py; elsewhere these two do nothing.
        self._database.execute("PRAGMA fullfsync = ON")
        self._database.execute("PRAGMA checkpoint_fullfsync = ON")
        for number, statements in enumerate(STEPS[version:], start=version + 1):
            self._take_step(number, statements)

    def _take_step(self, number: int, statements: Sequence[str]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        for statement in statements:
            self._database.execute(statement)
        self._database.execute(f"PRAGMA user_version = {number}")
        self._database.execute("COMMIT")

    def _last_number(self) -> int:
        row = self._database.execute("SELECT coalesce(max(number), 0) FROM events").fetchone()
        return int(row[0])


def check_version(database: sqlite3.Connection, path: Path) -> int:
    """Return the version of a journal, 0 for an empty file.

    Raises:
        StoreFault: If it is newer than this program, or no journal of ours.
    """
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    owner = int(database.execute("PRAGMA application_id").fetchone()[0])
    tables = int(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if owner != APPLICATION_ID and (version or owner or tables):
        raise StoreFault(f"{path} is a database of another program. Move it away and start again.")
    if version > SCHEMA_VERSION:
        raise StoreFault(
            f"{path} was written by a newer version of this program (its format is {version}, "
            f"this program knows up to {SCHEMA_VERSION}). Open it with the newer version."
        )
    return version
