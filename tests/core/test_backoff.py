from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.backoff import BackoffParams, delay_s


def test_the_longest_wait_doubles_up_to_the_cap() -> None:
    params = BackoffParams(first_s=0.5, cap_s=4.0)
    assert [delay_s(params, n, 1.0) for n in range(1, 7)] == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


def test_any_wait_between_nothing_and_the_longest_may_be_drawn() -> None:
    params = BackoffParams(first_s=0.5, cap_s=4.0)
    assert [delay_s(params, 3, draw) for draw in (0.0, 0.25, 0.5)] == [0.0, 0.5, 1.0]


@given(st.integers(1, 10**9), st.floats(0, 1))
def test_no_wait_is_longer_than_the_cap_however_many_attempts_went_before(
    attempt: int, draw: float
) -> None:
    assert 0 <= delay_s(BackoffParams(), attempt, draw) <= BackoffParams().cap_s


@pytest.mark.parametrize(("first_s", "cap_s"), [(0.0, 4.0), (-1.0, 4.0), (5.0, 4.0)])
def test_bounds_that_make_no_sense_are_refused(first_s: float, cap_s: float) -> None:
    with pytest.raises(ValueError, match="the first wait"):
        BackoffParams(first_s, cap_s)


@pytest.mark.parametrize(("attempt", "draw"), [(0, 0.5), (1, -0.1), (1, 1.1)])
def test_a_caller_that_counts_or_draws_wrongly_is_a_bug(attempt: int, draw: float) -> None:
    with pytest.raises(AssertionError):
        delay_s(BackoffParams(), attempt, draw)
