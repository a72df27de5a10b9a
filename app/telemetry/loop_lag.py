"""How late the loop is: a timer of 100 ms that notes by how much it missed.

A loop blocked for 2 s shows as one beat of at least 1.9 s. ``Beats`` is the calculation;
``LoopLag`` is the task around it, which somebody has to hold and to cancel.
"""

from __future__ import annotations

import asyncio

from app.telemetry.histogram import Histogram

EVERY_S = 0.1


class Beats:
    """Turns the moments at which a timer came into how late each one was.

    Args:
        every_s: The timer's length in seconds.
        start_s: When the first one was set.
    """

    def __init__(self, every_s: float, start_s: float) -> None:
        self._every_s = every_s
        self._due_s = start_s + every_s

    def beat(self, now_s: float) -> float:
        """Return how many seconds late this beat is, and count the next one from now.

        Beats missed meanwhile are not made up for: one stall is one number. A timer may come
        early by the clock's grain, which is no lateness.
        """
        lateness_s = max(0.0, now_s - self._due_s)
        self._due_s = now_s + self._every_s
        return lateness_s


class LoopLag:
    """Feeds a histogram with the lateness of the loop that runs it.

    Args:
        histogram: Takes one number each 100 ms.
        every_s: How often it looks, in seconds.
    """

    def __init__(self, histogram: Histogram, every_s: float = EVERY_S) -> None:
        self._histogram = histogram
        self._every_s = every_s

    async def run(self) -> None:
        """Measure until cancelled."""
        loop = asyncio.get_running_loop()
        beats = Beats(self._every_s, loop.time())
        while True:
            await asyncio.sleep(self._every_s)
            self._histogram.add(beats.beat(loop.time()))
