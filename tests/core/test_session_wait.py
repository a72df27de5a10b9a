"""The candidate's wait in a whole interview; and that nobody else is told of it."""

from __future__ import annotations

import dataclasses
import json

import pytest

import app.core.events as ev
from app.core.echo import Echo
from app.core.entries import KINDS
from app.core.patience import Wait
from app.core.status import SessionStatus, StatusTrack
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import Situation
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes


def turn(stage: Stage) -> float:
    """Speak for a second; return how long the pause was that ended it, in seconds."""
    stage.hear(1.0, SPEECH)
    for n in range(400):
        if notes(stage.hear(ev.FRAME_S, SILENCE), "utterance.ended"):
            return (n + 1) * ev.FRAME_S
    pytest.fail("it did not end")


def first(**params: float) -> Stage:
    """Return a stage like ``greeted``'s on which the first answer waits as it does."""
    stage = Stage(3, first_answer_s=0.7, **params)
    stage.open()
    stage.reply("Hello. What do you do?")
    stage.play()
    stage.hear(1.0, SILENCE)
    return stage


def reply(stage: Stage, seconds: float = 0.2) -> None:
    stage.reply(seconds=seconds)
    stage.play()
    stage.hear(1.0, SILENCE)


def test_the_first_answer_is_waited_for_longer_all_of_it_and_no_other() -> None:
    stage = first()
    assert turn(stage) == pytest.approx(2.7, abs=0.03)
    stage.hear(2.0, SILENCE)
    assert turn(stage) == pytest.approx(2.7, abs=0.03), "no reply yet: it is the same answer"
    reply(stage)
    assert turn(stage) == pytest.approx(2.0, abs=0.03)


def test_who_goes_on_before_the_reply_gets_longer_pauses_from_then_on() -> None:
    stage = greeted(questions=3)
    turn(stage)
    stage.hear(0.5, SILENCE)
    assert turn(stage) == pytest.approx(2.3, abs=0.03)
    reply(stage)
    assert turn(stage) == pytest.approx(2.2, abs=0.03), "the second turn stood"


def test_who_goes_on_over_the_reply_does_too() -> None:
    stage = greeted(questions=3)
    stage.feed(ev.EchoTold(Echo.HEADPHONES))
    turn(stage)
    stage.reply(seconds=5.0)
    stage.feed(ev.Played(2, 0, 480, stage.now))
    assert stage.session.floor is Floor.INTERVIEWER
    assert turn(stage) == pytest.approx(2.3, abs=0.03)


def test_who_answers_a_short_reply_at_once_does_not() -> None:
    stage = greeted(questions=3)
    turn(stage)
    stage.reply("Why?", seconds=0.2)
    stage.play()
    stage.hear(0.6, SILENCE)
    assert turn(stage) == pytest.approx(2.0, abs=0.03)


def test_toggle_lock_and_choice_reach_the_machine() -> None:
    stage = greeted()
    stage.feed(ev.TalkToggled(), ev.ChooseWait(Wait.QUICK))
    assert stage.session.talk.state is Talk.LOCKED
    stage.hear(3.0, SILENCE)
    stage.feed(ev.TalkToggled())
    assert notes(stage.hear(0.3, SILENCE), "utterance.ended")
    assert stage.session.talk.patience.wait is Wait.QUICK


# --- nobody else is told


def test_nothing_that_is_kept_or_reported_has_a_place_for_a_pause() -> None:
    """Not for how long it was, nor for what was chosen."""
    for kind in (*KINDS.values(), SessionStatus):
        for field in dataclasses.fields(kind):
            words = set(field.name.split("_"))
            assert not words & {"pause", "paused", "wait", "patience", "hesitation", "closing"}


@pytest.mark.parametrize("wait", Wait)
def test_a_choice_leaves_no_trace_in_the_journal(wait: Wait) -> None:
    told = []
    for chosen in (Wait.STANDARD, wait):
        stage = greeted()
        assert not notes(stage.feed(ev.ChooseWait(chosen)), "")
        stage.hear(2.0, SPEECH)
        stage.hear(0.6, SILENCE)
        stage.feed(ev.Done())
        reply(stage)
        told.append(json.dumps([(at_ms, one.kind, one.payload) for at_ms, one in stage.noted]))
    assert told[0] == told[1]


def test_a_turn_that_is_about_to_end_is_reported_as_one_in_which_the_candidate_talks() -> None:
    """Else the times of the reports would be those of each pause."""
    stage, track = greeted(), StatusTrack()
    stage.hear(1.0, SPEECH)
    talks = track.take(stage.session.view(stage.now), 0.0, stage.now)
    stage.hear(1.5, SILENCE)
    view = stage.session.view(stage.now)
    assert view.closing is not None
    status = track.take(view, 0.0, stage.now)
    assert (talks.situation, status.situation) == (Situation.TALKING, Situation.TALKING)
    assert status.for_s == pytest.approx(1.5)
