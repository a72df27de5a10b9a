"""Reads a journal, also while another process writes it; changes nothing in it.

Events are fetched a page at a time, each page by a query of its own: a reader that takes its
time holds no snapshot open, which would keep the writer's WAL file from being reused.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from app.core.entries import Entry
from app.core.faults import StoreFault
from app.store.disk import DISK_ERRORS, refusal
from app.store.journal import Event, check_version
from app.store.schema import read_entry

_PAGE_EVENTS = 500
_COLUMNS = "SELECT number, session_ms, wall, kind, payload FROM events"
_PAGE = f"{_COLUMNS} WHERE number > ? ORDER BY number LIMIT ?"
_LAST = f"{_COLUMNS} WHERE ? IS NULL OR kind = ? ORDER BY number DESC LIMIT 1"


class JournalReader:
    """One journal, open for reading; a context manager.

    Args:
        path: The journal's file.

    Raises:
        StoreFault: From any method, if the file is missing, damaged, newer than this program, or
            not a journal.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        empty = StoreFault(f"The journal {path} is empty: nothing was written before the end.")
        with self._in_words():
            if path.stat().st_size <= 1:  # empty for SQLite, which would delete the log beside it
                raise empty
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                version = check_version(self._database, path)
            except BaseException:
                self._database.close()
                raise
        if version == 0:
            self._database.close()
            raise empty

    def events(self, after: int = 0) -> Iterator[Event]:
        """Yield the events with a number above ``after``, in order, up to now's last.

        Call it again with the last number seen to follow a journal that is being written.
        """
        while page := self._fetch(_PAGE, (after, _PAGE_EVENTS)):
            yield from map(self._decode, page)
            after = int(page[-1][0])

    def entries(self) -> Iterator[tuple[Event, Entry]]:
        """Yield what every event means, in order, checked against the schema."""
        for event in self.events():
            try:
                entry = read_entry(event.kind, event.payload)
            except StoreFault as fault:
                raise self._damaged(event.number, str(fault)) from fault
            if entry is not None:
                yield event, entry

    def first(self) -> Event | None:
        """Return the first event, if there is any."""
        return next(self.events(), None)

    def last(self, kind: str | None = None) -> Event | None:
        """Return the last event, or the last of a kind, if there is any."""
        rows = self._fetch(_LAST, (kind, kind))
        return self._decode(rows[0]) if rows else None

    def last_number(self) -> int:
        """Return the number of the last event, 0 without any; it is not looked into."""
        return int(self._fetch("SELECT coalesce(max(number), 0) FROM events", ())[0][0])

    def count_answers(self) -> int:
        """Return how many answers the candidate ended; one that was held may have ended again."""
        query = (
            "SELECT count(DISTINCT json_extract(payload, '$.exchange')) FROM events"
            " WHERE kind = 'answer.ended'"
        )
        return int(self._fetch(query, ())[0][0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> JournalReader:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def _fetch(self, query: str, values: tuple[int | str | None, ...]) -> list[tuple[Any, ...]]:
        with self._in_words():
            return self._database.execute(query, values).fetchall()

    def _decode(self, row: tuple[Any, ...]) -> Event:
        number, session_ms, wall, kind, text = row
        # SQLite gives back whatever stands in a page, whatever the table's columns say.
        if not (isinstance(session_ms, int) and all(isinstance(one, str) for one in row[2:])):
            raise self._damaged(number, "its columns are of other types")
        try:
            payload = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise self._damaged(number, "its payload is no JSON") from error
        if not isinstance(payload, dict):
            raise self._damaged(number, "its payload is no object")
        return Event(number, session_ms, wall, kind, payload)

    def _damaged(self, number: int, why: str) -> StoreFault:
        return StoreFault(
            f"Event {number} of the journal {self._path} is damaged: {why}. "
            "Leave the file as it is and send it to support."
        )

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except DISK_ERRORS as error:
            raise refusal(f"The journal {self._path} cannot be read", error) from error
