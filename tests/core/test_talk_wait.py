"""The wait that the candidate chose, and what it learns, where turns end (law 3)."""

from __future__ import annotations

import pytest

from app.core.activity import ActivityParams
from app.core.events import ChooseWait, Done, Mute, TalkPressed, TalkReleased, Tick
from app.core.patience import PatienceParams, Wait
from app.core.talk import Decider, Ended, Talk, TalkParams
from tests.core.builders import SPEECH, captured, frames, hear


def candidate(wait: Wait = Wait.STANDARD) -> Decider:
    return Decider(TalkParams(), ActivityParams(), PatienceParams(wait))


def turn(talk: Decider, first: int) -> int:
    """Speak for 0.4 s from a frame on and be silent; return after how many frames it ended."""
    hear(talk.feed, frames(first, 20, SPEECH))
    for one in frames(first + 20, 400):
        if Ended() in talk.feed(one, one.t):
            return one.index - first - 19
    pytest.fail("it did not end")


@pytest.mark.parametrize(
    ("wait", "expected"), [(Wait.QUICK, 50), (Wait.STANDARD, 100), (Wait.PATIENT, 175)]
)
def test_a_turn_ends_after_the_wait_that_was_chosen(wait: Wait, expected: int) -> None:
    assert turn(candidate(wait), 0) == pytest.approx(expected, abs=1)
    talk = candidate()
    talk.feed(ChooseWait(wait), 0.0)
    assert turn(talk, 0) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize("wait", [Wait.QUICK, Wait.STANDARD, Wait.PATIENT])
def test_the_ring_closes_from_0_7_s_on_and_is_closed_at_the_end(wait: Wait) -> None:
    talk = candidate(wait)
    hear(talk.feed, frames(0, 20, SPEECH))
    seen: list[float] = []
    for one in frames(20, 400):
        if Ended() in talk.feed(one, one.t):
            break
        closing = talk.closing(one.t)
        assert (closing is not None) == (one.index - 19 >= 35)
        seen += [] if closing is None else [closing]
    assert seen == sorted(seen)
    assert seen[0] == pytest.approx(0.0, abs=0.01)
    assert 0.9 < seen[-1] <= 1.0


def test_only_done_has_no_ring_and_no_silence_ends_it() -> None:
    talk = candidate(Wait.ONLY_DONE)
    hear(talk.feed, frames(0, 20, SPEECH))
    for one in frames(20, 6000):
        assert Ended() not in talk.feed(one, one.t)
        assert talk.closing(one.t) is None
    assert talk.feed(Done(), captured(6019)) == [Ended()]


def test_only_done_ends_by_the_clock_where_the_microphone_stops() -> None:
    """Law 3."""
    talk = candidate(Wait.ONLY_DONE)
    hear(talk.feed, frames(0, 20, SPEECH))
    assert talk.deadline == pytest.approx(captured(19) + 10.0)
    assert talk.feed(Tick(), captured(19) + 10.0) == [Ended()]


def test_only_done_is_said_by_a_tap_too() -> None:
    talk = candidate(Wait.ONLY_DONE)
    hear(talk.feed, frames(0, 220, SPEECH))
    hear(talk.feed, frames(220, 500))
    talk.feed(TalkPressed(), captured(719))
    talk.feed(TalkReleased(), captured(719) + 0.1)
    assert Ended() in hear(talk.feed, frames(720, 30))


@pytest.mark.parametrize("muted", [False, True])
@pytest.mark.parametrize("wait", [Wait.QUICK, Wait.PATIENT, Wait.ONLY_DONE])
def test_a_choice_in_a_pause_begins_the_pause_anew_and_ends_nothing(
    wait: Wait, muted: bool
) -> None:
    """Who steps through the choices with the keyboard passes Quick on the way."""
    talk = candidate()
    hear(talk.feed, frames(0, 20, SPEECH))
    if muted:
        talk.feed(Mute(on=True), captured(19))
    hear(talk.feed, frames(20, 80, 0.0))
    talk.feed(ChooseWait(wait), captured(99))
    decisions = [talk.feed(one, one.t) for one in frames(100, 49, 0.0)]
    assert not any(Ended() in one for one in decisions)


def test_the_same_choice_again_changes_nothing() -> None:
    talk = candidate()
    hear(talk.feed, [*frames(0, 20, SPEECH), *frames(20, 80)])
    talk.feed(ChooseWait(Wait.STANDARD), captured(99))
    assert Ended() in hear(talk.feed, frames(100, 22))


def test_a_choice_while_the_key_is_held_leaves_the_key_alone() -> None:
    talk = candidate()
    talk.feed(TalkPressed(), 0.0)
    hear(talk.feed, frames(0, 50))
    talk.feed(ChooseWait(Wait.QUICK), captured(49))
    assert talk.state is Talk.HELD
    assert Ended() not in hear(talk.feed, frames(50, 500))


# --- what it learns


def test_who_is_cut_off_and_goes_on_gets_longer_pauses() -> None:
    talk = candidate()
    first = turn(talk, 0)
    assert turn(talk, first + 19 + 50) == pytest.approx(115, abs=1)


def test_who_is_silent_for_longer_does_not() -> None:
    talk = candidate()
    first = turn(talk, 0)
    assert turn(talk, first + 19 + 100) == pytest.approx(100, abs=1)


def test_who_says_done_was_not_cut_off() -> None:
    talk = candidate()
    hear(talk.feed, frames(0, 20, SPEECH))
    talk.feed(Done(), captured(19))
    assert turn(talk, 40) == pytest.approx(100, abs=1)


def test_a_microphone_that_stopped_has_cut_nobody_off() -> None:
    talk = candidate()
    hear(talk.feed, frames(0, 20, SPEECH))
    talk.feed(Tick(), captured(19) + 2.5)
    assert turn(talk, 150) == pytest.approx(100, abs=1)
