from __future__ import annotations

import pytest

from app.core.liveness import Liveness, LivenessParams, PongHistory

PARAMS = LivenessParams()


@pytest.fixture
def history() -> PongHistory:
    return PongHistory(PARAMS)


@pytest.fixture
def liveness(history: PongHistory) -> Liveness:
    return Liveness(PARAMS, history, 0.0)


def exchange(liveness: Liveness, at: float, slowness_s: float) -> None:
    assert liveness.ping_is_due(at)
    liveness.pong(at + slowness_s)


# --- how long a silence may last


@pytest.mark.parametrize("pongs", [0, 1, 2])
def test_a_line_of_which_little_is_known_has_forty_seconds(
    history: PongHistory, pongs: int
) -> None:
    for n in range(pongs):
        history.add(0.1, float(n))
    assert history.limit_s(3.0) == 40.0


@pytest.mark.parametrize(
    ("slowest_s", "limit_s"), [(0.05, 8.0), (2.0, 8.0), (3.0, 12.0), (10.0, 40.0), (30.0, 40.0)]
)
def test_three_pongs_later_it_has_four_times_the_slowest_within_bounds(
    history: PongHistory, slowest_s: float, limit_s: float
) -> None:
    for n, slowness_s in enumerate((0.04, slowest_s, 0.03)):
        history.add(slowness_s, float(n))
    assert history.limit_s(3.0) == limit_s


def test_a_slow_pong_is_forgotten_after_five_minutes(history: PongHistory) -> None:
    for n, slowness_s in enumerate((9.0, 0.1, 0.1)):
        history.add(slowness_s, float(n))
    assert history.limit_s(300.0) == 36.0
    assert history.limit_s(300.5) == 8.0


def test_a_line_that_was_silent_for_five_minutes_is_judged_as_an_unknown_one(
    history: PongHistory,
) -> None:
    for n in range(3):
        history.add(0.1, float(n))
    assert history.limit_s(1000.0) == 40.0


# --- pings


def test_a_ping_goes_out_every_three_seconds_and_never_while_one_is_unanswered(
    liveness: Liveness,
) -> None:
    assert liveness.ping_is_due(0.0)
    assert not liveness.ping_is_due(5.0)
    liveness.pong(5.0)
    assert liveness.ping_is_due(5.0)
    liveness.pong(5.1)
    assert not liveness.ping_is_due(7.9)
    assert liveness.ping_is_due(8.0)


def test_a_pong_that_nobody_asked_for_is_a_sign_of_life_and_no_measure(
    liveness: Liveness, history: PongHistory
) -> None:
    for at in (1.0, 2.0, 3.0):
        liveness.pong(at)
    assert history.limit_s(3.0) == 40.0


# --- suspect


def test_three_seconds_without_a_pong_or_anything_else_are_suspect(liveness: Liveness) -> None:
    liveness.ping_is_due(0.0)
    assert not liveness.is_dead(2.9)
    assert liveness.suspect_since is None
    assert not liveness.is_dead(3.0)
    assert liveness.suspect_since == 0.0


def test_whatever_arrives_ends_the_suspicion(liveness: Liveness) -> None:
    liveness.ping_is_due(0.0)
    liveness.is_dead(3.0)
    liveness.received(3.5)
    assert liveness.suspect_since is None
    assert not liveness.is_dead(10.0)
    assert liveness.suspect_since is None, "something has arrived since the ping"


# --- dead


def test_a_line_without_a_ping_on_it_is_never_dead(liveness: Liveness) -> None:
    assert not liveness.is_dead(1000.0)


def test_a_silent_line_is_dead_after_forty_seconds(liveness: Liveness) -> None:
    liveness.ping_is_due(0.0)
    assert not liveness.is_dead(39.9)
    assert liveness.is_dead(40.0)


def test_a_half_open_line_is_noticed_in_eight_seconds_after_three_quick_pongs(
    liveness: Liveness,
) -> None:
    for at in (0.0, 3.0, 6.0):
        exchange(liveness, at, 0.05)
    assert liveness.ping_is_due(9.0)
    assert not liveness.is_dead(14.0)
    assert liveness.is_dead(14.05), "8 s after the last sign of life, the pong at 6.05 s"


def test_a_line_that_only_fails_to_pong_is_not_dead_while_messages_come(
    liveness: Liveness,
) -> None:
    for at in (0.0, 3.0, 6.0):
        exchange(liveness, at, 0.05)
    liveness.ping_is_due(9.0)
    for second in range(10, 60):
        liveness.received(float(second))
        assert not liveness.is_dead(second + 0.9)


def test_the_silence_that_ended_in_death_makes_the_next_connection_patient(
    liveness: Liveness, history: PongHistory
) -> None:
    for at in (0.0, 3.0, 6.0):
        exchange(liveness, at, 0.05)
    liveness.ping_is_due(9.0)
    assert liveness.is_dead(15.05)
    assert history.limit_s(16.0) == pytest.approx(36.0), "four times the 9 s of silence"


def test_there_is_nothing_to_judge_until_the_next_ping_unless_one_has_no_answer(
    liveness: Liveness,
) -> None:
    assert liveness.rest_s(0.0) == 0.0
    liveness.ping_is_due(0.0)
    assert liveness.rest_s(0.5) == 0.0
    liveness.pong(0.5)
    assert liveness.rest_s(0.5) == 2.5
    assert liveness.rest_s(4.0) == 0.0


# --- our own loop


def test_a_loop_that_stood_still_counts_as_nobodys_silence(liveness: Liveness) -> None:
    for at in (0.0, 3.0, 6.0):
        exchange(liveness, at, 0.05)
    liveness.ping_is_due(9.0)
    liveness.forgive(60.0)
    assert not liveness.is_dead(74.0)
    assert liveness.is_dead(74.06)


def test_a_pong_that_came_while_the_loop_stood_still_is_not_slow(
    liveness: Liveness, history: PongHistory
) -> None:
    for at in (0.0, 3.0, 6.0):
        exchange(liveness, at, 0.05)
    liveness.ping_is_due(9.0)
    liveness.forgive(8.0)
    liveness.pong(17.1)
    assert history.limit_s(18.0) == 8.0


def test_a_loop_that_stood_still_between_pings_is_forgiven_too(liveness: Liveness) -> None:
    liveness.forgive(60.0)
    assert liveness.ping_is_due(60.0)
    assert not liveness.is_dead(99.9)
    assert liveness.is_dead(100.0)


# --- numbers


def test_the_numbers_are_those_of_the_design() -> None:
    assert LivenessParams() == LivenessParams(
        ping_every_s=3.0,
        suspect_s=3.0,
        limit_least_s=8.0,
        limit_most_s=40.0,
        pongs_remembered_s=300.0,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"ping_every_s": 0.0},
        {"suspect_s": -1.0},
        {"pongs_remembered_s": 0.0},
        {"limit_least_s": 0.0},
        {"limit_least_s": 41.0},
        {"limit_most_s": 7.0},
        {"limit_most_s": float("nan")},
    ],
)
def test_times_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        LivenessParams(**wrong)
