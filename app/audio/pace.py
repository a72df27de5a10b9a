"""A steady clock for what stands in for a sound device.

Each tick is due at a time counted from the start, not from the tick before it: late ticks are made
up for, so nothing drifts over an interview.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_GIVE_UP_S = 2.0
"""A computer that slept is not owed the ticks: PulseAudio, frozen and thawed, keeps 2 s too."""


class Pace:
    """Says when ticks are due.

    Args:
        period_s: Between two ticks, in seconds.
        start: When the clock starts; the first tick is due a period later.
    """

    def __init__(self, period_s: float, start: float) -> None:
        self._period_s = period_s
        self._start = start
        self._ticks = 0

    @property
    def next_due(self) -> float:
        """When the next tick is due."""
        return self._start + (self._ticks + 1) * self._period_s

    def due(self, now: float) -> list[float]:
        """Return the times of all ticks due by ``now``, oldest first, and count them as made.

        When more than 2 s of them are owed, the clock starts afresh at ``now`` instead.
        """
        if now - self.next_due > _GIVE_UP_S:
            self._start, self._ticks = now, 0
        times = []
        while self.next_due <= now:
            times.append(self.next_due)
            self._ticks += 1
        return times


class PacedThread:
    """Calls ``tick(due)`` at a steady pace on a daemon thread, from ``start`` to ``stop``.

    Args:
        name: The thread's name.
        period_s: Between two calls, in seconds.
        tick: Takes the time at which it was due, on ``time.perf_counter``.
    """

    def __init__(self, name: str, period_s: float, tick: Callable[[float], None]) -> None:
        self._name = name
        self._period_s = period_s
        self._tick = tick
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; nothing if it runs already."""
        if self._thread is not None:
            return
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; after this no tick is made. Not to be called by ``tick``."""
        if self._thread is None:
            return
        self._stopped.set()
        self._thread.join()
        self._thread = None

    def _run(self) -> None:
        pace = Pace(self._period_s, time.perf_counter())
        while not self._stopped.wait(max(0.0, pace.next_due - time.perf_counter())):
            for due in pace.due(time.perf_counter()):
                self._tick(due)
