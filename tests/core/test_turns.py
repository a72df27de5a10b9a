from __future__ import annotations

import pytest

from app.core.activity import Ear
from app.core.echo import Echo
from app.core.turns import Floor, Turn, TurnParams, Turns


def after(*happened: Turn, headphones: bool = False) -> Turns:
    turns = Turns(TurnParams(headphones=headphones))
    for turn in happened:
        turns.feed(turn)
    return turns


ASKED = (Turn.ASKED,)
TALKING = (Turn.BEGAN,)
WAITING = (Turn.BEGAN, Turn.ENDED)
SOUNDING = (*WAITING, Turn.SOUNDS)


@pytest.mark.parametrize(
    ("happened", "floor"),
    [
        ((), Floor.NOBODY),
        (ASKED, Floor.WAITING),
        (TALKING, Floor.CANDIDATE),
        (WAITING, Floor.WAITING),
        (SOUNDING, Floor.INTERVIEWER),
        ((*SOUNDING, Turn.OVER), Floor.NOBODY),
        ((Turn.SOUNDS,), Floor.INTERVIEWER),
    ],
)
def test_a_turn_passes_the_floor_on(happened: tuple[Turn, ...], floor: Floor) -> None:
    assert after(*happened).floor is floor


@pytest.mark.parametrize("before", [(), ASKED, TALKING, WAITING, SOUNDING])
def test_the_candidate_takes_the_floor_at_any_time(before: tuple[Turn, ...]) -> None:
    assert after(*before, Turn.BEGAN).floor is Floor.CANDIDATE


def test_the_candidate_keeps_the_floor_whatever_the_interviewer_does() -> None:
    others = (Turn.SOUNDS, Turn.OVER, Turn.LOST, Turn.ASKED)
    assert after(*TALKING, *others).floor is Floor.CANDIDATE


def test_a_declined_reply_gives_the_floor_to_nobody() -> None:
    assert after(*WAITING, Turn.OVER).floor is Floor.NOBODY


def test_a_reply_that_is_lost_is_waited_for_again() -> None:
    assert after(*SOUNDING, Turn.LOST).floor is Floor.WAITING


def test_what_never_sounded_cannot_be_lost() -> None:
    assert after(*WAITING, Turn.LOST).floor is Floor.WAITING
    assert after(Turn.LOST).floor is Floor.NOBODY


# --- how readily speech is believed


@pytest.mark.parametrize("before", [(), ASKED, TALKING, WAITING])
@pytest.mark.parametrize("headphones", [False, True])
def test_the_ear_is_open_while_nobody_else_is_heard(
    before: tuple[Turn, ...], headphones: bool
) -> None:
    assert after(*before, headphones=headphones).ear(5.0, 0.0) is Ear.OPEN


def test_a_loudspeaker_closes_the_ear_and_headphones_make_it_strict() -> None:
    assert after(*SOUNDING).ear(5.0, 0.0) is Ear.CLOSED
    assert after(*SOUNDING, headphones=True).ear(5.0, 0.0) is Ear.STRICT


def test_the_room_is_heard_for_a_while_after_the_loudspeaker() -> None:
    over = after(*SOUNDING, Turn.OVER)
    assert over.ear(10.34, heard_until=10.0) is Ear.CLOSED
    assert over.ear(10.36, heard_until=10.0) is Ear.OPEN


def test_headphones_have_no_room() -> None:
    assert after(*SOUNDING, Turn.OVER, headphones=True).ear(10.0, heard_until=10.0) is Ear.OPEN


def test_where_the_echo_is_taken_out_the_candidate_may_interrupt_with_clear_speech() -> None:
    turns = after(*SOUNDING)
    turns.echo = Echo.CANCELLED
    assert turns.ear(5.0, heard_until=0.0) is Ear.STRICT
    turns.feed(Turn.OVER)
    assert turns.ear(10.34, heard_until=10.0) is Ear.STRICT, "the room still sounds"
    assert turns.ear(10.36, heard_until=10.0) is Ear.OPEN


@pytest.mark.parametrize(
    ("headphones", "echo"), [(True, Echo.HEADPHONES), (False, Echo.HALF_DUPLEX)]
)
def test_nothing_is_believed_to_take_the_echo_out_before_it_is_told(
    headphones: bool, echo: Echo
) -> None:
    assert after(headphones=headphones).echo is echo


@pytest.mark.parametrize("echo", list(Echo))
def test_a_plan_that_forbids_it_closes_the_ear_while_the_interviewer_is_heard(echo: Echo) -> None:
    turns = Turns(TurnParams(), may_interrupt=False)
    turns.echo = echo
    for turn in SOUNDING:
        assert turns.ear(5.0, heard_until=0.0) is Ear.OPEN
        turns.feed(turn)
    assert turns.ear(5.0, heard_until=0.0) is Ear.CLOSED
    turns.feed(Turn.OVER)
    assert turns.ear(5.0, heard_until=0.0) is Ear.OPEN
