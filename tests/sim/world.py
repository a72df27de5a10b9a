"""Simulated time, and what is to happen in it, in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from typing import Any

_SAME_INSTANT = 10_000  # more than this at one instant is a loop without end


class World:
    """A clock that jumps from one thing to the next.

    Attributes:
        now: Seconds; zero at the beginning, on purpose: it finds ``if deadline:``.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self._heap: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0
        self._at_this_instant = 0

    def at(self, when: float, call: Callable[..., None], *args: object) -> None:
        """Let this happen at ``when``, behind whatever else happens then."""
        self._count += 1
        heapq.heappush(self._heap, (max(when, self.now), self._count, call, args))

    def after(self, wait_s: float, call: Callable[..., None], *args: object) -> None:
        """Let this happen in ``wait_s`` seconds."""
        self.at(self.now + wait_s, call, *args)

    def play(self, part: Iterator[float]) -> None:
        """Let somebody act: each number that the part yields is a wait in seconds."""
        wait_s = next(part, None)
        if wait_s is not None:
            self.after(wait_s, self.play, part)

    def run(self, *, until: Callable[[], bool]) -> None:
        """Let time pass until this holds."""
        while not until():
            self.step()

    @property
    def next_at(self) -> float:
        """When the next thing happens, in seconds; something always does."""
        return self._heap[0][0]

    def step(self) -> None:
        """Let the next thing happen."""
        when, _, call, args = heapq.heappop(self._heap)
        self._at_this_instant = self._at_this_instant + 1 if when <= self.now else 0
        assert self._at_this_instant < _SAME_INSTANT, f"time stands still at {when:.2f} s"
        self.now = max(when, self.now)
        call(*args)
