"""An interview that stopped goes on: with the same answers, words, numbers and connection."""

from __future__ import annotations

from dataclasses import replace

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.answers import Exchange, Fate
from app.core.coverage import CleanHandle
from app.core.entries import TimeGoesTo, note
from app.core.ledger import Share, Whose
from app.core.recovery import Past, Words
from app.core.session import Session, SessionParams
from app.core.turns import Floor
from tests.core.builders import SCRIPT, SILENCE, SPEECH, Stage, notes, plan, utterance
from tests.core.journals import started

GREETED = Exchange(0, {0: "Please begin."}, [], Fate.ANSWERED, 1)
CLEAN = CleanHandle("h", frozenset({0}))


def stopped(**changes: object) -> Past:
    """Return an interview that stopped after its greeting, 10 s after it began."""
    plain = Past(
        started(),
        exchanges=(replace(GREETED),),
        clean=CLEAN,
        words=Words(heard={1: "Hello. What do you do?"}),
        next_exchange=1,
        next_said=1,
        replies=1,
        epoch=3,
        frames=500,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # each test names fields of it


def cut() -> Past:
    """Return one that stopped in the midst of an answer."""
    said = utterance(1, (300, 449), speech=(325, 449))
    exchanges = (replace(GREETED), Exchange(1, {}, [said]))
    return stopped(exchanges=exchanges, cut=said, next_exchange=2, next_said=2)


# --- the beginning


def test_it_connects_as_who_it_was_and_asks_for_the_last_question_again() -> None:
    """The opening is not asked for a second time."""
    stage = Stage(past=stopped())
    assert [one for one in stage.done if not isinstance(one, act.Note)] == [
        act.OpenMicrophone(),
        act.Connect(4, "h", with_history=False),
    ]
    assert notes(stage.done, "prompt.asked") == [{"said": 1, "exchange": 1, "text": SCRIPT.again}]
    stage.open()
    assert stage.left == [out.Prompt(1, 1, SCRIPT.again)]


def test_its_clock_goes_on_where_it_stopped() -> None:
    stage = Stage(past=stopped())
    assert stage.noted[-1] == (10_000, note(TimeGoesTo("network")))
    stage.wait(2.0)
    assert stage.session.ledger.shares(12_000) == (Share(Whose.NETWORK, 10_000, 12_000),)
    assert notes(stage.feed(ev.Leave()), "session.ended") == [{"how": "left", "length_s": 12.0}]


def test_without_an_origin_it_goes_on_from_now() -> None:
    session = Session(plan(), SCRIPT, SessionParams(), draw=lambda: 1.0, past=stopped())
    session.feed(ev.Start(), 1000.0)
    assert (session.ledger.origin, session.ledger.at_ms(1000.0)) == (990.0, 10_000)


def test_frames_go_on_without_a_gap() -> None:
    stage = Stage(past=stopped())
    assert notes(stage.hear(0.1, SILENCE), "gap") == []
    stage.wait(0.1)
    assert notes(stage.hear(0.1, SILENCE), "gap") == [{"first": 505, "frames": 5}]


def test_an_opening_that_was_never_answered_is_asked_by_the_same_text() -> None:
    asked = Exchange(0, {0: "Please begin."})
    stage = Stage(past=stopped(exchanges=(asked,), clean=None, replies=0))
    assert notes(stage.done, "prompt.asked") == []
    stage.open()
    assert stage.left == [out.Prompt(1, 0, "Please begin.")]


# --- the answer that was cut


def test_an_answer_that_was_cut_is_written_down_as_ended_and_reaches_the_interviewer() -> None:
    stage = Stage(past=cut())
    assert notes(stage.done, "utterance.ended") == [
        {"said": 1, "spans": [[300, 449]], "last_speech": 449}
    ]
    assert notes(stage.done, "prompt.asked") == []
    stage.open()
    assert stage.windows() == [out.WindowEnd(1, (1,), 150)]
    stage.reply("Thank you.")
    stage.play()
    (ended,) = notes(stage.done, "answer.ended")
    assert (ended["exchange"], ended["how"], ended["reply"]) == (1, "answered", 2)


def test_what_is_said_now_joins_it_as_one_window() -> None:
    stage = Stage(past=cut())
    stage.hear(1.0, SPEECH)
    stage.feed(ev.Done())
    (began,) = notes(stage.done, "utterance.began")
    assert (began["said"], began["exchange"]) == (2, 1)
    stage.open()
    (window,) = stage.windows()
    assert window.said == (1, 2)


def test_its_time_is_the_networks_until_the_interviewer_has_it() -> None:
    stage = Stage(past=cut())
    assert (stage.session.floor, stage.session.ledger.whose) == (Floor.WAITING, Whose.NETWORK)
    stage.open()
    assert stage.session.ledger.whose is Whose.INTERVIEWER


def test_a_held_answer_that_is_gone_on_with_can_be_held_again() -> None:
    stage = Stage(past=cut())
    assert stage.feed(ev.Leave())[-1] == act.End("held")


# --- the end


def test_answers_of_before_count() -> None:
    said = utterance(1, (300, 449), speech=(325, 449))
    answered = Exchange(1, {}, [said], Fate.ANSWERED, 2)
    stage = Stage(2, past=stopped(exchanges=(replace(GREETED), answered)))
    assert stage.session.view(stage.now).place == 2
    stage.open()
    stage.reply("And why?")
    stage.play()
    stage.hear(1.0, SILENCE)
    stage.answer()
    stage.reply("Goodbye.")
    assert stage.play()[-1] == act.End("finished")


def test_a_last_answer_that_waits_for_its_reply_is_waited_for() -> None:
    stage = Stage(1, past=cut())
    assert stage.session.how is None
    stage.open()
    stage.reply("Goodbye.")
    assert stage.play()[-1] == act.End("finished")


def test_an_interview_that_was_over_asks_for_nothing() -> None:
    said = utterance(1, (300, 449), speech=(325, 449))
    answered = Exchange(1, {}, [said], Fate.ANSWERED, 2)
    stage = Stage(1, past=stopped(exchanges=(replace(GREETED), answered)))
    assert notes(stage.done, "prompt.asked") == []
    assert notes(stage.done, "session.ended") == [{"how": "finished", "length_s": 10.0}]
    assert stage.done[-1] == act.End("finished")
