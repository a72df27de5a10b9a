from __future__ import annotations

from app.core.answers import Answers, Exchange, Fate
from app.core.utterance import Span
from tests.core.builders import utterance


def test_nothing_is_open_before_anything_was_said() -> None:
    answers = Answers()
    assert (answers.open, answers.answered, answers.exchanges) == (None, 0, [])


def test_all_that_is_said_before_a_reply_is_heard_is_one_answer() -> None:
    answers = Answers()
    first, second = answers.speak(0, 25, 30), answers.speak(200, 225, 230)
    assert [one.utterances for one in answers.exchanges] == [[first, second]]
    assert (first.number, second.number) == (0, 1)
    assert answers.exchanges[0].seconds == (31 + 31) * 0.02


def test_what_is_said_after_a_heard_reply_is_another_answer() -> None:
    answers = Answers()
    answers.speak(0, 25, 30)
    answers.exchanges[0].fate = Fate.ANSWERED
    assert answers.open is None
    answers.speak(200, 225, 230)
    assert [one.number for one in answers.exchanges] == [0, 1]
    assert answers.open is answers.exchanges[1]


def test_a_prompt_and_the_words_after_it_may_be_one_exchange() -> None:
    answers = Answers()
    assert answers.ask("Please begin.") == 0
    answers.speak(0, 25, 30)
    assert answers.ask("Please go on.") == 2
    (exchange,) = answers.exchanges
    assert exchange.said == (0, 1, 2)
    assert exchange.prompts == {0: "Please begin.", 2: "Please go on."}


def test_an_utterance_begins_with_what_was_captured_before_it_was_noticed() -> None:
    said = Answers().speak(first=3, onset=28, newest=32)
    assert (said.spans, said.onset, said.last_speech) == ([Span(3, 32)], 28, 32)


def test_only_spoken_answers_that_reached_the_model_count_as_answered() -> None:
    answers = Answers()
    answers.ask("Please begin.")
    answers.exchanges[-1].fate = Fate.ANSWERED
    for fate in (Fate.ANSWERED, Fate.DECLINED, Fate.HELD, Fate.WITHDRAWN, Fate.OPEN):
        answers.speak(0, 0, 0)
        answers.exchanges[-1].fate = fate
    assert answers.answered == 2


def test_what_was_said_leads_back_to_its_exchanges_each_once() -> None:
    answers = Answers()
    answers.ask("Please begin.")
    answers.speak(0, 0, 0)
    answers.exchanges[-1].fate = Fate.ANSWERED
    answers.speak(9, 9, 9)
    assert answers.of((0, 1, 2)) == answers.exchanges
    assert answers.of((2,)) == answers.exchanges[1:]
    assert answers.of(()) == []


# --- an interview that is gone on with


def test_what_is_said_next_belongs_to_the_answer_that_is_open() -> None:
    before = [
        Exchange(0, {0: "Please begin."}, [], Fate.ANSWERED),
        Exchange(2, {}, [utterance(4, (0, 9), speech=(0, 9))]),
    ]
    answers = Answers(before)
    assert answers.open is before[1]
    assert before[1].is_open
    assert not before[0].is_open
    assert answers.speak(20, 20, 20).number == 5
    assert answers.exchanges == before
    assert answers.of((0, 5)) == before


def test_a_number_that_was_given_is_never_given_again() -> None:
    """Not even that of something that is lost: a server may know it, and the journal has it."""
    answers = Answers([Exchange(0, {0: "Please begin."}, [], Fate.ANSWERED)], 3, 7)
    assert answers.ask("Please ask again.") == 7
    assert answers.exchanges[-1].number == 3
    answers.exchanges[-1].fate = Fate.ANSWERED
    answers.speak(0, 0, 0)
    assert (answers.exchanges[-1].number, answers.exchanges[-1].said) == (4, (8,))


def test_exchanges_may_lack_some_between() -> None:
    answers = Answers([Exchange(2, {4: "Please begin."}, [], Fate.ANSWERED)])
    answers.speak(0, 0, 0)
    assert (answers.exchanges[-1].number, answers.exchanges[-1].said) == (3, (5,))


def test_of_what_an_interview_had_come_to_all_may_have_left_and_of_the_rest_nothing_has() -> None:
    past = Exchange(3, utterances=[utterance(7, (0, 9), speech=(2, 8))])
    answers = Answers([past])
    answers.speak(20, 25, 30)
    assert answers.exchanges[0].has_left
    past.fate = Fate.ANSWERED
    answers.speak(40, 45, 50)
    assert not answers.exchanges[1].has_left


def test_the_model_is_to_know_all_but_what_was_withdrawn() -> None:
    known = [fate for fate in Fate if Exchange(0, fate=fate).is_for_the_model]
    assert [fate for fate in Fate if fate not in known] == [Fate.WITHDRAWN]
