from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from app.telemetry.lines import LineFormatter
from app.telemetry.redaction import Redaction
from app.telemetry.steps import EVERY_S, LONG_S, Steps, StepWatch, places

HERE = Path(__file__).resolve().parent
PATIENCE_S = 20.0


# --- the calculation


def test_a_punctual_or_early_timer_is_not_late() -> None:
    steps = Steps(0.025, 0.0)
    assert [steps.beat(now) for now in (0.025, 0.049)] == [0.0, 0.0]
    assert steps.longest_s == 0.0


def test_each_timer_counts_from_when_the_one_before_came() -> None:
    steps = Steps(0.025, 10.0)
    assert steps.beat(10.125) == pytest.approx(0.1)
    assert steps.due_s == pytest.approx(10.15)
    assert steps.beat(10.16) == pytest.approx(0.01)
    assert (steps.longest_s, steps.lengths.spread().count) == (pytest.approx(0.1), 2)


def test_before_the_first_timer_nothing_was_long() -> None:
    assert Steps(0.025, 0.0).longest_s == 0.0


# --- the watch


class Clock:
    """A clock for the watched thread and one for all others; tells who looked at a late time."""

    def __init__(self) -> None:
        self.here = self.elsewhere = 0.0
        self.late_looks = 0
        self.was_looked_at = threading.Event()
        self._watched = threading.get_ident()

    def __call__(self) -> float:
        if threading.get_ident() == self._watched:
            return self.here
        self.late_looks += self.elsewhere > 0
        if self.late_looks >= 3:  # the first look is over, and another was not needed
            self.was_looked_at.set()
        return self.elsewhere


class Scene:
    """A watched loop, and what is logged of it."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        self.clock = Clock()
        self.watch = StepWatch(self.clock, HERE)
        self.records = records

    async def beats(self, count: int) -> None:
        """Let the loop go round until the timer has come so often."""
        until = self.watch.steps.lengths.spread().count + count
        while self.watch.steps.lengths.spread().count < until:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.001)

    def blocked_here(self) -> None:
        """Be a step of 7 s that lasts until somebody has looked."""
        self.clock.here = self.clock.elsewhere = self.clock.here + 7.0
        assert self.clock.was_looked_at.wait(PATIENCE_S)

    def places(self) -> list[str]:
        """Return what the log says of each long step."""
        return [str(vars(record)["places"]) for record in self.records]


def watched(caplog: pytest.LogCaptureFixture, play: Callable[[Scene], Awaitable[None]]) -> Scene:
    """Return what is left of a scene."""

    async def run() -> Scene:
        scene = Scene(caplog.records)
        with scene.watch:
            await play(scene)
        return scene

    with caplog.at_level(logging.INFO, "app.engine"):
        return asyncio.run(run())


def test_a_long_step_is_told_once_with_its_length_and_where_it_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def play(scene: Scene) -> None:
        scene.blocked_here()
        await scene.beats(3)

    scene = watched(caplog, play)
    (record,) = scene.records
    assert record.levelno == logging.WARNING
    assert vars(record)["for_s"] == pytest.approx(7.0 - EVERY_S)
    assert scene.watch.steps.longest_s == pytest.approx(7.0 - EVERY_S)
    (told,) = scene.places()
    names = [place.split()[-1] for place in told.split(" < ")]
    # The library that waits, then this file alone: asyncio's own places are left out.
    assert names[-5:] == ["blocked_here", "play", "run", "watched", NAME]
    assert len(names) <= 6
    assert "telemetry/test_steps.py:" in told
    assert str(HERE) not in told


NAME = "test_a_long_step_is_told_once_with_its_length_and_where_it_was"


def test_the_line_of_a_long_step_can_be_read_and_is_not_hidden(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def play(scene: Scene) -> None:
        scene.blocked_here()
        await scene.beats(1)

    scene = watched(caplog, play)
    line = LineFormatter(Redaction()).format(scene.records[0])
    assert " app.engine the loop stood for_s=6.95 places=" in line
    assert "blocked_here" in line
    assert len(line) < 320


def test_a_long_step_at_which_nobody_looked_is_told_without_a_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def play(scene: Scene) -> None:
        scene.clock.here = 5.0
        await scene.beats(1)

    assert watched(caplog, play).places() == [""]


def test_where_one_step_was_is_never_told_of_the_next(caplog: pytest.LogCaptureFixture) -> None:
    async def play(scene: Scene) -> None:
        scene.blocked_here()
        await scene.beats(1)
        scene.clock.here += 5.0
        await scene.beats(1)

    first, second = watched(caplog, play).places()
    assert "blocked_here" in first
    assert second == ""


def test_a_short_step_is_counted_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    async def play(scene: Scene) -> None:
        scene.clock.here = EVERY_S + LONG_S - 0.005
        await scene.beats(2)

    scene = watched(caplog, play)
    assert scene.records == []
    assert scene.watch.steps.longest_s == pytest.approx(LONG_S - 0.005)


def test_nothing_is_left_when_it_stops(caplog: pytest.LogCaptureFixture) -> None:
    before = set(threading.enumerate())

    async def play() -> None:
        scene = Scene(caplog.records)
        assert set(threading.enumerate()) - before
        scene.watch.stop()
        assert set(threading.enumerate()) == before
        assert scene.watch._timer.cancelled()

    asyncio.run(play())


# --- the places


def test_of_many_places_the_innermost_eight_are_told() -> None:
    def deep(more: int) -> str:
        if more:
            return deep(more - 1)
        frame = inspect.currentframe()
        assert frame
        return places(frame, HERE)

    found = deep(20).split(" < ")
    assert len(found) == 8
    assert all(place.startswith("telemetry/test_steps.py:") for place in found)
    assert all(place.endswith(" deep") for place in found)


def test_a_thread_that_is_nowhere_of_ours_tells_the_innermost_place_alone(tmp_path: Path) -> None:
    frame = inspect.currentframe()
    assert frame
    assert places(frame, tmp_path).count(" < ") == 0
