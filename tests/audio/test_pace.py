from __future__ import annotations

import queue

import pytest

from app.audio.pace import Pace, PacedThread


def test_nothing_is_due_before_the_first_period() -> None:
    pace = Pace(0.02, start=0.0)
    assert pace.next_due == pytest.approx(0.02)
    assert pace.due(0.019) == []


def test_ticks_do_not_drift_however_late_they_are_made() -> None:
    pace, late, made = Pace(0.02, start=0.0), 0.0, []
    for n in range(1, 50_001):
        late = (n * 7 % 13) / 1000
        made += pace.due(n * 0.02 + late)
    assert len(made) == 50_000
    assert made[-1] == pytest.approx(1000.0)


def test_late_ticks_are_made_up_for_each_with_its_own_time() -> None:
    pace = Pace(0.02, start=0.0)
    assert pace.due(0.07) == pytest.approx([0.02, 0.04, 0.06])
    assert pace.due(0.07) == []


def test_a_computer_that_slept_starts_afresh() -> None:
    pace = Pace(0.02, start=0.0)
    assert pace.due(600.0) == []
    assert pace.due(600.021) == pytest.approx([600.02])


def test_the_thread_ticks_in_order_and_no_more_after_stop() -> None:
    ticks: queue.SimpleQueue[float] = queue.SimpleQueue()
    thread = PacedThread("test", 0.001, ticks.put)
    thread.start()
    thread.start()  # runs already
    first = [ticks.get(timeout=10) for _ in range(5)]
    thread.stop()
    left = ticks.qsize()
    assert first == sorted(first)
    assert first[4] - first[0] == pytest.approx(0.004)
    thread.stop()
    assert ticks.qsize() == left
    thread.start()
    ticks.get(timeout=10)
    thread.stop()
