"""Laws 3 and 4, case by case; ``test_talk_laws.py`` has them for any run."""

from __future__ import annotations

import pytest

from app.core.activity import ActivityParams, Ear
from app.core.events import (
    ChooseWait,
    Done,
    MicFrame,
    Mute,
    Pause,
    Resume,
    TalkPressed,
    TalkReleased,
    TalkToggled,
    Tick,
)
from app.core.patience import Wait
from app.core.talk import Began, Decider, Ended, Grew, Talk, TalkDecision, TalkParams
from tests.core.builders import SPEECH, captured, frames, hear

WAIT = 100  # frames: 2.0 s
PREROLL = 25  # frames: 0.5 s


@pytest.fixture
def talk() -> Decider:
    return Decider(TalkParams(), ActivityParams(wait_s=2.0))


def bounds(decisions: list[TalkDecision]) -> list[TalkDecision]:
    return [one for one in decisions if not isinstance(one, Grew)]


def grown(decisions: list[TalkDecision]) -> list[int]:
    return [one.index for one in decisions if isinstance(one, Grew)]


def speak(talk: Decider, first: int, count: int = 20) -> list[TalkDecision]:
    return hear(talk.feed, frames(first, count, SPEECH))


def press(talk: Decider, after: int) -> None:
    """Press the key a little after a frame."""
    talk.feed(TalkPressed(), captured(after) + 0.005)


def muted(first: int, count: int) -> list[MicFrame]:
    return frames(first, count, 0.0)


# --- hands-free


def test_speech_begins_with_half_a_second_of_what_was_captured_before_it(talk: Decider) -> None:
    hear(talk.feed, frames(0, 100))
    decisions = speak(talk, 100)
    assert decisions[:2] == [Began(100 - PREROLL, 100, 104), Grew(105, 105)]


def test_it_ends_with_the_frame_that_completes_the_wait(talk: Decider) -> None:
    """Law 3."""
    speak(talk, 0)
    decisions = hear(talk.feed, frames(20, 150))
    assert decisions[-1] == Ended()
    assert WAIT <= grown(decisions)[-1] - 19 <= WAIT + 5
    assert not talk.is_talking


def test_speech_within_the_wait_goes_on_with_the_same_utterance(talk: Decider) -> None:
    speak(talk, 0)
    hear(talk.feed, frames(20, WAIT - 1))
    assert bounds(speak(talk, 19 + WAIT)) == []
    assert talk.is_talking


def test_when_the_microphone_stops_the_clock_ends_it(talk: Decider) -> None:
    """Law 3; failure B of the second report."""
    speak(talk, 0)
    assert talk.deadline == pytest.approx(captured(19) + 2.5)
    assert talk.feed(Tick(), captured(19) + 2.4) == []
    assert talk.feed(Tick(), captured(19) + 2.6) == [Ended()]
    assert talk.deadline is None


def test_nobody_is_taken_for_the_candidate_through_a_closed_ear(talk: Decider) -> None:
    assert [
        one for each in frames(0, 99, SPEECH) for one in talk.feed(each, each.t, Ear.CLOSED)
    ] == []


def test_from_0_7_s_on_a_pause_is_seen_to_close_the_turn(talk: Decider) -> None:
    speak(talk, 0)
    shown = [talk.closing(one.t) for one in frames(20, 98) if talk.feed(one, one.t)]
    assert shown[:34] == [None] * 34
    assert shown[34:] == pytest.approx([frame / 65 for frame in range(64)])


# --- the key


def test_a_held_key_begins_an_utterance_without_speech(talk: Decider) -> None:
    """Law 4: the candidate may whisper."""
    hear(talk.feed, frames(0, 100))
    press(talk, after=99)
    decisions = hear(talk.feed, frames(100, 30))
    assert bounds(decisions) == [Began(100 - PREROLL, 100, 115)]
    assert decisions[1] == Grew(116, 116), "under the key every frame counts as speech"


def test_speech_under_a_held_key_is_something_at_once(talk: Decider) -> None:
    hear(talk.feed, frames(0, 100))
    press(talk, after=99)
    assert bounds(speak(talk, 100))[0].newest == 104


def test_a_tap_without_speech_is_nothing(talk: Decider) -> None:
    """Law 2."""
    hear(talk.feed, frames(0, 100))
    press(talk, after=99)
    assert hear(talk.feed, frames(100, 13)) == []
    assert talk.feed(TalkReleased(), captured(112)) == []
    assert hear(talk.feed, frames(113, 100)) == []
    assert talk.state is Talk.HANDS_FREE


def test_what_was_heard_before_the_key_is_not_speech_under_it(talk: Decider) -> None:
    speak(talk, 0, 4)
    press(talk, after=3)
    assert speak(talk, 4, 1) == []


def test_under_the_key_no_silence_ends_an_utterance(talk: Decider) -> None:
    """Law 4."""
    press(talk, after=0)
    speak(talk, 1)
    assert bounds(hear(talk.feed, frames(21, 20 * 50))) == []
    assert talk.is_talking


def test_the_last_syllable_after_the_key_is_still_taken(talk: Decider) -> None:
    press(talk, after=0)
    speak(talk, 1)
    talk.feed(TalkReleased(), captured(20))
    assert talk.deadline == pytest.approx(captured(20) + 0.25)
    decisions = speak(talk, 21, 50)
    assert grown(decisions)[:13] == [*range(21, 34)]
    assert Ended() in decisions[13:15]


def test_a_key_held_over_a_dead_microphone_ends_after_ten_seconds(talk: Decider) -> None:
    """Law 3."""
    press(talk, after=0)
    speak(talk, 1)
    assert talk.deadline == captured(20) + 10.0
    assert talk.feed(Tick(), captured(20) + 9.9) == []
    assert talk.feed(Tick(), captured(20) + 10.0) == [Ended()]
    assert talk.state is Talk.HELD


def test_a_held_key_that_opened_nothing_needs_no_clock(talk: Decider) -> None:
    press(talk, after=0)
    assert talk.deadline is None
    assert talk.feed(Tick(), 100.0) == []


def test_frames_captured_before_the_key_do_not_count_as_held(talk: Decider) -> None:
    talk.feed(TalkPressed(), 5.0)
    assert hear(talk.feed, frames(0, 240)) == []


@pytest.mark.parametrize("key", [TalkPressed(), Mute(on=True)])
def test_speech_that_a_thawing_microphone_brings_from_before_the_key_is_found(
    talk: Decider, key: TalkPressed | Mute
) -> None:
    """Law 5: it was said hands-free, however late it comes."""
    talk.feed(key, 5.0)
    assert bounds(hear(talk.feed, frames(100, 50, SPEECH))) == [Began(100, 100, 104)]


def test_a_key_that_means_nothing_changes_nothing(talk: Decider) -> None:
    for event in (TalkReleased(), Mute(on=False), Resume()):
        assert talk.feed(event, 0.0) == []
        assert talk.state is Talk.HANDS_FREE


# --- lock, toggle, slip, choice; test_talk_lock.py and test_talk_wait.py have the rest


def test_two_taps_lock_and_a_third_gives_back(talk: Decider) -> None:
    for event, at in ((TalkPressed(), 0.0), (TalkReleased(), 0.1), (TalkPressed(), 0.2)):
        talk.feed(event, at)
    talk.feed(TalkPressed(), 0.25)
    talk.feed(TalkReleased(), 0.3)
    assert (talk.state, talk.deadline) == (Talk.LOCKED, None)
    assert talk.locked_s(1.2) == 1.0
    assert bounds(hear(talk.feed, frames(20, 200))) != []
    assert talk.deadline == captured(219) + 10.0
    talk.feed(TalkToggled(), captured(219))
    assert bounds(hear(talk.feed, frames(220, 14))) == [Ended()]
    assert talk.locked_s(9.0) is None
    talk.feed(TalkToggled(), 9.0)
    assert talk.state is Talk.LOCKED


def test_a_tap_is_done_and_a_slip_in_the_midst_of_speech_is_not(talk: Decider) -> None:
    speak(talk, 0)
    for first, score, ends in ((20, SPEECH, []), (80, 0.0, [Ended()])):
        press(talk, first - 1)
        hear(talk.feed, frames(first, 10, score))
        talk.feed(TalkReleased(), captured(first + 9))
        assert bounds(hear(talk.feed, frames(first + 10, 30))) == ends


def test_a_choice_counts_at_once_and_begins_the_pause_anew(talk: Decider) -> None:
    for wait in (Wait.STANDARD, Wait.PATIENT, Wait.STANDARD):
        assert talk.feed(ChooseWait(wait), 0.0) == []
    assert talk.closing(0.0) is None
    speak(talk, 0)
    hear(talk.feed, frames(20, 80))
    talk.feed(ChooseWait(Wait.QUICK), captured(99))
    assert bounds(hear(talk.feed, frames(100, 49))) == []
    talk.feed(ChooseWait(Wait.ONLY_DONE), captured(148))
    assert bounds(hear(talk.feed, frames(149, 490))) == []
    assert talk.closing(captured(638)) is None
    talk.feed(TalkPressed(), captured(638))
    talk.feed(ChooseWait(Wait.QUICK), captured(638))
    assert talk.state is Talk.HELD


# --- done and pause


@pytest.mark.parametrize("event", [Done(), Pause()])
def test_done_and_pause_end_it_now(talk: Decider, event: Done | Pause) -> None:
    """Law 4."""
    speak(talk, 0)
    assert talk.feed(event, captured(19)) == [Ended()]
    assert talk.deadline is None


@pytest.mark.parametrize("event", [Done(), Pause()])
def test_done_and_pause_end_what_a_key_holds_open(talk: Decider, event: Done | Pause) -> None:
    press(talk, after=0)
    speak(talk, 1)
    assert talk.feed(event, captured(20)) == [Ended()]
    assert talk.state is not Talk.HELD, "the key that is still down counts as let go"


def test_done_ends_nothing_where_nothing_was_said(talk: Decider) -> None:
    hear(talk.feed, frames(0, 10))
    assert talk.feed(Done(), captured(9)) == []


def test_done_takes_the_last_syllable_no_longer(talk: Decider) -> None:
    press(talk, after=0)
    speak(talk, 1)
    talk.feed(TalkReleased(), captured(20))
    assert talk.feed(Done(), captured(20)) == [Ended()]
    assert (talk.state, talk.deadline) == (Talk.HANDS_FREE, None)


def test_a_paused_microphone_hears_nothing_until_resume(talk: Decider) -> None:
    talk.feed(Pause(), 0.0)
    assert speak(talk, 0) == []
    assert talk.feed(TalkPressed(), 1.0) == []
    assert talk.feed(Done(), 1.0) == []
    talk.feed(Resume(), captured(99))
    assert bounds(speak(talk, 100)) == [Began(100, 100, 104)]


def test_a_run_up_out_of_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 2 s"):
        TalkParams(preroll_s=2.5)


# --- mute; its own file has the rest


@pytest.mark.parametrize("by_key", [False, True])
def test_mute_lets_an_utterance_go_on_for_five_seconds(talk: Decider, by_key: bool) -> None:
    """Law 4."""
    if by_key:
        press(talk, after=-1)
    speak(talk, 0)
    talk.feed(Mute(on=True), captured(19))
    assert talk.deadline == pytest.approx(captured(19) + 5.0)
    assert talk.feed(Done(), captured(19)) == [Ended()]
    assert talk.state is Talk.MUTED


def test_unmute_gives_the_microphone_back(talk: Decider) -> None:
    talk.feed(Mute(on=True), 0.0)
    assert speak(talk, 0) == []
    talk.feed(Mute(on=False), captured(19))
    assert bounds(speak(talk, 20)) == [Began(0, 20, 24)]
