from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.account import What
from app.core.faults import (
    DeviceFault,
    Fault,
    LinkLost,
    MicrophoneBlocked,
    MicrophoneStalled,
)
from app.core.found import Found
from app.core.link import LinkState
from app.core.space import Room
from app.core.switch import Switched
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import DiskView, LinkView
from app.terminal import words
from app.terminal.turn_words import allow_microphone
from tests.terminal.views import view

FLOORS = {
    Floor.NOBODY: "Your turn",
    Floor.CANDIDATE: "You are talking",
    Floor.WAITING: "Thinking",
    Floor.INTERVIEWER: "Interviewer speaking",
}


@pytest.mark.parametrize("floor", Floor)
def test_while_all_is_well_the_floor_comes_first_and_the_link_is_not_named(floor: Floor) -> None:
    assert words.state(view(floor=floor)) == f"{FLOORS[floor]} · question 1 of 3"


@pytest.mark.parametrize("state", [state for state in LinkState if not state.works])
def test_a_link_that_is_not_up_is_named_once_and_first(state: LinkState) -> None:
    text = words.state(view(floor=Floor.WAITING, link=LinkView(state)))
    word = words.link(view(link=LinkView(state)))
    assert text.lower().startswith(word.lower())
    assert text.lower().count(word.lower()) == 1


@pytest.mark.parametrize("state", [state for state in LinkState if not state.works])
def test_who_talks_is_told_first_that_it_is_heard_even_without_a_link(state: LinkState) -> None:
    text = words.state(view(floor=Floor.CANDIDATE, link=LinkView(state)))
    assert text.startswith("You are talking · ")
    assert words.link(view(link=LinkView(state))) in text


def test_who_speaks_while_it_is_held_is_told_to_finish() -> None:
    text = words.state(view(floor=Floor.CANDIDATE, link=LinkView(LinkState.HELD)))
    assert "held: everything is saved; finish this answer, it is sent later" in text


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (MicrophoneStalled("x"), "The microphone has stopped: look at its cable and its switch"),
        (
            MicrophoneBlocked("x"),
            f"The microphone is blocked: unmute it, or allow it in {allow_microphone()}",
        ),
        (DeviceFault("x"), "No microphone: connect it, it is taken up by itself"),
    ],
)
def test_a_lost_microphone_comes_first_with_what_to_do(fault: Fault, told: str) -> None:
    lost = view(floor=Floor.CANDIDATE, microphone=fault)
    assert words.state(lost) == f"{told} · question 1 of 3"
    assert "icrophone is closed" in words.state(replace(lost, talk=Talk.PAUSED))
    assert told not in words.state(replace(lost, talk=Talk.PAUSED))


def test_a_microphone_that_stands_in_is_told_unless_it_is_lost_too() -> None:
    switched = Switched("Head\x1bset", "Built-in")
    told = "no sound from Head set, switched to Built-in: u undoes it"
    assert words.state(view(switched=switched)) == f"Your turn · {told} · question 1 of 3"
    assert told not in words.state(view(switched=switched, microphone=DeviceFault("x")))


def test_who_talks_while_muted_reads_what_to_press_before_a_narrow_line_ends() -> None:
    muted = words.state(view(talk=Talk.MUTED))
    assert muted == "Your turn · muted (the microphone is still open) · question 1 of 3"
    talking = words.state(view(talk=Talk.MUTED, talks_muted=True))
    assert talking == "Your turn · you are talking while muted: m unmutes · question 1 of 3"


def test_what_concerns_the_turn_stands_before_what_a_narrow_line_may_lose() -> None:
    locked = view(talk=Talk.LOCKED, floor=Floor.CANDIDATE, locked_s=80.0, can_take_back=True)
    assert words.state(locked) == (
        "You are talking · microphone locked on, 1:20 · b takes your answer back · question 1 of 3"
    )


def test_a_loudspeaker_that_is_silent_is_told_beside_who_speaks() -> None:
    text = words.state(view(loudspeaker=DeviceFault("x")))
    assert "Your turn · nothing comes from the loudspeaker: read, and answer · " in text


@pytest.mark.parametrize("talk", Talk)
@pytest.mark.parametrize("floor", Floor)
@pytest.mark.parametrize("state", LinkState)
def test_every_state_has_words(floor: Floor, talk: Talk, state: LinkState) -> None:
    text = words.state(view(floor=floor, talk=talk, link=LinkView(state)))
    assert "question 1 of 3" in text
    assert ("muted" in text) == (talk is Talk.MUTED)
    assert ("paused" in text) == (talk is Talk.PAUSED)
    assert ("talk key" in text) == (talk in {Talk.HELD, Talk.RELEASING, Talk.LOCKED})
    assert ("talk key on" in text) == (talk is Talk.LOCKED)


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


# --- an interview that stopped

FOUND = Found("x", datetime(2026, 11, 23, 14, 12, tzinfo=UTC), True, 62.34, 2)


def test_what_stopped_is_told_with_when_how_long_and_how_many_answers() -> None:
    assert words.found(FOUND) == [
        "The practice interview of 23 Nov, 14:12 stopped before its end. Found: 1:02.3 of it, "
        "2 answers with a reply.",
        "Nothing saved is missing.",
    ]


def test_one_that_was_held_says_so_and_what_will_be_sent() -> None:
    held = replace(FOUND, began=None, was_held=True, answers=1, open_s=4.56)
    first, second, third = words.found(held)
    assert first == "The practice interview was held. Found: 1:02.3 of it, 1 answer with a reply."
    assert second == "Your last answer, 0:04.6, is saved and will be sent."
    assert third == "Nothing saved is missing."


def test_of_an_interview_that_is_no_practice_it_is_told_where_the_answer_goes() -> None:
    held = replace(FOUND, is_practice=False, was_held=True, open_s=4.56)
    first, second, _ = words.found(held)
    assert first.startswith("The interview of 23 Nov, 14:12 was held. ")
    assert second == (
        "Your last answer, 0:04.6, is saved and will be sent to that interview's server."
    )


def test_what_is_missing_is_told_to_the_tenth_of_a_second_and_all_in_one_line() -> None:
    cut = replace(
        FOUND,
        candidate_missing_s=0.52,
        interviewer_missing_s=61.0,
        entries_missing=3,
        repairs=("journal.db", "candidate.wav"),
    )
    assert words.found(cut)[1:] == [
        "Missing: 0:00.5 of your voice, 1:01.0 of the interviewer, 3 entries of the journal.",
        "Repaired: journal.db, candidate.wav.",
    ]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"candidate_missing_s": 0.06}, "Missing: 0:00.1 of your voice."),
        ({"interviewer_missing_s": 2.0}, "Missing: 0:02.0 of the interviewer."),
        ({"entries_missing": 12}, "Missing: 12 entries of the journal."),
    ],
)
def test_each_loss_is_told_alone(missing: dict[str, Any], sentence: str) -> None:
    assert words.found(replace(FOUND, **missing))[1] == sentence


def test_what_waits_says_how_to_go_on_with_it() -> None:
    said = words.waits("2026-11-23-1412-7k3f")
    assert said.endswith("To go on with it: python3 packaging/start.py resume 2026-11-23-1412-7k3f")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0:00.0"),
        (0.04, "0:00.0"),
        (0.06, "0:00.1"),
        (9.96, "0:10.0"),
        (59.96, "1:00.0"),
        (61.25, "1:01.2"),
        (3599.99, "60:00.0"),
    ],
)
def test_tenths_are_rounded_and_carried(seconds: float, text: str) -> None:
    assert words.tenths(seconds) == text


# --- the disk


def test_the_disk_is_told_when_something_is_wrong_with_it() -> None:
    assert words.disk(DiskView()) == ""
    assert words.disk(DiskView(Room.AMPLE, 900_000_000)) == ""
    assert words.disk(DiskView(Room.LOW, 123_456_789)) == "disk: 123 MB left"
    assert words.disk(DiskView(Room.LOW, 123_456_789, 5.4)) == "slow disk: 5 s not saved yet"


# --- what went wrong, and what a reader must know


@pytest.mark.parametrize("what", What)
def test_every_incident_has_words_with_and_without_a_length(what: What) -> None:
    timed, plain = words.incident(what, 12.34), words.incident(what, None)
    assert timed.endswith(" 0:12.3")
    assert "12" not in plain
    assert not plain.endswith(("for", "after"))


@pytest.mark.parametrize("fate", ["held", "withdrawn", "open"])
def test_an_answer_without_a_reply_says_what_became_of_it(fate: str) -> None:
    assert words.remark(fate, is_cut=False).startswith(" (not ")
    assert words.remark("answered", is_cut=False) == ""
    assert words.remark("answered", is_cut=True) == " (cut off here)"
