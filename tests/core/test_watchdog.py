"""Law 8: a silent model is noticed."""

from __future__ import annotations

import pytest

from app.core.watchdog import Watch, Watchdog, WatchdogParams


@pytest.fixture
def watchdog() -> Watchdog:
    return Watchdog(WatchdogParams())


@pytest.mark.parametrize(("answer_s", "due"), [(0.0, 12.0), (40.0, 22.0)])
def test_a_first_sign_is_due_after_twelve_seconds_and_a_quarter_of_the_answer(
    watchdog: Watchdog, answer_s: float, due: float
) -> None:
    watchdog.asked(answer_s, 0.0)
    assert watchdog.deadline == due
    assert not watchdog.count_miss(due - 0.01)
    assert watchdog.count_miss(due)
    assert watchdog.rung == 1


def test_its_voice_is_due_twenty_seconds_after_the_first_sign(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    watchdog.sign(5.0)
    assert watchdog.state is Watch.SOUND_DUE
    assert not watchdog.count_miss(24.9)
    assert watchdog.count_miss(25.0)


def test_the_rest_of_a_reply_is_due_when_what_came_might_have_been_heard(
    watchdog: Watchdog,
) -> None:
    watchdog.asked(0.0, 0.0)
    watchdog.more(1.5, 5.0)
    assert (watchdog.state, watchdog.deadline) == (Watch.REST_DUE, 26.5)
    watchdog.sign(6.0)
    watchdog.more(3.0, 10.0)
    assert not watchdog.count_miss(32.9)
    assert watchdog.count_miss(33.0)


def test_signs_without_a_voice_do_not_put_it_off(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    for second in range(5, 25):
        watchdog.sign(float(second))
    assert watchdog.count_miss(25.0)


def test_nothing_is_owed_before_it_was_asked(watchdog: Watchdog) -> None:
    watchdog.sign(1.0)
    assert (watchdog.state, watchdog.deadline) == (Watch.OFF, None)
    assert not watchdog.count_miss(1000.0)


def test_a_voice_that_comes_in_time_ends_the_watch(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    watchdog.sign(1.0)
    watchdog.rest()
    assert (watchdog.state, watchdog.deadline) == (Watch.OFF, None)
    assert not watchdog.count_miss(1000.0)


def test_it_is_late_once_for_each_end_that_left(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    assert watchdog.count_miss(12.0)
    assert not watchdog.count_miss(1000.0)


def test_each_rung_has_both_deadlines_anew(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    watchdog.sign(11.0)
    assert watchdog.count_miss(31.0)
    watchdog.asked(0.0, 40.0)
    assert watchdog.deadline == 52.0
    watchdog.sign(50.0)
    assert watchdog.deadline == 70.0
    assert watchdog.count_miss(70.0)
    assert watchdog.rung == 2


def test_the_next_answer_has_a_ladder_of_its_own(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    watchdog.count_miss(12.0)
    watchdog.next_answer()
    assert (watchdog.rung, watchdog.deadline) == (0, None)


@pytest.mark.parametrize(
    "params", [{"sign_s": 0.0}, {"sound_s": -1.0}, {"sign_share_of_answer": -0.1}]
)
def test_times_that_make_no_sense_are_refused(params: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        WatchdogParams(**params)


def test_an_answer_that_was_heard_leaves_the_watch_over_a_replay(watchdog: Watchdog) -> None:
    watchdog.asked(0.0, 0.0)
    watchdog.count_miss(12.0)
    watchdog.asked(0.0, 20.0)
    watchdog.next_answer()
    assert (watchdog.state, watchdog.rung) == (Watch.SIGN_DUE, 0)
