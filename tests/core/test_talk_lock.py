"""The lock, the toggle and the tap (law 4); ``test_talk.py`` has the key that is held."""

from __future__ import annotations

import pytest

from app.core.activity import ActivityParams
from app.core.events import (
    ChooseWait,
    Done,
    Mute,
    Pause,
    Resume,
    TalkPressed,
    TalkReleased,
    TalkToggled,
    Tick,
)
from app.core.patience import Wait
from app.core.talk import Began, Decider, Ended, Grew, Talk, TalkDecision, TalkEvent, TalkParams
from tests.core.builders import SPEECH, captured, frames, hear


@pytest.fixture
def talk() -> Decider:
    return Decider(TalkParams(), ActivityParams(wait_s=2.0))


@pytest.fixture
def speaking(talk: Decider) -> Decider:
    """Return one who speaks, hands-free, until 0.4 s."""
    hear(talk.feed, frames(0, 20, SPEECH))
    return talk


def bounds(decisions: list[TalkDecision]) -> list[TalkDecision]:
    return [one for one in decisions if not isinstance(one, Grew)]


def tap(talk: Decider, at: float, for_s: float = 0.1) -> list[TalkDecision]:
    """Tap the key; nothing comes from the microphone meanwhile."""
    return talk.feed(TalkPressed(), at) + talk.feed(TalkReleased(), at + for_s)


def tapped_over(talk: Decider, first: int, score: float) -> list[TalkDecision]:
    """Tap for 200 ms while frames of this score come; return what half a second after it is."""
    talk.feed(TalkPressed(), captured(first - 1))
    decisions = hear(talk.feed, frames(first, 10, score))
    talk.feed(TalkReleased(), captured(first + 9))
    return decisions + hear(talk.feed, frames(first + 10, 25))


@pytest.fixture
def locked(talk: Decider) -> Decider:
    """Return one whose microphone has been locked by two taps at 0.2 s."""
    tap(talk, 0.0)
    tap(talk, 0.2)
    return talk


# --- the tap


def test_a_tap_in_a_pause_is_done_when_no_second_one_has_come(speaking: Decider) -> None:
    hear(speaking.feed, frames(20, 30))
    speaking.feed(TalkPressed(), captured(49))
    hear(speaking.feed, frames(50, 5))
    speaking.feed(TalkReleased(), captured(54))
    assert speaking.deadline == pytest.approx(captured(54) + 0.35)
    assert bounds(hear(speaking.feed, frames(55, 17))) == []
    assert bounds(hear(speaking.feed, frames(72, 2))) == [Ended()]
    assert (speaking.state, speaking.deadline) == (Talk.HANDS_FREE, None)


def test_a_tap_on_a_dead_microphone_is_done_too(speaking: Decider) -> None:
    assert tap(speaking, 0.5) == []
    assert speaking.feed(Tick(), 0.94) == []
    assert speaking.feed(Tick(), 0.95 + 1e-9) == [Ended()]


def test_a_tap_in_the_midst_of_speech_is_a_slip_and_ends_nothing(speaking: Decider) -> None:
    assert bounds(tapped_over(speaking, 20, SPEECH)) == []
    assert speaking.state is Talk.HANDS_FREE
    ended = [one for one in frames(55, 200) if Ended() in speaking.feed(one, one.t)]
    assert ended[0].t == pytest.approx(captured(47) + 2.0, abs=0.1), "the detector goes on"


def test_a_click_under_a_tap_is_no_speech(speaking: Decider) -> None:
    hear(speaking.feed, frames(20, 30))
    speaking.feed(TalkPressed(), captured(49))
    hear(speaking.feed, [*frames(50, 4, SPEECH), *frames(54, 6)])
    speaking.feed(TalkReleased(), captured(59))
    assert bounds(hear(speaking.feed, frames(60, 20))) == [Ended()]


def test_speech_before_the_key_is_no_speech_under_it(speaking: Decider) -> None:
    """A microphone that thaws brings it late."""
    speaking.feed(TalkPressed(), 1.0)
    hear(speaking.feed, frames(20, 28, SPEECH))
    speaking.feed(TalkReleased(), 1.1)
    assert bounds(hear(speaking.feed, frames(48, 30))) == [Ended()]


def test_a_word_on_a_tap_that_opened_it_ends_with_the_tap(talk: Decider) -> None:
    talk.feed(TalkPressed(), 0.0)
    assert bounds(hear(talk.feed, frames(0, 14, SPEECH))) == [Began(0, 0, 4)]
    talk.feed(TalkReleased(), captured(13))
    assert bounds(hear(talk.feed, frames(14, 30))) == [Ended()]


def test_a_hold_with_speech_ends_with_its_release(speaking: Decider) -> None:
    speaking.feed(TalkPressed(), captured(19))
    hear(speaking.feed, frames(20, 16, SPEECH))
    speaking.feed(TalkReleased(), captured(35))
    assert bounds(hear(speaking.feed, frames(36, 14))) == [Ended()]


# --- the lock


def test_two_taps_lock_and_every_frame_counts_until_the_next(locked: Decider) -> None:
    """Law 4: no silence ends it."""
    decisions = hear(locked.feed, frames(15, 3000))
    assert bounds(decisions) == [Began(15, 15, 24)]
    assert decisions[-1] == Grew(3014, 3014)
    assert locked.state is Talk.LOCKED
    tap(locked, captured(3014))
    assert locked.state is Talk.RELEASING
    assert bounds(hear(locked.feed, frames(3015, 40))) == [Ended()]
    assert locked.state is Talk.HANDS_FREE


def test_two_taps_in_the_midst_of_speech_take_it_over(speaking: Decider) -> None:
    assert tap(speaking, captured(19)) == []
    assert tap(speaking, captured(19) + 0.3) == []
    assert bounds(hear(speaking.feed, frames(20, 500))) == []
    assert speaking.state is Talk.LOCKED


def test_a_locking_key_that_stays_down_and_repeats_stays_locked(talk: Decider) -> None:
    tap(talk, 0.0)
    for at in (0.2, 0.7, 0.73, 0.76):
        talk.feed(TalkPressed(), at)
        assert talk.state is Talk.LOCKED
    talk.feed(TalkReleased(), 0.8)
    assert talk.state is Talk.LOCKED


def test_a_locked_microphone_is_given_back_when_the_key_comes_up(locked: Decider) -> None:
    hear(locked.feed, frames(15, 50))
    locked.feed(TalkPressed(), captured(64))
    assert locked.state is Talk.HELD
    assert bounds(hear(locked.feed, frames(65, 100))) == []
    locked.feed(TalkReleased(), captured(164))
    assert locked.deadline == pytest.approx(captured(164) + 0.25)


def test_a_lock_that_opened_nothing_is_given_back_at_once(locked: Decider) -> None:
    tap(locked, 1.0)
    assert (locked.state, locked.deadline) == (Talk.HANDS_FREE, None)


@pytest.mark.parametrize(
    ("event", "after"), [(Done(), Talk.HANDS_FREE), (Pause(), Talk.PAUSED)], ids=["done", "pause"]
)
def test_done_and_pause_end_what_is_locked_and_unlock(
    locked: Decider, event: Done | Pause, after: Talk
) -> None:
    hear(locked.feed, frames(15, 50))
    assert locked.feed(event, captured(64)) == [Ended()]
    assert locked.state is after


def test_mute_unlocks_and_lets_it_go_on_for_five_seconds(locked: Decider) -> None:
    hear(locked.feed, frames(15, 50))
    locked.feed(Mute(on=True), captured(64))
    assert locked.deadline == pytest.approx(captured(64) + 5.0)
    locked.feed(Mute(on=False), captured(64))
    assert locked.state is Talk.HANDS_FREE


def test_locked_over_a_dead_microphone_it_ends_after_ten_seconds(locked: Decider) -> None:
    """Law 3, as when it is held."""
    hear(locked.feed, frames(15, 50))
    assert locked.deadline == pytest.approx(captured(64) + 10.0)
    assert locked.feed(Tick(), captured(64) + 9.9) == []
    assert locked.feed(Tick(), captured(64) + 10.0) == [Ended()]
    assert locked.state is Talk.LOCKED


def test_a_lock_is_told_with_its_age(locked: Decider) -> None:
    assert locked.deadline is None
    assert locked.locked_s(75.2) == pytest.approx(75.0)
    hear(locked.feed, frames(4000, 3))
    assert locked.deadline == pytest.approx(captured(4002) + 10.0), "a dead microphone ends it"
    tap(locked, 81.0)
    assert locked.locked_s(82.0) is None


def test_the_turn_is_not_seen_to_close_while_it_is_locked(locked: Decider) -> None:
    hear(locked.feed, frames(15, 200))
    assert locked.closing(captured(214)) is None


# --- the toggle


def test_to_toggle_locks_and_to_toggle_again_lets_go_with_the_tail(talk: Decider) -> None:
    talk.feed(TalkToggled(), 0.0)
    assert talk.state is Talk.LOCKED
    assert bounds(hear(talk.feed, frames(0, 500))) == [Began(0, 0, 14)]
    talk.feed(TalkToggled(), captured(499))
    assert talk.deadline == pytest.approx(captured(499) + 0.25)
    assert bounds(hear(talk.feed, frames(500, 14))) == [Ended()]


def test_to_toggle_again_within_the_tail_goes_on(talk: Decider) -> None:
    talk.feed(TalkToggled(), 0.0)
    hear(talk.feed, frames(0, 50))
    talk.feed(TalkToggled(), captured(49))
    talk.feed(TalkToggled(), captured(55))
    assert bounds(hear(talk.feed, frames(56, 500))) == []
    assert talk.state is Talk.LOCKED


def test_to_toggle_while_the_key_is_held_lets_go(talk: Decider) -> None:
    talk.feed(TalkPressed(), 0.0)
    hear(talk.feed, frames(0, 50))
    talk.feed(TalkToggled(), captured(49))
    assert talk.state is Talk.RELEASING
    assert talk.feed(TalkReleased(), captured(50)) == []
    assert bounds(hear(talk.feed, frames(50, 20))) == [Ended()]


def test_to_toggle_while_muted_is_to_speak(talk: Decider) -> None:
    talk.feed(Mute(on=True), 0.0)
    talk.feed(TalkToggled(), 0.1)
    assert talk.state is Talk.LOCKED


@pytest.mark.parametrize("event", [TalkPressed(), TalkToggled(), Mute(on=True)])
def test_a_paused_microphone_takes_no_key(talk: Decider, event: TalkEvent) -> None:
    talk.feed(Pause(), 0.0)
    talk.feed(event, 0.1)
    assert talk.state is Talk.PAUSED


def test_a_choice_of_the_wait_is_taken_while_paused(talk: Decider) -> None:
    talk.feed(Pause(), 0.0)
    talk.feed(ChooseWait(Wait.QUICK), 0.1)
    talk.feed(Resume(), 0.2)
    assert talk.patience.wait is Wait.QUICK
