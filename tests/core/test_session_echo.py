from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.echo import Echo
from app.core.session import SessionParams
from app.core.turns import Floor, TurnParams
from tests.core.builders import SPEECH, Stage, greeted

HEADPHONES = SessionParams(turns=TurnParams(headphones=True))


def interrupted(stage: Stage, seconds: float) -> list[act.Action]:
    """What is done while the candidate speaks under the interviewer."""
    stage.answer()
    stage.reply(seconds=3.0)
    stage.feed(ev.Played(2, 0, 4800, stage.now))
    return stage.hear(seconds, SPEECH)


def test_in_headphones_the_candidate_may_interrupt() -> None:
    """Law 10."""
    stage = greeted(params=HEADPHONES)
    done = interrupted(stage, 0.5)
    assert [one for one in done if not isinstance(one, act.Note)] == [act.FlushPlayout()]
    assert stage.session.view(stage.now).hears


def test_a_burst_does_not_interrupt_a_loudspeaker_whose_echo_is_taken_out() -> None:
    """Law 10."""
    stage = greeted()
    stage.feed(ev.EchoTold(Echo.CANCELLED))
    assert interrupted(stage, 0.2) == []


@pytest.mark.parametrize("mode", [Echo.HEADPHONES, Echo.CANCELLED])
def test_once_nothing_takes_the_echo_out_any_more_the_microphone_rests(mode: Echo) -> None:
    """Law 2."""
    stage = greeted()
    stage.feed(ev.EchoTold(mode))
    stage.feed(ev.EchoTold(Echo.HALF_DUPLEX))
    assert interrupted(stage, 2.0) == []
    assert not stage.session.view(stage.now).hears


# --- a plan that forbids to interrupt


def heard(params: SessionParams) -> Stage:
    """Return an interview in which the interviewer is heard, and may not be interrupted."""
    stage = Stage(params=params, may_interrupt=False)
    stage.open()
    stage.reply("Hello. What do you do?", seconds=9.0)
    stage.feed(ev.Played(1, 0, 2400, stage.now))
    assert stage.session.floor is Floor.INTERVIEWER
    return stage


def test_where_the_plan_forbids_it_no_voice_cuts_the_interviewer_short() -> None:
    stage = heard(HEADPHONES)
    view = stage.session.view(stage.now)
    assert (view.hears, view.may_interrupt) == (False, False)
    stage.hear(1.0, SPEECH)
    assert stage.session.floor is Floor.INTERVIEWER
    assert not any(isinstance(one, act.FlushPlayout) for one in stage.done)


@pytest.mark.parametrize("key", [ev.TalkPressed(), ev.TalkToggled()])
def test_the_key_does_so_all_the_same(key: ev.TalkIntent) -> None:
    stage = heard(HEADPHONES)
    stage.feed(key)
    stage.hear(0.4, SPEECH)
    assert stage.session.floor is Floor.CANDIDATE
    assert any(isinstance(one, act.FlushPlayout) for one in stage.done)


def test_when_the_interviewer_has_been_heard_the_candidate_speaks_as_ever() -> None:
    stage = heard(HEADPHONES)
    stage.feed(ev.Played(1, 2400, 9 * 24_000 - 2400, stage.now))
    stage.now += 9.0
    assert stage.session.view(stage.now).hears
    stage.hear(1.0, SPEECH)
    assert stage.session.floor is Floor.CANDIDATE
