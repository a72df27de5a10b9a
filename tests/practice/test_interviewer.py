import pytest

from app.practice.conversation import Conversation, Entry, Past, Prompt, Reply, Window
from app.practice.interviewer import CLOSING, GREETING, NOT_HEARD, THANKS, next_line, questions_in
from tests.sound import ROOT

PLAN = "Be kind.\n1. Who are you?\n 2) What do  you like?\n3. Who are you?\nEnd."
ONE, TWO, THREE = "Who are you?", "What do you like?", "Who are you?"
ANSWER = Window(32_000, "ab", 1.0, is_audible=True)
NOTHING = Window(0, "cd", 0.0, is_audible=False)


def say(*entries: Entry, plan: str = PLAN) -> tuple[str, ...]:
    return next_line(Conversation("m", plan, entries)).sentences


def interview(entries: list[Entry], answers: list[Entry]) -> list[tuple[str, ...]]:
    """Let it speak after each of the answers, remembering what it says."""
    said = []
    for answer in answers:
        entries.append(answer)
        sentences = say(*entries)
        said.append(sentences)
        entries.append(Reply(" ".join(sentences), is_complete=True))
    return said


def test_the_plan_is_read_from_the_numbered_lines() -> None:
    assert questions_in(PLAN) == [ONE, TWO, THREE]
    assert questions_in("no numbers, 1.5 or 2 of them") == []


def test_it_greets_asks_each_question_once_and_closes() -> None:
    said = interview([], [Prompt("begin"), ANSWER, Prompt("I like tea"), ANSWER, ANSWER])
    assert said == [
        (GREETING, ONE),
        (THANKS[1], TWO),
        (THANKS[2], THREE),  # the plan asks the same twice, and so does it
        (THANKS[0], CLOSING),
        (THANKS[0], CLOSING),
    ]


def test_the_line_says_which_question_it_asks() -> None:
    assert next_line(Conversation("m", PLAN, (Prompt("begin"),))).question == 1
    assert next_line(Conversation("m", PLAN, (Reply(ONE, True), ANSWER))).question == 2
    assert next_line(Conversation("m", PLAN, (NOTHING,))).question is None


def test_a_window_without_sound_moves_nothing_on() -> None:
    entries: list[Entry] = []
    said = interview(entries, [Prompt("begin"), NOTHING, ANSWER])
    assert said[1:] == [(NOT_HEARD,), (THANKS[1], TWO)]


def test_told_history_counts_as_what_was_said() -> None:
    told = (Past("user", "begin"), Past("model", f"{GREETING} {ONE}"), Past("user", "I am Alex."))
    assert say(*told, ANSWER) == (THANKS[1], TWO)
    assert say(*told, Past("model", f"Thank you.\n{TWO}"), ANSWER) == (THANKS[2], THREE)


def test_a_question_that_was_told_by_the_user_is_not_asked() -> None:
    assert say(Prompt("begin"), Past("user", ONE), Prompt("go")) == (GREETING, ONE)


def test_a_question_cut_short_is_asked_again() -> None:
    cut = Reply(f"{GREETING} Who are", is_complete=False)
    assert say(Prompt("begin"), cut, ANSWER) == (THANKS[0], ONE)


def test_a_reply_cut_after_its_question_has_asked_it() -> None:
    cut = Reply(f"{GREETING} {ONE}", is_complete=False)
    assert say(Prompt("begin"), cut, ANSWER) == (THANKS[1], TWO)


def test_answers_replayed_to_a_fresh_session_are_heard_as_answers() -> None:
    entries: list[Entry] = []
    said = interview(entries, [ANSWER, ANSWER, ANSWER])
    assert said == [(THANKS[1], TWO), (THANKS[2], THREE), (THANKS[0], CLOSING)]


def test_history_from_the_middle_goes_on_from_there() -> None:
    assert say(Past("model", TWO), ANSWER) == (THANKS[2], THREE)


@pytest.mark.parametrize(
    ("asked", "line"), [(Prompt("x"), (GREETING,)), (ANSWER, (THANKS[0], CLOSING))]
)
def test_without_a_plan_it_greets_and_closes(asked: Entry, line: tuple[str, ...]) -> None:
    assert say(asked, plan="Talk.") == line


def test_asked_out_of_nothing_it_greets() -> None:
    assert say() == (GREETING, ONE)


# --- asked to repeat, after a break

AGAIN = Prompt((ROOT / "resources/prompts/again.txt").read_text("utf-8"))
ASKED_TWO = (Reply(f"{GREETING} {ONE}", is_complete=True), ANSWER, Reply(TWO, is_complete=True))


def test_asked_to_repeat_it_says_the_last_question_again_and_nothing_else() -> None:
    assert say(*ASKED_TWO, AGAIN) == (TWO,)
    assert next_line(Conversation("m", PLAN, (*ASKED_TWO, AGAIN))).question == 2


def test_a_repetition_moves_nothing_on_and_the_next_answer_gets_the_next_question() -> None:
    entries: list[Entry] = [*ASKED_TWO]
    said = interview(entries, [AGAIN, AGAIN, ANSWER, AGAIN, ANSWER, AGAIN])
    assert said == [(TWO,), (TWO,), (THANKS[2], THREE), (THREE,), (THANKS[0], CLOSING), (THREE,)]


def test_a_repeated_question_that_the_plan_asks_again_later_is_still_the_first() -> None:
    entries: list[Entry] = [Reply(ONE, is_complete=True)]
    assert interview(entries, [AGAIN, ANSWER, ANSWER]) == [
        (ONE,),
        (THANKS[1], TWO),
        (THANKS[2], THREE),
    ]


def test_told_history_can_be_asked_for_again_too() -> None:
    told = (Past("user", "begin"), Past("model", f"{GREETING} {ONE}"))
    assert say(*told, AGAIN) == (ONE,)
    assert say(*told, AGAIN, Reply(ONE, is_complete=True), ANSWER) == (THANKS[1], TWO)


def test_an_answer_before_the_repetition_was_heard_is_an_answer() -> None:
    assert say(*ASKED_TWO, AGAIN, ANSWER) == (THANKS[2], THREE)


def test_before_any_question_there_is_nothing_to_repeat() -> None:
    assert say(AGAIN) == (GREETING, ONE)
