from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.answers import Exchange, Fate
from app.core.outgoing import HistoryTurn
from app.core.replies import Words
from app.core.transcript import Transcript
from tests.core.builders import utterance


def answer(*numbers: int, fate: Fate = Fate.ANSWERED, reply: int | None = None) -> Exchange:
    said = [utterance(n, (100 * n, 100 * n + 50), speech=(100 * n, 100 * n + 50)) for n in numbers]
    return Exchange(0, {}, said, fate, reply)


@pytest.fixture
def transcript() -> Transcript:
    return Transcript()


# --- the candidate's words


def test_fragments_are_put_together_as_they_come(transcript: Transcript) -> None:
    for text in (" I was", " born", " in Lima. "):
        transcript.candidate(text, 1, (0,))
    assert transcript.said(answer(0)) == "I was born in Lima."


def test_a_second_hearing_of_the_same_speech_replaces_the_first(transcript: Transcript) -> None:
    transcript.candidate("I was bored", 1, (0,))
    transcript.candidate("I was born ", 2, (0,))
    transcript.candidate("in Lima.", 2, (0,))
    assert transcript.said(answer(0)) == "I was born in Lima."


def test_two_windows_of_one_answer_are_read_in_order(transcript: Transcript) -> None:
    transcript.candidate("In Lima.", 2, (1,))
    transcript.candidate("I was born.", 1, (0,))
    assert transcript.said(answer(0, 1)) == "I was born. In Lima."


def test_an_answer_replayed_as_one_window_is_read_once(transcript: Transcript) -> None:
    transcript.candidate("I was born.", 1, (0,))
    transcript.candidate("In Lima.", 2, (1,))
    transcript.candidate("I was born in Lima.", 3, (0, 1))
    assert transcript.said(answer(0, 1)) == "I was born in Lima."


def test_an_utterance_that_joins_a_window_later_has_its_words_there(
    transcript: Transcript,
) -> None:
    transcript.candidate("I was born", 1, (0,))
    transcript.candidate(" in Lima.", 1, (0, 1))
    assert transcript.said(answer(0, 1)) == "I was born in Lima."


def test_an_answer_of_which_a_part_has_no_words_has_none(transcript: Transcript) -> None:
    transcript.candidate("I was born.", 1, (0,))
    assert transcript.said(answer(0, 1)) == ""


# --- the interviewer's words


def test_words_are_heard_when_playout_has_passed_their_sound(transcript: Transcript) -> None:
    for text, at in (("Thank ", 100), ("you. ", 200), ("Next.", 300)):
        transcript.interviewer(Words(1, text, at))
    heard = []
    for samples in (99, 100, 250, 300):
        transcript.played(1, samples, 1.0)
        heard.append(transcript.heard(1))
    assert heard == ["", "Thank", "Thank you.", "Thank you. Next."]


def test_words_that_are_shown_in_place_of_sound_count_and_the_sound_does_not(
    transcript: Transcript,
) -> None:
    transcript.interviewer(Words(1, "Hello.", 24_000))
    assert not transcript.is_shown(1)
    transcript.shown(1, 3.0)
    transcript.interviewer(Words(1, " Who are you?", 48_000))
    assert transcript.is_shown(1)
    assert (transcript.heard(1), transcript.began_at(1)) == ("Hello. Who are you?", 3.0)
    assert transcript.heard_s(1) == 0.0
    transcript.played(1, 12_000, 9.0)
    transcript.shown(1, 9.5)
    assert (transcript.began_at(1), transcript.heard_s(1)) == (3.0, 0.5)


def test_words_that_come_before_their_sound_are_not_heard_before_it(
    transcript: Transcript,
) -> None:
    """Law 10: the transcript keeps what was heard."""
    transcript.interviewer(Words(1, "Thank you.", 0))
    assert transcript.heard(1) == ""
    transcript.played(1, 480, 1.0)
    assert transcript.heard(1) == "Thank you."


def test_what_was_heard_stays_heard(transcript: Transcript) -> None:
    transcript.interviewer(Words(1, "Thank you.", 200))
    transcript.played(1, 200, 1.0)
    transcript.played(1, 100, 1.1)
    assert transcript.heard(1) == "Thank you."


def test_a_reply_begins_when_its_first_piece_is_heard(transcript: Transcript) -> None:
    assert transcript.began_at(1) is None
    transcript.played(1, 0, 0.0)
    transcript.played(1, 480, 0.02)
    assert transcript.began_at(1) == 0.0


# --- exchanges as text


def test_an_answered_exchange_is_its_words_and_what_was_heard(transcript: Transcript) -> None:
    transcript.candidate("In Lima.", 1, (1,))
    transcript.interviewer(Words(7, "Thank you.", 0))
    transcript.played(7, 480, 1.0)
    exchange = answer(1, reply=7)
    exchange.prompts[0] = "Please begin."
    assert transcript.wording(exchange) == HistoryTurn("Please begin.\nIn Lima.", "Thank you.")


def test_a_prompt_alone_needs_no_words_of_the_candidate(transcript: Transcript) -> None:
    transcript.interviewer(Words(7, "Hello.", 0))
    transcript.played(7, 480, 1.0)
    exchange = Exchange(0, {0: "Please begin."}, [], Fate.ANSWERED, 7)
    assert transcript.wording(exchange) == HistoryTurn("Please begin.", "Hello.")


def test_a_declined_answer_is_text_without_a_reply(transcript: Transcript) -> None:
    transcript.candidate("In Lima.", 1, (0,))
    assert transcript.wording(answer(0, fate=Fate.DECLINED)) == HistoryTurn("In Lima.", "")


def test_an_exchange_without_the_words_of_either_has_no_text(transcript: Transcript) -> None:
    assert transcript.wording(answer(0, reply=7)) is None
    transcript.candidate("In Lima.", 1, (0,))
    assert transcript.wording(answer(0, reply=7)) is None


# --- an interview that is gone on with


def test_the_words_of_before_are_known(transcript: Transcript) -> None:
    past = [replace(answer(0, 1), number=2), replace(answer(5), number=3)]
    transcript.recall(past, {2: "I was born in Lima.", 9: "Nobody."}, {7: "Where was that?"})
    assert [transcript.said(one) for one in past] == ["I was born in Lima.", ""]
    assert transcript.heard(7) == "Where was that?"
    assert transcript.began_at(7) is None, "it is not heard now"
    assert transcript.wording(replace(past[0], reply=7)) == HistoryTurn(
        "I was born in Lima.", "Where was that?"
    )


def test_words_of_a_prompt_alone_are_nobodys(transcript: Transcript) -> None:
    asked = Exchange(0, {0: "Please begin."})
    transcript.recall([asked], {0: "In Lima."}, {})
    assert transcript.said(asked) == ""


def test_a_second_hearing_replaces_the_words_of_before(transcript: Transcript) -> None:
    transcript.recall([answer(0, 1)], {0: "I was bored in Lima."}, {})
    transcript.candidate("I was born in Lima.", 1, (0, 1))
    assert transcript.said(answer(0, 1)) == "I was born in Lima."


def test_how_much_of_a_reply_was_heard_is_known_in_seconds(transcript: Transcript) -> None:
    assert transcript.heard_s(1) == 0.0
    transcript.played(1, 12_000, 1.0)
    assert transcript.heard_s(1) == 0.5
