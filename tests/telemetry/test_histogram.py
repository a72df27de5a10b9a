from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telemetry.histogram import HIGHEST_S, LOWEST_S, RELATIVE_ERROR, Histogram, Spread


def filled(durations: list[float]) -> Histogram:
    histogram = Histogram()
    for seconds in durations:
        histogram.add(seconds)
    return histogram


def test_an_empty_histogram_has_no_percentiles() -> None:
    assert Histogram().percentile(0.5) is None
    assert Histogram().spread() == Spread(0, None, None, None)


def test_one_duration_is_every_percentile_exactly() -> None:
    assert filled([0.0123]).spread() == Spread(1, 0.0123, 0.0123, 0.0123)


def test_what_is_beyond_the_buckets_stays_within_what_was_seen() -> None:
    histogram = filled([0.0, LOWEST_S / 2, HIGHEST_S * 3])
    assert histogram.percentile(0.01) == 0.0
    assert histogram.percentile(1.0) == HIGHEST_S * 3


def test_p99_leaves_out_the_slowest_one_in_a_hundred() -> None:
    histogram = filled([0.001] * 990 + [5.0] * 10)
    p99 = histogram.percentile(0.99)
    assert p99 == pytest.approx(0.001, rel=RELATIVE_ERROR)
    assert histogram.spread().most_s == 5.0


def test_a_negative_duration_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        Histogram().add(-1e-9)


@given(
    durations=st.lists(st.floats(LOWEST_S, HIGHEST_S), min_size=1, max_size=200),
    share=st.floats(0.001, 1.0),
)
def test_a_percentile_is_within_the_stated_error(durations: list[float], share: float) -> None:
    true = sorted(durations)[math.ceil(share * len(durations)) - 1]

    estimate = filled(durations).percentile(share)
    assert estimate == pytest.approx(true, rel=RELATIVE_ERROR + 1e-9)


def test_memory_does_not_grow_with_what_is_counted() -> None:
    histogram = filled([0.001 * number for number in range(10_000)])
    assert len(histogram._counts) < 200
