"""Which frames are an utterance's: late ones, the run-up, what a key takes over (laws 1 and 4)."""

from __future__ import annotations

import pytest

from app.core.activity import ActivityParams
from app.core.events import Done, TalkReleased, Tick
from app.core.talk import Began, Decider, Ended, Talk, TalkParams
from tests.core.builders import SPEECH, captured, frames, hear
from tests.core.test_talk import bounds, grown, press, speak


@pytest.fixture
def talk() -> Decider:
    return Decider(TalkParams(), ActivityParams(wait_s=2.0))


def test_frames_that_were_late_belong_to_the_utterance_if_it_is_still_open(talk: Decider) -> None:
    speak(talk, 0)
    late = [one for each in frames(20, 100, SPEECH) for one in talk.feed(each, 2.42)]
    assert grown(late) == [*range(20, 120)]
    assert talk.feed(Tick(), 2.42) == []
    assert talk.is_talking


def test_frames_that_come_after_the_end_pass_through_detection_as_any(talk: Decider) -> None:
    speak(talk, 0)
    talk.feed(Tick(), captured(19) + 2.6)
    assert bounds(hear(talk.feed, frames(20, 50))) == []
    assert bounds(speak(talk, 70)) == [Began(45, 70, 74)]


def test_the_run_up_never_reaches_behind_the_utterance_before(talk: Decider) -> None:
    """Law 1."""
    speak(talk, 0)
    talk.feed(Done(), captured(19))
    hear(talk.feed, frames(20, 10))
    assert bounds(speak(talk, 30)) == [Began(20, 30, 34)]


def test_the_run_up_never_reaches_over_a_gap(talk: Decider) -> None:
    hear(talk.feed, frames(0, 50))
    hear(talk.feed, frames(90, 10))
    assert bounds(speak(talk, 100)) == [Began(90, 100, 104)]


def test_a_gap_in_the_run_up_of_the_detector_is_not_reached_over_either(talk: Decider) -> None:
    hear(talk.feed, frames(0, 3, SPEECH))
    assert bounds(speak(talk, 90)) == [Began(90, 90, 94)]


def test_no_run_up_is_a_setting() -> None:
    bare = Decider(TalkParams(preroll_s=0.0), ActivityParams())
    hear(bare.feed, frames(0, 50))
    assert bounds(speak(bare, 50)) == [Began(50, 50, 54)]


def test_a_key_pressed_in_the_midst_of_speech_takes_it_over(talk: Decider) -> None:
    speak(talk, 0)
    press(talk, after=19)
    assert bounds(hear(talk.feed, frames(20, 200))) == []
    talk.feed(TalkReleased(), captured(219))
    assert bounds(hear(talk.feed, frames(220, 20))) == [Ended()]


def test_the_key_may_be_pressed_again_before_the_last_syllable(talk: Decider) -> None:
    press(talk, after=0)
    speak(talk, 1)
    talk.feed(TalkReleased(), captured(20))
    press(talk, after=25)
    assert talk.state is Talk.HELD
    assert bounds(hear(talk.feed, frames(26, 200))) == []
