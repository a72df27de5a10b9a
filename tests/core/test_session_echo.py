from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.echo import Echo
from app.core.session import SessionParams
from app.core.turns import TurnParams
from tests.core.builders import SPEECH, Stage, greeted


def interrupted(stage: Stage, seconds: float) -> list[act.Action]:
    """What is done while the candidate speaks under the interviewer."""
    stage.answer()
    stage.reply(seconds=3.0)
    stage.feed(ev.Played(2, 0, 4800, stage.now))
    return stage.hear(seconds, SPEECH)


def test_in_headphones_the_candidate_may_interrupt() -> None:
    """Law 10."""
    stage = greeted(params=SessionParams(turns=TurnParams(headphones=True)))
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
