from __future__ import annotations

import pytest

from app.core.faults import LinkLost
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView
from app.terminal import words
from tests.terminal.views import view

FLOORS = {
    Floor.NOBODY: "Listening",
    Floor.CANDIDATE: "You are talking",
    Floor.WAITING: "Thinking",
    Floor.INTERVIEWER: "Interviewer speaking",
}


@pytest.mark.parametrize("floor", Floor)
def test_while_all_is_well_the_floor_comes_first_and_the_link_is_not_named(floor: Floor) -> None:
    assert words.state(view(floor=floor)) == f"{FLOORS[floor]} · question 1 of 3"


@pytest.mark.parametrize("state", [state for state in LinkState if state is not LinkState.UP])
def test_a_link_that_is_not_up_is_named_once_and_first(state: LinkState) -> None:
    text = words.state(view(floor=Floor.WAITING, link=LinkView(state)))
    word = words.link(view(link=LinkView(state)))
    assert text.lower().startswith(word.lower())
    assert text.lower().count(word.lower()) == 1


@pytest.mark.parametrize("state", [state for state in LinkState if state is not LinkState.UP])
def test_who_talks_is_told_first_that_it_is_heard_even_without_a_link(state: LinkState) -> None:
    text = words.state(view(floor=Floor.CANDIDATE, link=LinkView(state)))
    assert text.startswith("You are talking · ")
    assert words.link(view(link=LinkView(state))) in text


@pytest.mark.parametrize("talk", Talk)
@pytest.mark.parametrize("floor", Floor)
@pytest.mark.parametrize("state", LinkState)
def test_every_state_has_words(floor: Floor, talk: Talk, state: LinkState) -> None:
    text = words.state(view(floor=floor, talk=talk, link=LinkView(state)))
    assert "question 1 of 3" in text
    assert ("muted" in text) == (talk is Talk.MUTED)
    assert ("paused" in text) == (talk is Talk.PAUSED)
    assert ("talk key" in text) == (talk in {Talk.HELD, Talk.RELEASING})


def test_a_reconnecting_link_says_which_attempt_and_how_much_is_safe() -> None:
    waiting = LinkView(LinkState.WAITING, attempts=2, fault=LinkLost("x"))
    said = words.link(view(link=waiting, answer_s=12.4))
    assert said == "reconnecting, attempt 3; 12 s of your answer are safe"


def test_a_suspect_link_asks_to_keep_talking() -> None:
    suspect = LinkView(LinkState.UP, suspect_s=4.0)
    assert "keep talking" in words.state(view(floor=Floor.CANDIDATE, link=suspect))
    assert words.state(view(floor=Floor.WAITING, link=suspect)).startswith("Connection is weak")


def test_a_backlog_is_told_from_a_second_on() -> None:
    assert "still to send" not in words.state(view(link=LinkView(LinkState.UP, to_send_s=0.9)))
    assert "7 s still to send" in words.state(view(link=LinkView(LinkState.UP, to_send_s=7.2)))


@pytest.mark.parametrize("how", ["finished", "left", "held", "failed"])
def test_every_end_has_a_sentence(how: str) -> None:
    assert words.end(how).endswith(".")


def test_an_answer_without_words_is_its_length() -> None:
    assert words.answer(None, 42.9) == "Answer, 0:42"
    assert words.answer("", 3600.0) == "Answer, 60:00"
    assert words.answer("I repair bicycles.", 3.0) == "I repair bicycles."


def test_what_a_server_sends_cannot_steer_the_terminal() -> None:
    assert words.plain("a\x1b[2Jb\nc\ud83d ü 你") == "a [2Jb c  ü 你"


def test_an_interview_of_the_list_is_one_line() -> None:
    line = words.interview("2026-11-23-1412-7k3f", 125.0, 1, "finished")
    assert line == "2026-11-23-1412-7k3f     2:05    1 answer    finished"
    assert "3 answers   held" in words.interview("x", 5.0, 3, "held")
