"""What presses and releases of the talk key mean."""

from __future__ import annotations

import pytest

from app.core.keys import Press, TalkKey, TalkParams


@pytest.fixture
def key() -> TalkKey:
    return TalkKey(TalkParams())


def press(key: TalkKey, now: float, *, locked: bool = False, talking: bool = False) -> Press | None:
    return key.press(now, is_locked=locked, is_talking=talking)


def tap(key: TalkKey, now: float, *, talking: bool = False) -> None:
    """Tap for 100 ms."""
    press(key, now, talking=talking)
    key.release(now + 0.1)


def test_a_press_takes_the_turn_until_the_release_and_its_tail(key: TalkKey) -> None:
    assert press(key, 1.0) is Press.HOLD
    assert key.release(3.0) is Press.HOLD
    assert key.ends_at == 3.25
    assert not key.is_tap


def test_a_key_that_repeats_is_pressed_once(key: TalkKey) -> None:
    press(key, 1.0)
    assert press(key, 1.5) is None
    assert press(key, 1.53, locked=True) is None
    assert key.release(2.0) is Press.HOLD
    assert key.release(2.0) is None, "and let go once"


def test_a_repetition_that_looks_like_a_release_and_a_press_locks_nothing(key: TalkKey) -> None:
    """So a busy machine shows the one of a key that is held."""
    press(key, 1.0)
    for at in (1.66, 1.70, 1.74):
        assert key.release(at) is Press.HOLD
        assert press(key, at + 0.001, talking=True) is Press.HOLD


@pytest.mark.parametrize(("later_s", "means"), [(0.34, Press.LOCK), (0.36, Press.HOLD)])
def test_a_second_press_within_350_ms_of_a_tap_locks(
    key: TalkKey, later_s: float, means: Press
) -> None:
    press(key, 1.0)
    key.release(1.25)
    assert press(key, 1.25 + later_s) is means


@pytest.mark.parametrize(("held_s", "means"), [(0.29, Press.LOCK), (0.3, Press.HOLD)])
def test_a_hold_is_no_tap(key: TalkKey, held_s: float, means: Press) -> None:
    press(key, 0.0)
    key.release(held_s)
    assert press(key, held_s + 0.1) is means


def test_what_a_tap_ends_waits_for_the_second_one(key: TalkKey) -> None:
    tap(key, 1.0)
    assert key.ends_at == pytest.approx(1.45)


def test_the_release_of_the_locking_tap_is_half_of_nothing(key: TalkKey) -> None:
    tap(key, 1.0)
    assert press(key, 1.2) is Press.LOCK
    assert key.release(1.3) is Press.LOCK
    assert press(key, 1.4, locked=True) is Press.UNLOCK, "three taps lock and unlock"
    assert key.release(1.5) is Press.UNLOCK
    assert key.ends_at == pytest.approx(1.75)
    assert press(key, 1.6) is Press.HOLD


def test_without_a_window_for_it_there_is_no_second_tap() -> None:
    key = TalkKey(TalkParams(double_tap_s=0.0))
    tap(key, 1.0, talking=True)
    assert key.ends_at == pytest.approx(1.35)
    assert not key.is_tap
    assert press(key, 1.1) is Press.HOLD


def test_what_something_else_has_ended_counts_as_let_go(key: TalkKey) -> None:
    press(key, 1.0)
    key.forget(2.0)
    assert key.ends_at == 2.25
    assert key.release(2.1) is None
    assert press(key, 2.2) is Press.HOLD


def test_a_tap_that_something_else_came_after_is_no_first_half(key: TalkKey) -> None:
    tap(key, 1.0)
    key.forget(1.15)
    assert press(key, 1.2) is Press.HOLD


@pytest.mark.parametrize(
    ("t", "talking", "covered"),
    [(0.99, True, False), (1.0, True, True), (1.1, True, True), (1.11, True, False),
     (1.05, False, False)],
)  # fmt: skip
def test_a_tap_covers_what_was_said_under_it(
    key: TalkKey, t: float, talking: bool, covered: bool
) -> None:
    tap(key, 1.0, talking=talking)
    assert key.is_tap is talking
    assert key.covers(t) is covered


def test_what_is_said_under_a_key_that_is_still_down_is_covered_as_long_as_it_may_be_a_tap(
    key: TalkKey,
) -> None:
    press(key, 1.0, talking=True)
    assert [key.covers(t) for t in (1.0, 1.29, 1.31)] == [True, True, False]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"preroll_s": 2.5}, "between 0 and 2 s"),
        ({"preroll_s": -0.1}, "between 0 and 2 s"),
        ({"double_tap_s": 1.1}, "between 0 and 1 s"),
    ],
)
def test_times_out_of_bounds_are_refused(wrong: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        TalkParams(**wrong)
