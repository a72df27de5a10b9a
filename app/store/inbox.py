"""The queue between the loop thread and the writer thread, with its depth and age as numbers.

Neither side ever waits for the other longer than a few assignments take. It is bounded, and its
bound is never met: depth and age tell when the disk is slow, the screen says so after 3 s, and
after 60 s the interview is ended in order (``core/space.py``), while two minutes find room here.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not yet safe on disk.

    Args:
        items: Items waiting for the writer thread.
        oldest_s: Age in seconds of the oldest item not yet safe, 0.0 if there is none.
    """

    items: int
    oldest_s: float


class Inbox(Generic[Item]):
    """Items in the order of ``put``; one thread takes them one by one.

    Args:
        clock: Seconds that never jump.
        limit: How many items find room.
    """

    def __init__(self, clock: Callable[[], float], limit: int) -> None:
        self._clock = clock
        self._limit = limit
        self._changed = threading.Condition()
        self._items: deque[tuple[float, Item]] = deque()  # under the condition's lock
        self._is_closed = False  # under the condition's lock
        self._unsafe_since: float | None = None  # under the lock: the oldest taken, not yet safe

    def put(self, item: Item) -> bool:
        """Add an item and return whether there was room for it; never blocks."""
        with self._changed:
            assert not self._is_closed, "nothing can be kept after close"
            if len(self._items) >= self._limit:
                return False
            self._items.append((self._clock(), item))
            self._changed.notify()
            return True

    def close(self) -> None:
        """Let ``take`` end once all items are taken."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()

    def take(self, timeout_s: float | None) -> Item | None:
        """Return the next item, or None after so many seconds or when all is taken and closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._is_closed, timeout_s)
            if not self._items:
                return None
            put_at, item = self._items.popleft()
            if self._unsafe_since is None:
                self._unsafe_since = put_at
            return item

    def mark_safe(self) -> None:
        """Note that every item taken so far is safe on disk."""
        with self._changed:
            self._unsafe_since = None

    @property
    def is_drained(self) -> bool:
        """Whether it was closed and every item taken."""
        with self._changed:
            return self._is_closed and not self._items

    @property
    def backlog(self) -> Backlog:
        """What is not yet safe, now."""
        with self._changed:
            since = self._unsafe_since
            if since is None and self._items:
                since = self._items[0][0]
            oldest_s = 0.0 if since is None else self._clock() - since
            return Backlog(len(self._items), oldest_s)
