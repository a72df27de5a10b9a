import pytest

from app.practice.conversation import Reply
from app.practice.interviewer import Line
from app.practice.mouth import Mouth, Speech
from app.practice.voice import Piece

LINE = Line(("Hello there.",), question=2)
HELLO, THERE = Piece(bytes(4800), "Hello"), Piece(bytes(4800), " there.")


@pytest.fixture
def mouth() -> Mouth:
    return Mouth(transcribes=True)


def cut(mouth: Mouth) -> tuple[Reply | None, list[str]]:
    reply, sends = mouth.cut()
    assert mouth.state is Speech.STILL
    return reply, [send.kind for send in sends]


def test_a_reply_is_generated_then_plays_then_is_over(mouth: Mouth) -> None:
    mouth.begin(LINE)
    assert mouth.state is Speech.GENERATING
    assert mouth.say(HELLO).noted == {"bytes": 4800, "reply": 1, "question": 2}
    mouth.say(THERE)
    assert mouth.generated() == Reply("Hello there.", is_complete=True)
    assert mouth.state is Speech.PLAYING
    mouth.played()
    assert mouth.state is Speech.STILL
    assert mouth.said_s == pytest.approx(0.2)


def test_cut_while_generating_it_keeps_what_had_left(mouth: Mouth) -> None:
    mouth.begin(LINE)
    mouth.say(HELLO)
    assert cut(mouth) == (Reply("Hello", is_complete=False), ["interrupted"])


def test_cut_before_its_first_word_nothing_was_said(mouth: Mouth) -> None:
    mouth.begin(LINE)
    assert cut(mouth) == (None, ["interrupted"])


def test_cut_while_playing_the_service_says_interrupted_all_the_same(mouth: Mouth) -> None:
    mouth.begin(LINE)
    mouth.say(HELLO)
    mouth.generated()
    assert cut(mouth) == (None, ["interrupted"])


def test_there_is_nothing_to_cut_when_still(mouth: Mouth) -> None:
    assert cut(mouth) == (None, [])


def test_a_blocking_call_comes_before_its_reply(mouth: Mouth) -> None:
    mouth.call("7", blocking=True)
    assert mouth.state is Speech.CALLING
    assert not mouth.take_answer("8")
    assert mouth.take_answer("7")
    mouth.begin(LINE)
    assert mouth.state is Speech.GENERATING


def test_an_answer_is_taken_once(mouth: Mouth) -> None:
    mouth.call("7", blocking=False)
    assert mouth.state is Speech.STILL
    assert mouth.take_answer("7")
    assert not mouth.take_answer("7")


def test_cut_while_a_call_is_unanswered_the_call_is_cancelled(mouth: Mouth) -> None:
    mouth.call("7", blocking=True)
    assert cut(mouth) == (None, ["toolCallCancellation", "interrupted"])
    assert not mouth.take_answer("7")


def test_what_has_left_so_far_is_no_complete_reply(mouth: Mouth) -> None:
    mouth.begin(LINE)
    mouth.say(HELLO)
    assert mouth.so_far() == Reply("Hello", is_complete=False)
