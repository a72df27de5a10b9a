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

from app.core.faults import StoreFault
from app.store.disk import DISK_ERRORS, refusal
from app.store.journal import Event, check_version

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
        with self._in_words():
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                version = check_version(self._database, path)
            except BaseException:
                self._database.close()
                raise
        if version == 0:
            self._database.close()
            raise StoreFault(f"The journal {path} is empty: nothing was written before the end.")

    def events(self, after: int = 0) -> Iterator[Event]:
        """Yield the events with a number above ``after``, in order, up to now's last.

        Call it again with the last number seen to follow a journal that is being written.
        """
        while page := self._fetch(_PAGE, (after, _PAGE_EVENTS)):
            yield from map(self._decode, page)
            after = int(page[-1][0])

    def first(self) -> Event | None:
        """Return the first event, if there is any."""
        return next(self.events(), None)

    def last(self, kind: str | None = None) -> Event | None:
        """Return the last event, or the last of a kind, if there is any."""
        rows = self._fetch(_LAST, (kind, kind))
        return self._decode(rows[0]) if rows else None

    def count(self, kind: str) -> int:
        """Return how many events of a kind there are."""
        return int(self._fetch("SELECT count(*) FROM events WHERE kind = ?", (kind,))[0][0])

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
        try:
            payload = json.loads(text)
        except ValueError as error:
            raise self._damaged(number) from error
        if not isinstance(payload, dict):
            raise self._damaged(number)
        return Event(number, session_ms, wall, kind, payload)

    def _damaged(self, number: int) -> StoreFault:
        return StoreFault(
            f"Event {number} of the journal {self._path} is damaged. "
            "Leave the file as it is and send it to support."
        )

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except DISK_ERRORS as error:
            raise refusal(f"The journal {self._path} cannot be read", error) from error
