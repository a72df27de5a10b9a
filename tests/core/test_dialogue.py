"""Who is told what: answers, coverage, outbox and transcript together (laws 1 and 5)."""

from __future__ import annotations

import pytest

import app.core.entries as en
from app.core.actions import Action, Connect, Note
from app.core.answers import Exchange, Fate
from app.core.dialogue import Dialogue
from app.core.events import CandidateText, ToolCall
from app.core.outbox import OutboxParams
from app.core.outgoing import (
    Audio,
    History,
    HistoryTurn,
    Outgoing,
    Prompt,
    ToolResult,
    WindowEnd,
    WindowStart,
)
from app.core.recovery import Past
from app.core.recovery import Words as RecalledWords
from app.core.replies import Asked, Completed, Heard, Words
from app.core.talk import Began, Ended, Grew
from tests.core.builders import notes, utterance
from tests.core.journals import started

AUDIO = [Audio(1, index, 1) for index in (10, 11, 12)]


@pytest.fixture
def dialogue() -> Dialogue:
    """Return one that is connected for the first time."""
    fresh = Dialogue(OutboxParams())
    assert fresh.connect(1, fresh=False) == [Connect(1, None, with_history=False)]
    fresh.opened()
    return fresh


def send(dialogue: Dialogue) -> list[Outgoing]:
    """Let all leave that may."""
    items = list[Outgoing]()
    while (item := dialogue.take(dialogue.outbox.ready_at)) is not None:
        dialogue.left(item)
        items.append(item)
    return items


def say(dialogue: Dialogue, first: int, frames: int = 3) -> list[Action]:
    """Say something from a frame on; return the notes of it."""
    notes = dialogue.speak(Began(first, first, first))
    for index in range(first + 1, first + frames):
        notes += dialogue.speak(Grew(index, index))
    return notes + dialogue.speak(Ended())


def reply(dialogue: Dialogue, number: int, *, with_sound: bool = True) -> list[Action]:
    """Let the server complete a reply to what it was asked."""
    asked = dialogue.asked()
    return dialogue.settle(Completed(number, asked.windows, asked.said, with_sound=with_sound))


def be_heard(dialogue: Dialogue, number: int, text: str = "") -> list[Action]:
    """Let the server complete a reply, and the candidate hear it."""
    asked = dialogue.asked()
    if text:
        dialogue.transcript.interviewer(Words(number, text, 0))
        dialogue.transcript.played(number, 480, 1.0)
    reply(dialogue, number)
    return dialogue.heard(Heard(number, asked.said))


# --- speaking


def test_what_is_said_leaves_as_it_is_said_and_is_noted(dialogue: Dialogue) -> None:
    assert say(dialogue, 10) == [
        Note("utterance.began", {"said": 0, "exchange": 0, "first": 10, "onset": 10}),
        Note("utterance.ended", {"said": 0, "spans": [[10, 12]], "last_speech": 12}),
    ]
    assert send(dialogue) == [WindowStart(1), *AUDIO, WindowEnd(1, (0,), 3)]


def test_an_end_that_left_asks_for_a_reply_to_so_much_sound(dialogue: Dialogue) -> None:
    assert dialogue.left(WindowEnd(1, (), 50)) == 1.0
    assert dialogue.left(Prompt(2, 0, "Please begin.")) == 0.0
    for item in (WindowStart(3), Audio(3, 0, 1), History((), ()), ToolResult("c", "f", "no")):
        assert dialogue.left(item) is None


def test_nothing_leaves_without_a_connection_and_nothing_is_lost() -> None:
    """Law 5."""
    dialogue = Dialogue(OutboxParams())
    dialogue.ask("Please begin.")
    say(dialogue, 10)
    assert dialogue.take(0.0) is None
    dialogue.connect(1, fresh=False)
    assert dialogue.take(0.0) is None
    dialogue.opened()
    items = send(dialogue)
    assert (items[0], items[-1]) == (Prompt(1, 0, "Please begin."), WindowEnd(2, (1,), 3))


def test_an_answer_is_worth_keeping_and_a_prompt_is_not(dialogue: Dialogue) -> None:
    dialogue.ask("Please begin.")
    assert not dialogue.is_worth_keeping
    say(dialogue, 10)
    assert dialogue.is_worth_keeping


# --- replies


def test_a_reply_is_to_the_windows_that_have_ended(dialogue: Dialogue) -> None:
    assert dialogue.asked() == Asked((), (), heard_before=False, talking=False)
    say(dialogue, 10)
    assert dialogue.asked() == Asked((), (), heard_before=False, talking=True), "it has not left"
    send(dialogue)
    assert dialogue.asked() == Asked((1,), (0,), heard_before=False, talking=False)
    dialogue.speak(Began(20, 20, 20))
    assert dialogue.asked() == Asked((1,), (0,), heard_before=False, talking=True)


def test_an_answer_whose_reply_is_heard_is_answered_and_written_down(dialogue: Dialogue) -> None:
    say(dialogue, 50)
    send(dialogue)
    actions = be_heard(dialogue, 7)
    assert notes(actions, "answer.ended") == [
        {"exchange": 0, "how": "answered", "seconds": 0.06, "reply": 7}
    ]
    assert notes(actions, "said")[0]["at_s"] == 1.0
    (answer,) = dialogue.answers.exchanges
    assert (answer.fate, answer.reply) == (Fate.ANSWERED, 7)


def test_an_answer_ends_once(dialogue: Dialogue) -> None:
    """Law 5: exactly one of answered, declined, held, withdrawn."""
    say(dialogue, 10)
    send(dialogue)
    be_heard(dialogue, 7)
    assert dialogue.heard(Heard(8, (0,))) == []
    assert dialogue.leave(keep=True) == dialogue.leave(keep=False) == []
    assert dialogue.answers.exchanges[0].reply == 7


def test_a_reply_without_sound_declines(dialogue: Dialogue) -> None:
    say(dialogue, 10)
    send(dialogue)
    actions = reply(dialogue, 7, with_sound=False)
    assert actions[0] == Note("reply.complete", {"reply": 7, "with_sound": False})
    assert notes(actions, "answer.ended")[0]["how"] == "declined"


def test_a_reply_with_sound_ends_nothing_before_it_is_heard(dialogue: Dialogue) -> None:
    say(dialogue, 10)
    send(dialogue)
    assert reply(dialogue, 7) == [Note("reply.complete", {"reply": 7, "with_sound": True})]
    assert dialogue.answers.open is not None


@pytest.mark.parametrize(("keep", "how"), [(True, "held"), (False, "withdrawn")])
def test_who_leaves_decides_the_fate_of_an_answer(dialogue: Dialogue, keep: bool, how: str) -> None:
    say(dialogue, 10)
    actions = dialogue.leave(keep=keep)
    assert [one["how"] for one in notes(actions, "answer.ended")] == [how]
    assert notes(actions, "said"), "either way it is written down"
    assert dialogue.answers.exchanges[0].fate is Fate(how)


def test_a_prompt_is_no_answer_and_ends_as_one(dialogue: Dialogue) -> None:
    assert dialogue.ask("Please begin.") == [
        Note("prompt.asked", {"said": 0, "exchange": 0, "text": "Please begin."})
    ]
    send(dialogue)
    assert be_heard(dialogue, 7) == [en.note(en.PromptEnded(0, "answered", 7))]
    dialogue.ask("Please go on.")
    assert dialogue.leave(keep=True) == [en.note(en.PromptEnded(1, "held"))]


# --- the candidate's words


def test_the_candidates_words_belong_to_the_window_that_left_last(dialogue: Dialogue) -> None:
    assert dialogue.hear_candidate(CandidateText(1, "Hm.")) == []
    say(dialogue, 10)
    send(dialogue)
    assert dialogue.hear_candidate(CandidateText(1, "In Lima.")) == []
    assert notes(be_heard(dialogue, 7), "said")[0]["text"] == "In Lima."


def test_words_that_come_while_the_window_is_open_count(dialogue: Dialogue) -> None:
    dialogue.speak(Began(0, 0, 0))
    send(dialogue)
    dialogue.hear_candidate(CandidateText(1, "In "))
    dialogue.speak(Ended())
    send(dialogue)
    dialogue.hear_candidate(CandidateText(1, "Lima."))
    assert notes(be_heard(dialogue, 7), "said")[0]["text"] == "In Lima."


def test_words_that_come_after_the_answer_ended_are_written_down_then(dialogue: Dialogue) -> None:
    say(dialogue, 10)
    send(dialogue)
    assert notes(be_heard(dialogue, 7), "said")[0]["text"] is None
    late = dialogue.hear_candidate(CandidateText(1, "In Lima."))
    assert [one["text"] for one in notes(late, "said")] == ["In Lima."]


def test_empty_words_add_nothing(dialogue: Dialogue) -> None:
    say(dialogue, 10)
    send(dialogue)
    be_heard(dialogue, 7)
    late = dialogue.hear_candidate(CandidateText(1, ""))
    assert [one["text"] for one in notes(late, "said")] == [None]


# --- tools


def test_a_tool_call_is_answered_at_once_with_an_error(dialogue: Dialogue) -> None:
    assert dialogue.call(ToolCall(1, "c", "score")) == [Note("tool.call", {"name": "score"})]
    (result,) = send(dialogue)
    assert isinstance(result, ToolResult)
    assert (result.call, result.name) == ("c", "score")
    assert '"score"' in result.error
    assert dialogue.take_handle("h"), "nothing is pending any more"


def test_a_call_that_was_cancelled_is_not_answered(dialogue: Dialogue) -> None:
    dialogue.call(ToolCall(1, "c", "score"))
    assert dialogue.take_handle("h") == []
    dialogue.cancel(("c",))
    assert send(dialogue) == []
    assert dialogue.take_handle("h")


# --- resumption


def test_a_clean_handle_is_kept_with_what_it_covers(dialogue: Dialogue) -> None:
    say(dialogue, 10)
    send(dialogue)
    assert dialogue.take_handle("early") == []
    be_heard(dialogue, 7)
    assert not dialogue.is_covered
    assert dialogue.take_handle("h") == [Note("handle.clean", {"handle": "h", "knows": [0]})]
    assert dialogue.is_covered
    dialogue.lost()
    assert dialogue.connect(2, fresh=False) == [Connect(2, "h", with_history=False)]
    dialogue.opened()
    assert send(dialogue) == []


def test_a_fresh_session_is_told_in_words_what_was_answered(dialogue: Dialogue) -> None:
    dialogue.ask("Please begin.")
    send(dialogue)
    be_heard(dialogue, 7, "Where were you born?")
    dialogue.take_handle("h")
    dialogue.lost()
    assert dialogue.connect(2, fresh=True) == [
        Note("handle.forgotten", {}),
        Connect(2, None, with_history=True),
    ]
    dialogue.opened()
    assert dialogue.is_restoring
    turns = (HistoryTurn("Please begin.", "Where were you born?"),)
    assert send(dialogue) == [History(turns, (0,))]
    assert dialogue.take_handle("untold") == [], "nothing was settled since"


def test_what_has_not_left_is_taken_back_while_there_is_no_connection(dialogue: Dialogue) -> None:
    say(dialogue, 10)
    assert (dialogue.can_take_back, dialogue.prompts_owed) == (False, ())
    dialogue.lost()
    assert dialogue.can_take_back
    (ended,) = notes(dialogue.take_back(), "answer.ended")
    assert ended["how"] == "withdrawn"


# --- an interview that is gone on with


def test_what_was_said_before_is_known_and_told() -> None:
    past = Past(
        started(),
        exchanges=(
            Exchange(0, {0: "Please begin."}, [], Fate.ANSWERED, 1),
            Exchange(1, {}, [utterance(1, (10, 12), speech=(10, 12))]),
        ),
        words=RecalledWords(heard={1: "Where were you born?"}),
    )
    dialogue = Dialogue(OutboxParams(), past)
    assert dialogue.connect(1, fresh=False) == [Connect(1, None, with_history=True)]
    dialogue.opened()
    history = History((HistoryTurn("Please begin.", "Where were you born?"),), (0,))
    assert send(dialogue) == [history, WindowStart(1), *AUDIO, WindowEnd(1, (1,), 3)]
