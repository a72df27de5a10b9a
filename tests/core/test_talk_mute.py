"""Mute: silence in place of sound, and an end that waits for a cough (law 4)."""

from __future__ import annotations

import pytest

from app.core.activity import ActivityParams
from app.core.events import Done, Mute, TalkPressed, TalkReleased, TalkToggled, Tick
from app.core.talk import Began, Decider, Ended, Grew, Talk, TalkDecision, TalkParams
from tests.core.builders import SPEECH, captured, frame, frames, hear

MUTED_AT = captured(19)


@pytest.fixture
def talk() -> Decider:
    return Decider(TalkParams(), ActivityParams(wait_s=2.0))


@pytest.fixture
def muted(talk: Decider) -> Decider:
    """Return one who spoke until 0.4 s and muted then."""
    hear(talk.feed, frames(0, 20, SPEECH))
    talk.feed(Mute(on=True), MUTED_AT)
    return talk


def end_of(talk: Decider, first: int, count: int = 500) -> float | None:
    """Feed silence; return the capture time at which the utterance ended, or None."""
    for one in frames(first, count, 0.0):
        if Ended() in talk.feed(one, one.t):
            return one.t
    return None


def began(decisions: list[TalkDecision]) -> bool:
    return any(not isinstance(one, Grew | Ended) for one in decisions)


def test_a_cough_of_less_than_five_seconds_ends_nothing(muted: Decider) -> None:
    assert end_of(muted, 20, 240) is None
    muted.feed(Mute(on=False), captured(259))
    assert hear(muted.feed, frames(260, 5, SPEECH)) == [Grew(n, n) for n in range(260, 265)]


def test_after_five_seconds_the_wait_counts_from_the_last_speech_before_it(muted: Decider) -> None:
    ended = end_of(muted, 20)
    assert ended == pytest.approx(MUTED_AT + 5.0, abs=0.1)


def test_a_longer_wait_than_five_seconds_is_kept() -> None:
    talk = Decider(TalkParams(), ActivityParams(wait_s=8.0))
    hear(talk.feed, frames(0, 20, SPEECH))
    talk.feed(Mute(on=True), MUTED_AT)
    assert end_of(talk, 20) == pytest.approx(MUTED_AT + 8.0, abs=0.1)


def test_it_ends_by_the_clock_too_and_not_before_the_five_seconds(muted: Decider) -> None:
    assert muted.deadline == pytest.approx(MUTED_AT + 5.0)
    assert muted.feed(Tick(), MUTED_AT + 4.9) == []
    assert muted.feed(Tick(), MUTED_AT + 5.0) == [Ended()]


def test_the_turn_is_not_seen_to_close_within_the_five_seconds(muted: Decider) -> None:
    hear(muted.feed, frames(20, 249, 0.0))
    assert [muted.closing(MUTED_AT + at) for at in (1.0, 4.99)] == [None, None]
    assert muted.closing(MUTED_AT + 5.0) == 1.0, "the wait was over long ago"


def test_the_five_seconds_belong_to_the_utterance_that_was_muted(talk: Decider) -> None:
    """Law 3 holds again for the next."""
    talk.feed(Mute(on=True), 0.0)
    talk.feed(Mute(on=False), 0.1)
    hear(talk.feed, frames(10, 20, SPEECH))
    assert end_of(talk, 30) == pytest.approx(captured(29) + 2.0, abs=0.1)


def test_while_muted_nothing_begins(talk: Decider) -> None:
    talk.feed(Mute(on=True), 0.0)
    assert hear(talk.feed, frames(0, 100, SPEECH)) == []
    assert talk.state is Talk.MUTED


def test_done_while_muted_ends_it_and_stays_muted(muted: Decider) -> None:
    assert muted.feed(Done(), 1.0) == [Ended()]
    assert muted.state is Talk.MUTED


def test_to_press_the_key_is_to_speak(muted: Decider) -> None:
    muted.feed(TalkPressed(), captured(29))
    assert muted.state is Talk.HELD
    assert hear(muted.feed, frames(30, 3)) == [Grew(n, n) for n in (30, 31, 32)]


@pytest.mark.parametrize("release", [False, True])
def test_what_a_key_began_goes_on_by_the_clock_when_muted(talk: Decider, release: bool) -> None:
    talk.feed(TalkPressed(), 0.0)
    assert began(hear(talk.feed, frames(0, 20)))
    if release:
        talk.feed(TalkReleased(), MUTED_AT)
    talk.feed(Mute(on=True), MUTED_AT)
    assert end_of(talk, 20) == pytest.approx(MUTED_AT + 5.0, abs=0.1)


def test_a_key_that_began_nothing_leaves_nothing_to_go_on(talk: Decider) -> None:
    talk.feed(TalkPressed(), 0.0)
    talk.feed(frame(0), captured(0))
    talk.feed(Mute(on=True), captured(0))
    assert talk.deadline is None
    assert end_of(talk, 1) is None


def test_mute_twice_is_mute_once(muted: Decider) -> None:
    muted.feed(Mute(on=True), MUTED_AT + 3.0)
    assert muted.deadline == pytest.approx(MUTED_AT + 5.0)


def test_a_mumble_before_the_mute_is_no_beginning_of_what_is_said_after_it(talk: Decider) -> None:
    hear(talk.feed, frames(0, 4, SPEECH))
    talk.feed(Mute(on=True), captured(3))
    assert end_of(talk, 4, 600) is None
    talk.feed(Mute(on=False), captured(603))
    assert hear(talk.feed, frames(604, 4, SPEECH)) == []
    assert hear(talk.feed, frames(608, 1, SPEECH)) == [Began(604 - 25, 604, 608)]


def test_what_a_lock_heard_counts_where_the_microphone_stops_with_the_mute() -> None:
    """Law 3: by the last frame, not by the last that the detector was given before the lock."""
    talk = Decider(TalkParams(), ActivityParams(wait_s=8.0))
    talk.feed(TalkToggled(), 0.0)
    hear(talk.feed, frames(0, 1000, SPEECH))
    talk.feed(Mute(on=True), captured(999))
    assert talk.deadline == pytest.approx(captured(999) + 8.0)
    assert talk.feed(Tick(), captured(999) + 7.9) == []
    assert talk.feed(Tick(), captured(999) + 8.0) == [Ended()]
