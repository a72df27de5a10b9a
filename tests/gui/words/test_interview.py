from __future__ import annotations

import pytest

from app.core.faults import DeviceFault, Fault, KeyRefused, LinkLost, OldSocketOpen, ServerBusy
from app.core.link import LinkState
from app.core.microphone import Mic
from app.core.patience import Wait
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView, Situation, View
from app.gui.words import interview as words
from tests.gui.views import UP, view


def test_every_situation_has_a_word_of_its_own() -> None:
    texts = [words.situation(one) for one in Situation]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_help_says_what_to_do_and_where_nothing_is_to_be_said_nothing() -> None:
    silent = {one for one in Situation if not words.help_for(one)}
    ends = {Situation.FINISHED, Situation.LEFT, Situation.ENDED_HELD, Situation.FAILED}
    assert silent == ends | {Situation.CONNECTING, Situation.INTERVIEWER}
    assert words.help_for(Situation.ENDING) == "Speak on to keep your turn."


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (view(floor=Floor.CANDIDATE), words.help_for(Situation.TALKING)),
        (view(floor=Floor.CANDIDATE, talk=Talk.HELD), "Your turn ends when you let go."),
        (view(floor=Floor.CANDIDATE, talk=Talk.RELEASING), "Your turn ends when you let go."),
        (
            view(floor=Floor.CANDIDATE, talk=Talk.LOCKED),
            "Your turn ends when you press Talk again, or with Done.",
        ),
        (view(floor=Floor.CANDIDATE, wait=Wait.ONLY_DONE), "Your turn ends with Done."),
        (view(floor=Floor.INTERVIEWER), "You can speak at any time."),
        (
            view(floor=Floor.INTERVIEWER, hears=False),
            "Use Talk to interrupt, or put on headphones.",
        ),
        (
            view(floor=Floor.INTERVIEWER, hears=False, may_interrupt=False),
            "Please hear the question to its end. Talk still lets you in.",
        ),
        (view(floor=Floor.INTERVIEWER, talk=Talk.MUTED), ""),
        (view(hears=False), words.help_for(Situation.LISTENING)),
        (view(talk=Talk.PAUSED), words.help_for(Situation.PAUSED)),
        (
            view(talk=Talk.PAUSED, microphone_state=Mic.CLOSING),
            "Nothing is recorded. Your microphone is being switched off.",
        ),
    ],
)
def test_help_says_only_what_is_true_of_the_keys_and_of_the_room(
    shown: View, expected: str
) -> None:
    assert words.help_now(shown) == expected


def test_muted_and_paused_are_never_confused() -> None:
    assert "microphone is still open" in words.help_for(Situation.MUTED)
    assert "microphone is off" in words.help_for(Situation.PAUSED)
    assert "still open" in words.muted_or_paused(Talk.MUTED)
    assert "is off" in words.muted_or_paused(Talk.PAUSED)
    assert words.muted_or_paused(Talk.HELD) == words.muted_or_paused(Talk.RELEASING)
    assert words.muted_or_paused(Talk.HELD) != words.muted_or_paused(Talk.HANDS_FREE)
    assert words.muted_or_paused(Talk.LOCKED) == "Microphone locked on"


def test_place_and_what_is_saved_are_told_in_numbers() -> None:
    assert words.progress(2, 7) == "Question 2 of 7"
    assert words.saved(0.0) == "Saved to 0:00"
    assert words.saved(134.9) == "Saved to 2:14"
    assert words.saved(3725.0) == "Saved to 62:05"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (UP, "Connected"),
        (LinkView(LinkState.UP, suspect_s=1.0), "Weak connection"),
        (LinkView(LinkState.CONNECTING), "Connecting"),
        (LinkView(LinkState.CONNECTING, attempts=0, lost_s=0.2), "Reconnecting, attempt 1"),
        (LinkView(LinkState.CONNECTING, attempts=3, lost_s=4.0), "Reconnecting, attempt 3"),
        (LinkView(LinkState.WAITING, 3, 4.4, 9.0), "Attempt 4 in 4 s"),
        (LinkView(LinkState.WAITING, 3, 0.4, 9.0), "Reconnecting, attempt 3"),
        (LinkView(LinkState.HELD, 9, 12.0, 60.0), "On hold"),
        (LinkView(LinkState.CLOSED), "Closed"),
    ],
)
def test_the_connection_in_a_few_words(link: LinkView, expected: str) -> None:
    assert words.link(link) == expected


def test_while_it_reconnects_what_is_safe_is_told_from_one_second_of_answer_on() -> None:
    link = LinkView(LinkState.WAITING, attempts=2, lost_s=4.0)
    short, long = view(link=link, answer_s=0.9), view(link=link, answer_s=41.4)
    assert words.reconnecting(short).endswith("Everything you said is safe.")
    assert words.reconnecting(long) == "Reconnecting, attempt 2. 41 s of your answer are safe."


@pytest.mark.parametrize("fault", [None, LinkLost("cut"), OldSocketOpen("no"), DeviceFault("no")])
def test_what_mends_itself_asks_for_nothing(fault: Fault | None) -> None:
    assert words.link_fault(fault) == ""


def test_what_a_server_said_is_never_in_our_words() -> None:
    for fault in (KeyRefused("<b>403</b>"), ServerBusy("<b>503</b>")):
        assert words.link_fault(fault)
        assert "<b>" not in words.link_fault(fault)


def test_an_answer_without_words_is_told_by_its_length() -> None:
    assert words.answer(72.0) == "Your answer, 1:12"


def test_everything_in_one_breath() -> None:
    muted = view(floor=Floor.NOBODY, talk=Talk.MUTED, place=2)
    assert words.status(muted, 134.2) == (
        "Muted. Muted: the microphone is still open. Connected. Saved to 2:14. Question 2 of 3."
    )
