from __future__ import annotations

import asyncio
import time

import pytest

from app.telemetry.histogram import Histogram
from app.telemetry.loop_lag import Beats, LoopLag


def test_a_timer_in_time_or_early_is_not_late() -> None:
    beats = Beats(0.1, 0.0)
    assert beats.beat(0.1) == 0.0
    assert beats.beat(0.199) == 0.0


def test_a_stall_is_one_number_and_not_made_up_for() -> None:
    beats = Beats(0.1, 0.0)
    assert beats.beat(2.1) == pytest.approx(2.0)
    assert beats.beat(2.2) == pytest.approx(0.0)


class Collector(Histogram):
    """A histogram that ends the measuring after so many beats."""

    def __init__(self, beats: int) -> None:
        super().__init__()
        self.seen: list[float] = []
        self.enough = asyncio.Event()
        self._beats = beats

    def add(self, seconds: float) -> None:
        super().add(seconds)
        self.seen.append(seconds)
        if len(self.seen) == self._beats:
            self.enough.set()


def test_a_blocked_loop_shows_in_the_histogram() -> None:
    async def run() -> list[float]:
        collector = Collector(2)
        measuring = asyncio.create_task(LoopLag(collector, every_s=0.01).run())
        await asyncio.sleep(0)  # it sets its timer
        time.sleep(0.2)  # noqa: ASYNC251  # the stall itself
        await collector.enough.wait()
        measuring.cancel()
        with pytest.raises(asyncio.CancelledError):
            await measuring
        return collector.seen

    assert max(asyncio.run(run())) >= 0.15
