"""Which tone is due, and where: never where the microphone would hear it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.actions import Cue
from app.core.cues import Cues
from app.core.echo import Echo
from app.core.talk import Talk
from app.core.tones import CueParams, Tone

TAKEN = {Talk.HELD, Talk.RELEASING, Talk.LOCKED}


@pytest.fixture
def cues() -> Cues:
    return Cues(CueParams())


def follow(cues: Cues, *states: Talk, echo: Echo = Echo.HEADPHONES) -> list[Tone]:
    """Let these states come, a second apart; return the tones."""
    return [one.tone for n, talk in enumerate(states) for one in cues.follow(talk, echo, float(n))]


def test_a_key_that_is_held_is_heard_to_take_the_turn_and_to_give_it_back_after_the_tail(
    cues: Cues,
) -> None:
    assert cues.follow(Talk.HELD, Echo.HEADPHONES, 1.0) == [Cue(Tone.TALK_ON)]
    assert cues.follow(Talk.HELD, Echo.HEADPHONES, 2.0) == []
    assert cues.follow(Talk.RELEASING, Echo.HEADPHONES, 3.0) == []
    assert cues.follow(Talk.HANDS_FREE, Echo.HEADPHONES, 3.25) == [Cue(Tone.TALK_OFF)]


def test_a_second_press_within_the_tail_is_no_news(cues: Cues) -> None:
    states = (Talk.HELD, Talk.RELEASING, Talk.LOCKED, Talk.RELEASING, Talk.HELD, Talk.PAUSED)
    assert follow(cues, *states) == [Tone.TALK_ON, Tone.TALK_OFF]


def test_a_lock_is_brought_to_mind_each_minute_and_what_was_missed_is_not_made_up_for(
    cues: Cues,
) -> None:
    assert cues.deadline is None
    follow(cues, Talk.LOCKED)
    assert cues.deadline == 60.0
    assert cues.follow(Talk.LOCKED, Echo.HEADPHONES, 59.9) == []
    assert cues.follow(Talk.LOCKED, Echo.HEADPHONES, 60.0) == [Cue(Tone.REMINDER)]
    assert cues.deadline == 120.0
    assert cues.follow(Talk.LOCKED, Echo.HEADPHONES, 300.0) == [Cue(Tone.REMINDER)]
    assert cues.deadline == 360.0
    cues.follow(Talk.RELEASING, Echo.HEADPHONES, 301.0)
    assert cues.deadline is None


@pytest.mark.parametrize(
    ("echo", "heard"),
    [
        (Echo.HEADPHONES, [Tone.TALK_ON, Tone.REMINDER, Tone.TALK_OFF]),
        (Echo.CANCELLED, [Tone.REMINDER]),
        (Echo.HALF_DUPLEX, []),
    ],
)
def test_no_tone_is_played_where_the_microphone_would_hear_it(
    cues: Cues, echo: Echo, heard: list[Tone]
) -> None:
    states = (Talk.LOCKED, *[Talk.LOCKED] * 60, Talk.HANDS_FREE)
    assert follow(cues, *states, echo=echo) == heard


def test_who_wants_no_tones_has_none_and_no_tick_for_them() -> None:
    cues = Cues(CueParams(on=False))
    assert follow(cues, Talk.HELD, *[Talk.LOCKED] * 99, Talk.HANDS_FREE) == []
    follow(cues, Talk.LOCKED)
    assert cues.deadline is None


@given(st.lists(st.sampled_from(list(Talk)), min_size=40))
def test_on_and_off_alternate_and_begin_with_on(states: list[Talk]) -> None:
    tones = [one for one in follow(Cues(CueParams()), *states) if one is not Tone.REMINDER]
    assert tones[:1] in ([], [Tone.TALK_ON])
    assert all(one is not other for one, other in pairwise(tones))
    is_taken = states[-1] in TAKEN
    assert (len(tones) % 2 == 1) is is_taken
