from __future__ import annotations

from app.core.silence import LATE_S, LET_COME_S, Silence


def test_nothing_is_expected_of_one_that_rests() -> None:
    silence = Silence()
    assert not silence.is_over(1e9)
    silence.expect(1.0)
    silence.rest()
    assert (silence.deadline, silence.is_over(1e9)) == (None, False)


def test_it_is_over_at_the_limit_and_said_once() -> None:
    silence = Silence()
    silence.expect(1.0)
    assert not silence.is_over(0.99)
    assert silence.deadline == 1.0
    assert silence.is_over(1.0)
    assert (silence.deadline, silence.is_over(2.0)) == (None, False)


def test_who_looks_late_lets_a_little_more_come_first() -> None:
    silence = Silence()
    silence.expect(1.0)
    late = 1.0 + LATE_S + 0.01
    assert not silence.is_over(late)
    assert silence.deadline == late + LET_COME_S
    assert silence.is_over(late + LET_COME_S)
