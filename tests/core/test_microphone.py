from __future__ import annotations

import pytest

from app.core.actions import CloseMicrophone, ListDevices, OpenMicrophone
from app.core.events import (
    FRAME_S,
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    Tick,
)
from app.core.faults import MicrophoneBlocked, MicrophoneStalled
from app.core.microphone import BLANK_FRAMES, LOST, Mic
from tests.core.microphone_bench import GONE, OPEN, Bench, opened, opening, told

FAILED, BOTH, ASKED = MicrophoneFailed(GONE), told("Mic", "USB"), ListDevices()


@pytest.fixture
def live() -> Bench:
    """Return a bench with a microphone that was open for a while."""
    bench = Bench()
    assert bench.microphone.open(0.0) == OPEN
    bench.feed(MicrophoneOpened("Mic"))
    assert bench.hear(6.0) == [Mic.LIVE]
    return bench


# --- it opens and closes


def test_it_is_live_from_its_first_frame_on() -> None:
    bench = Bench()
    assert (bench.state, bench.microphone.deadline) == (Mic.OFF, None)
    bench.microphone.open(0.0)
    assert bench.state is Mic.OPENING
    bench.feed(MicrophoneOpened("Mic"))
    assert bench.state is Mic.OPENING
    assert bench.hear() == [Mic.LIVE]
    assert bench.microphone.fault is None


def test_it_is_off_only_when_the_device_says_so(live: Bench) -> None:
    assert live.microphone.close() == [CloseMicrophone()]
    assert live.state is Mic.CLOSING
    live.feed(MicrophoneOpened("Mic"))
    live.feed(MicrophoneFailed(GONE))
    assert live.hear() == [Mic.CLOSING]
    assert (live.wait(60), live.state) == ([], Mic.CLOSING)
    live.feed(MicrophoneClosed())
    assert (live.state, live.microphone.fault) == (Mic.OFF, None)
    live.microphone.close()
    assert live.state is Mic.OFF


def test_who_wants_it_again_does_not_hear_that_it_was_closed_before(live: Bench) -> None:
    live.microphone.close()
    live.microphone.open(live.now)
    live.feed(MicrophoneClosed())
    assert live.state is Mic.OPENING


# --- frames stop


def test_it_has_stalled_within_a_second_of_the_last_frame(live: Bench) -> None:
    live.wait(0.79)
    assert live.state is Mic.LIVE
    live.wait(0.02)
    assert live.state is Mic.STALLED
    assert isinstance(live.microphone.fault, MicrophoneStalled)


def test_a_stall_ends_with_the_next_frame_and_nothing_is_opened_meanwhile(live: Bench) -> None:
    assert live.wait(7.9) == []
    assert live.hear() == [Mic.LIVE]
    assert live.wait(0.7) == []
    assert live.state is Mic.LIVE


def test_a_stall_that_lasts_is_tried_to_be_mended_by_opening_it_anew(live: Bench) -> None:
    assert live.wait(8.1) == [(8.0, *OPEN)]
    assert live.wait(60) == [], "the opening is under way, and may be stuck"
    live.feed(MicrophoneOpened("Mic"))
    assert live.state is Mic.STALLED
    assert live.wait(6) == [(5.0, *OPEN)]
    live.feed(MicrophoneOpened("Mic"))
    assert live.hear() == [Mic.LIVE]
    assert live.wait(0.7) == []


def test_to_be_told_again_that_it_is_open_changes_nothing(live: Bench) -> None:
    assert live.feed(MicrophoneOpened("Mic")) == []
    assert live.state is Mic.LIVE
    assert live.wait(0.9) == []
    assert live.state is Mic.STALLED


def test_one_that_opens_and_delivers_nothing_has_stalled_after_a_patient_while() -> None:
    bench = Bench()
    bench.microphone.open(0.0)
    bench.wait(2.0)
    bench.feed(MicrophoneOpened("Headset"))
    bench.wait(2.9)
    assert bench.state is Mic.OPENING
    bench.wait(0.2)
    assert bench.state is Mic.STALLED


def test_an_opening_that_is_stuck_is_given_up_in_words_alone() -> None:
    bench = Bench()
    bench.microphone.open(0.0)
    assert bench.wait(600) == []
    assert bench.state is Mic.STALLED


def test_a_loop_that_stood_still_is_no_stall(live: Bench) -> None:
    assert live.microphone.feed(Tick(), live.now + 5.0) == []
    assert live.state is Mic.LIVE
    live.now += 5.0
    assert live.hear(1.0) == [Mic.LIVE]


def test_what_has_really_stopped_is_noticed_soon_after_the_loop_goes_on(live: Bench) -> None:
    live.microphone.feed(Tick(), live.now + 5.0)
    live.now += 5.0
    live.wait(0.29)
    assert live.state is Mic.LIVE
    live.wait(0.02)
    assert live.state is Mic.STALLED


def test_a_tick_that_is_for_somebody_else_says_nothing(live: Bench) -> None:
    live.wait(0.5)
    assert live.microphone.feed(Tick(), live.now) == []
    assert live.state is Mic.LIVE


# --- digital zeros


def test_zeros_alone_for_four_seconds_mean_that_it_is_blocked(live: Bench) -> None:
    assert live.hear((BLANK_FRAMES - 1) * FRAME_S, is_blank=True) == [Mic.LIVE]
    assert live.hear(is_blank=True) == [Mic.BLOCKED]
    assert isinstance(live.microphone.fault, MicrophoneBlocked)
    assert live.hear(60.0, is_blank=True) == [Mic.BLOCKED]
    assert live.hear() == [Mic.LIVE], "at the first sound"


def test_zeros_with_anything_between_mean_nothing(live: Bench) -> None:
    for _ in range(3):
        assert live.hear(3.9, is_blank=True) == [Mic.LIVE]
        assert live.hear() == [Mic.LIVE]


def test_a_blocked_one_may_stall_and_is_blocked_again_with_the_next_zeros(live: Bench) -> None:
    live.hear(5.0, is_blank=True)
    live.wait(0.9)
    assert live.state is Mic.STALLED
    assert live.hear(is_blank=True) == [Mic.BLOCKED]


def test_zeros_of_before_a_pause_do_not_count(live: Bench) -> None:
    live.hear(3.9, is_blank=True)
    live.microphone.close()
    live.microphone.open(live.now)
    assert live.hear(3.9, is_blank=True) == [Mic.LIVE]


# --- it fails


def test_one_that_fails_is_gone_and_is_opened_again_at_once(live: Bench) -> None:
    assert live.feed(MicrophoneFailed(GONE)) == OPEN
    assert (live.state, live.microphone.fault) == (Mic.GONE, GONE)
    live.feed(MicrophoneOpened("Mic"))
    assert live.state is Mic.GONE, "it must be heard first"
    assert live.hear() == [Mic.LIVE]


def test_it_is_opened_again_and_again_but_never_while_an_opening_is_under_way(
    live: Bench,
) -> None:
    live.feed(MicrophoneFailed(GONE))
    assert live.wait(60) == []
    assert live.feed(MicrophoneFailed(GONE)) == []
    assert live.wait(60) == [(0.5, *OPEN)]
    live.feed(MicrophoneFailed(GONE))
    assert live.wait(60) == [(1.0, *OPEN)]
    assert live.state is Mic.GONE


def test_one_that_opens_again_and_delivers_nothing_is_opened_once_more(live: Bench) -> None:
    live.feed(MicrophoneFailed(GONE))
    live.feed(MicrophoneOpened("Mic"))
    assert live.wait(6) == [(5.0, *OPEN)]


def test_what_was_captured_before_it_failed_and_comes_late_is_no_sign_of_life(
    live: Bench,
) -> None:
    live.feed(MicrophoneFailed(GONE))
    live.feed(MicrophoneFailed(GONE))
    live.microphone.feed(MicFrame(999, live.now, 0.0, -60.0), live.now + 0.1)
    assert live.state is Mic.GONE
    assert live.wait(1) == [(0.5, *OPEN)]


def test_a_pause_forgets_what_was_planned(live: Bench) -> None:
    live.feed(MicrophoneFailed(GONE))
    live.feed(MicrophoneFailed(GONE))
    live.microphone.close()
    assert live.wait(60) == []
    assert live.microphone.open(live.now) == OPEN


def test_every_state_in_which_nobody_is_heard_says_why(live: Bench) -> None:
    told = {live.state: live.microphone.fault}
    live.hear(5.0, is_blank=True)
    told[live.state] = live.microphone.fault
    live.wait(1.0)
    told[live.state] = live.microphone.fault
    live.feed(MicrophoneFailed(GONE))
    told[live.state] = live.microphone.fault
    assert {state for state, fault in told.items() if fault is not None} == LOST


# --- another takes over (more in test_microphone_switch.py)


@pytest.fixture
def both() -> Bench:
    """Return a bench with the system's own microphone, and another beside it."""
    bench = Bench()
    bench.microphone.open(0.0)
    opened(bench, "Mic")
    assert bench.hear(6.0) == [Mic.LIVE]
    assert bench.feed(BOTH) == []
    return bench


def test_one_that_is_plugged_in_while_there_is_none_takes_over_at_once(both: Bench) -> None:
    for _ in range(3):
        both.feed(FAILED)
    both.wait(1.1)
    both.feed(FAILED)
    assert both.feed(told("New", default=None)) == opening("New")


def test_one_that_is_opened_again_in_vain_gives_way(both: Bench) -> None:
    both.feed(FAILED)
    opened(both, "Mic")
    assert both.wait(6.0) == [(5.0, OpenMicrophone("USB"))]


def test_what_never_returns_with_the_thaw_gives_way_to_the_second_answer(both: Bench) -> None:
    both.wait(4.9)
    both.feed(BOTH)
    both.wait(0.1)
    assert both.microphone.undo(both.now) == []
    assert both.feed(BOTH) == opening("USB")
    assert both.feed(BOTH) == [], "the opening is under way"
    assert both.microphone.undo(both.now) == opening("Mic")


@pytest.mark.parametrize("is_blank", [False, True])
def test_another_is_used_at_once(both: Bench, *, is_blank: bool) -> None:
    both.hear(5.0, is_blank=is_blank)
    assert both.microphone.use("USB", both.now) == opening("USB")
    assert both.state is (Mic.BLOCKED if is_blank else Mic.OPENING)
    both.wait(2.0)
    opened(both, "USB")
    assert both.hear() == [Mic.LIVE]


def test_a_choice_during_a_pause_counts_from_its_end_on(both: Bench) -> None:
    both.microphone.close()
    assert both.microphone.use("USB", both.now) == []
    both.feed(MicrophoneClosed())
    assert both.microphone.open(both.now) == opening("USB")


def test_the_systems_own_is_followed(both: Bench) -> None:
    assert both.feed(told("Mic", "USB", default="USB")) == opening("USB")
    assert both.state is Mic.OPENING
    opened(both, "USB")
    assert both.hear() == [Mic.LIVE]
    assert both.feed(told("Mic", "USB", default="USB")) == []


def test_a_choice_while_there_is_none_is_tried_at_once_and_it_stays_gone_until_heard(
    both: Bench,
) -> None:
    both.feed(FAILED)
    assert both.microphone.use("USB", both.now) == opening("USB")
    assert (both.state, both.wait(10.0)) == (Mic.GONE, [])
