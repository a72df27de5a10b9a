from __future__ import annotations

import pytest

from app.audio.callback_times import CallbackTimes


def test_nothing_counted_is_zero() -> None:
    assert CallbackTimes().percentile_s(99.9) == 0.0


def test_percentiles_are_at_most_one_bin_too_long() -> None:
    times = CallbackTimes()
    for _ in range(999):
        times.add(12e-6)
    times.add(207e-6)
    assert times.percentile_s(50) == pytest.approx(15e-6)
    assert times.percentile_s(99.9) == pytest.approx(15e-6)
    assert times.percentile_s(100) == pytest.approx(210e-6)


def test_one_slow_callback_in_a_hundred_shows_at_p99_9() -> None:
    times = CallbackTimes()
    for _ in range(99):
        times.add(12e-6)
    times.add(207e-6)
    assert times.percentile_s(99.9) == pytest.approx(210e-6)


def test_durations_beyond_the_last_bin_are_counted_there() -> None:
    times = CallbackTimes()
    times.add(3.0)
    assert times.percentile_s(100) == pytest.approx(10e-3)
