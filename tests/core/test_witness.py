from __future__ import annotations

from app.core.actions import ListDevices
from app.core.witness import ASK_AFTER_S, PROMPT_S, Witness

ASKED = [ListDevices()]


def asked() -> Witness:
    """Return one that asks at 0.0 s."""
    witness = Witness()
    witness.doubt(-ASK_AFTER_S)
    assert witness.ask(0.0) == ASKED
    return witness


def test_it_asks_once_and_a_little_after_the_stall() -> None:
    witness = Witness()
    assert witness.ask(9.0) == []
    witness.doubt(10.0)
    assert witness.deadline == 10.0 + ASK_AFTER_S
    assert witness.ask(10.0 + ASK_AFTER_S - 0.01) == []
    assert witness.ask(10.0 + ASK_AFTER_S) == ASKED
    assert (witness.deadline, witness.ask(60.0)) == (None, [])


def test_a_prompt_answer_counts_once() -> None:
    witness = asked()
    assert witness.answers(PROMPT_S)
    assert not witness.answers(PROMPT_S)
    assert witness.deadline is None


def test_a_list_that_nobody_asked_for_says_nothing() -> None:
    assert not Witness().answers(1.0)


def test_an_answer_that_was_held_up_is_asked_for_again() -> None:
    witness = asked()
    assert not witness.answers(5.0)
    assert witness.deadline == 5.0
    assert witness.ask(5.0) == ASKED
    assert witness.answers(5.1)


def test_whoever_is_heard_again_leaves_no_doubt() -> None:
    witness = asked()
    witness.rest()
    assert not witness.answers(0.1)
    witness.doubt(1.0)
    witness.rest()
    assert witness.deadline is None
