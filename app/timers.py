"""The timers of the one loop, by name: each name has one timer at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Timers:
    """Calls back at times of a clock that need not be the loop's.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._armed: dict[str, tuple[float, asyncio.TimerHandle, Callable[[], None]]] = {}
        self._is_over = False

    def is_armed(self, name: str) -> bool:
        """Whether this one waits."""
        return name in self._armed

    def arm(self, name: str, at: float | None, call: Callable[[], None]) -> None:
        """Call at this time, in seconds, and not at the one before; None calls it off."""
        if armed := self._armed.pop(name, None):
            armed[1].cancel()
        if at is not None and not self._is_over:
            wait_s = max(0.0, at - self._clock())
            handle = self._loop.call_later(wait_s, self._fire, name)
            self._armed[name] = at, handle, call

    def arm_by(self, name: str, at: float | None, call: Callable[[], None]) -> None:
        """Call at this time or before; None changes nothing.

        A deadline that each frame moves a little further off costs no new timer so: whoever is
        called looks whether it is time, and arms again.
        """
        armed = self._armed.get(name)
        if at is not None and (armed is None or armed[0] > at):
            self.arm(name, at, call)

    def hasten(self, name: str, by_s: float) -> None:
        """Call now what would be called within so many seconds: to wake for it alone costs more."""
        armed = self._armed.get(name)
        if armed is not None and armed[0] - self._clock() <= by_s:
            armed[1].cancel()
            self._fire(name)

    def stop(self) -> None:
        """Call nobody any more."""
        self._is_over = True
        for _, handle, _ in self._armed.values():
            handle.cancel()
        self._armed.clear()

    def _fire(self, name: str) -> None:
        _, _, call = self._armed.pop(name)
        call()
