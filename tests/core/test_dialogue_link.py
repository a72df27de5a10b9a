"""What the next connection is told: of what was said, and of an interview that is gone on with."""

from __future__ import annotations

import pytest

from app.core.actions import Connect, Note
from app.core.answers import Exchange, Fate
from app.core.coverage import CleanHandle
from app.core.dialogue import Dialogue
from app.core.outbox import OutboxParams
from app.core.outgoing import Audio, History, HistoryTurn, Prompt, WindowEnd, WindowStart
from app.core.recovery import Past, Words
from app.core.replies import Asked, Heard
from app.core.talk import Began, Ended, Grew
from tests.core.builders import notes, utterance
from tests.core.journals import started
from tests.core.test_dialogue import be_heard, reply, say, send


@pytest.fixture
def dialogue() -> Dialogue:
    """Return one that is connected for the first time."""
    fresh = Dialogue(OutboxParams())
    fresh.connect(1, fresh=False)
    fresh.opened()
    return fresh


# --- a lost connection


def test_speech_goes_on_over_a_lost_connection_in_one_window(dialogue: Dialogue) -> None:
    """Law 5: further speech joins the same answer."""
    dialogue.speak(Began(0, 0, 0))
    send(dialogue)
    dialogue.lost()
    dialogue.speak(Grew(1, 1))
    dialogue.connect(2, fresh=False)
    dialogue.opened()
    dialogue.speak(Grew(2, 2))
    dialogue.speak(Ended())
    assert send(dialogue) == [
        WindowStart(2),
        *(Audio(2, index, 1) for index in (0, 1, 2)),
        WindowEnd(2, (0,), 3),
    ]


def test_an_answer_without_words_is_replayed_and_its_second_reply_is_not_wanted(
    dialogue: Dialogue,
) -> None:
    say(dialogue, 10)
    send(dialogue)
    be_heard(dialogue, 7)
    dialogue.lost()
    assert dialogue.connect(2, fresh=False) == [Connect(2, None, with_history=False)]
    dialogue.opened()
    assert send(dialogue)[-1] == WindowEnd(2, (0,), 3)
    assert dialogue.asked() == Asked((2,), (0,), heard_before=True, talking=False)


def test_what_was_answered_while_the_connection_was_made_is_replayed(dialogue: Dialogue) -> None:
    """The history is fixed when the connection is asked for."""
    dialogue.ask("Please begin.")
    send(dialogue)
    reply(dialogue, 7)
    dialogue.lost()
    assert dialogue.connect(2, fresh=False) == [Connect(2, None, with_history=False)]
    dialogue.heard(Heard(7, (0,)))
    dialogue.opened()
    assert send(dialogue) == [Prompt(2, 0, "Please begin.")]


def test_what_one_connection_waited_for_holds_nothing_back_on_the_next(dialogue: Dialogue) -> None:
    """Law 5: a replay that waits for its handle is followed by nothing, on its own line alone."""
    say(dialogue, 10)
    send(dialogue)
    be_heard(dialogue, 7)
    for epoch in (2, 3):  # cut short, so that the next is patient
        dialogue.lost()
        dialogue.connect(epoch, fresh=False)
        dialogue.opened()
    say(dialogue, 30)
    assert isinstance(send(dialogue)[-1], WindowEnd)
    reply(dialogue, 8)  # of the replay; no handle comes
    assert dialogue.take(100.0) is None
    assert dialogue.outbox.ready_at > 100.0
    dialogue.lost()
    dialogue.connect(4, fresh=True)
    dialogue.opened()
    assert dialogue.take(100.1) is not None


# --- an interview that is gone on with


def past(*, clean: CleanHandle | None = None, words: Words | None = None) -> Past:
    """Return one in which one answer was answered and another waits for its reply."""
    return Past(
        started(),
        exchanges=(
            Exchange(0, {}, [utterance(0, (10, 12), speech=(10, 12))], Fate.ANSWERED, 1),
            Exchange(3, {}, [utterance(4, (20, 22), speech=(20, 22))]),
        ),
        clean=clean,
        words=words or Words(),
        next_exchange=4,
        next_said=7,
    )


def told(past: Past) -> list[str]:
    """Return what the first connection is told, in short."""
    dialogue = Dialogue(OutboxParams(), past)
    dialogue.connect(5, fresh=False)
    dialogue.opened()
    items = send(dialogue)
    for _ in range(2):  # a replay is waited for
        reply(dialogue, 7)
        items += send(dialogue)
    return [str(one.said) for one in items if isinstance(one, History | WindowEnd)]


def test_a_server_that_knows_the_answers_is_told_the_open_one() -> None:
    known = past(clean=CleanHandle("h", frozenset({0})))
    assert Dialogue(OutboxParams(), known).connect(5, fresh=False) == [
        Connect(5, "h", with_history=False)
    ]
    assert told(known) == ["(4,)"]


def test_what_has_words_is_told_as_text_and_what_has_none_as_sound() -> None:
    words = Words(said={0: "In Lima."}, heard={1: "Thank you."})
    dialogue = Dialogue(OutboxParams(), past(words=words))
    dialogue.connect(5, fresh=False)
    dialogue.opened()
    assert send(dialogue)[0] == History((HistoryTurn("In Lima.", "Thank you."),), (0,))
    assert told(past(words=words)) == told(past()) == ["(0,)", "(4,)"]


def test_what_is_said_next_joins_the_open_answer_and_numbers_go_on() -> None:
    dialogue = Dialogue(OutboxParams(), past())
    (began,) = notes(say(dialogue, 50), "utterance.began")
    assert began == {"said": 7, "exchange": 3, "first": 50, "onset": 50}
    assert told(past())[-1] == "(4,)"
    dialogue.connect(5, fresh=False)
    dialogue.opened()
    send(dialogue)  # the replay of the one before
    reply(dialogue, 2)
    assert [one.said for one in send(dialogue) if isinstance(one, WindowEnd)] == [(4, 7)]


def test_after_answers_that_were_lost_the_next_has_a_number_of_its_own() -> None:
    """Else the journal would contradict itself, and the server seem to know what it does not."""
    dialogue = Dialogue(OutboxParams(), Past(started(), next_exchange=4, next_said=7))
    assert dialogue.ask("Please ask again.") == [
        Note("prompt.asked", {"said": 7, "exchange": 4, "text": "Please ask again."})
    ]
