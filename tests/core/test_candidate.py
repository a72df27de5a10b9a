"""The candidate's side: what is taken back, and what the candidate is told of the own key."""

from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.answers import Fate
from app.core.faults import HandleRefused
from app.core.session import SessionParams
from app.core.talk import Talk
from app.core.tones import Tone
from app.core.turns import Floor, TurnParams
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes

HEADPHONES = SessionParams(turns=TurnParams(headphones=True))


def fates(stage: Stage) -> list[Fate]:
    """Return the fates of all that the candidate said."""
    return [one.fate for one in stage.session.dialogue.answers.exchanges if one.utterances]


def sent(stage: Stage) -> set[int]:
    """Return the frames that left, on whatever connection."""
    audio = [one for one in stage.left if isinstance(one, out.Audio)]
    return {index for one in audio for index in range(one.first, one.first + one.count)}


@pytest.fixture
def cut() -> Stage:
    """An interview whose connection is lost while nobody speaks."""
    stage = greeted(questions=9)
    stage.lose()
    return stage


def test_an_answer_of_which_nothing_has_left_can_be_taken_back_and_is_never_sent(
    cut: Stage,
) -> None:
    cut.answer()
    assert cut.session.view(cut.now).can_take_back
    actions = cut.feed(ev.TakeBack())
    (ended,) = notes(actions, "answer.ended")
    assert (ended["how"], ended["reply"]) == ("withdrawn", None)
    assert not cut.session.view(cut.now).can_take_back
    assert cut.session.floor is Floor.NOBODY
    before = sent(cut)
    cut.open()
    cut.wait(20.0)
    assert sent(cut) == before
    cut.reply("Where were we?")  # to nothing
    assert fates(cut) == [Fate.WITHDRAWN]


@pytest.mark.parametrize("key", [None, ev.TalkPressed(), ev.TalkToggled(), ev.Mute(on=True)])
def test_an_answer_that_goes_on_is_closed_as_by_done(cut: Stage, key: ev.Event | None) -> None:
    if isinstance(key, ev.Mute):
        cut.hear(1.0, SPEECH)
    cut.feed(*([key] if key else []))
    cut.hear(1.0, SPEECH)
    actions = cut.feed(ev.TakeBack())
    assert [one.kind for one in actions if isinstance(one, act.Note)][:2] == [
        "utterance.ended",
        "said",
    ]
    assert not cut.session.talk.is_talking
    is_muted = isinstance(key, ev.Mute)
    assert cut.session.talk.state is (Talk.MUTED if is_muted else Talk.HANDS_FREE)


def test_what_is_said_next_is_another_answer_with_nothing_of_the_one_before(cut: Stage) -> None:
    cut.hear(1.0, SPEECH)
    cut.feed(ev.TakeBack())
    (withdrawn,) = [
        one for one in cut.session.dialogue.answers.exchanges if one.fate is Fate.WITHDRAWN
    ]
    cut.answer()
    cut.open()
    cut.wait(5.0)
    (kept,) = [one for one in cut.session.dialogue.answers.exchanges[2:] if one.utterances]
    assert cut.windows()[-1].said == (kept.utterances[0].number,)
    assert min(sent(cut)) > withdrawn.utterances[0].last


def test_all_utterances_of_the_answer_are_withdrawn(cut: Stage) -> None:
    for _ in range(3):
        cut.answer()
    cut.feed(ev.TakeBack())
    (withdrawn,) = [one for one in cut.session.dialogue.answers.exchanges if one.utterances]
    assert len(withdrawn.utterances) == 3
    cut.open()
    cut.wait(20.0)
    assert sent(cut) == set()


def test_while_there_is_a_connection_nothing_can_be_taken_back() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    assert not stage.session.view(stage.now).can_take_back
    assert stage.feed(ev.TakeBack()) == []
    assert stage.session.talk.is_talking


def test_of_which_something_has_left_on_a_connection_since_lost_it_is_refused() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    stage.lose()
    stage.answer()
    assert not stage.session.view(stage.now).can_take_back
    assert stage.feed(ev.TakeBack()) == []
    stage.open()
    stage.wait(20.0)
    assert fates(stage) == [Fate.OPEN]
    assert len(stage.windows()) == 1


def test_what_was_taken_to_be_sent_counts_as_left_though_nobody_told_that_it_was() -> None:
    """The connection may be lost between the two."""
    stage = greeted()
    session = stage.session
    while not session.talk.is_talking:
        stage.now += ev.FRAME_S
        index = round(stage.now / ev.FRAME_S) - 1
        session.feed(ev.MicFrame(index, stage.now, SPEECH, -40.0), stage.now)
    assert not session.dialogue.can_take_back, "nothing has left yet, but it is about to"
    taken = [session.take(stage.now), session.take(stage.now)]
    assert [type(one) for one in taken] == [out.WindowStart, out.Audio]
    stage.lose()
    assert not session.view(stage.now).can_take_back


def test_nothing_said_is_nothing_to_take_back(cut: Stage) -> None:
    assert not cut.session.view(cut.now).can_take_back
    assert cut.feed(ev.TakeBack()) == []


def test_an_interviewer_who_was_asked_to_begin_and_has_not_is_asked_again() -> None:
    stage = Stage()
    stage.answer()  # before the first connection is there
    actions = stage.feed(ev.TakeBack())
    (asked,) = notes(actions, "prompt.asked")
    assert asked["text"] == "Please begin."
    assert stage.session.floor is Floor.WAITING
    stage.open()
    assert [type(one) for one in stage.left] == [out.Prompt]
    stage.reply("Hello.")
    stage.play()
    assert stage.session.floor is Floor.NOBODY
    assert fates(stage) == [Fate.WITHDRAWN]


def test_paused_it_can_be_taken_back_too(cut: Stage) -> None:
    cut.hear(1.0, SPEECH)
    cut.feed(ev.Pause(), ev.TakeBack())
    assert fates(cut) == [Fate.WITHDRAWN]
    assert cut.session.talk.state is Talk.PAUSED


def test_a_fresh_session_is_told_nothing_of_it_either(cut: Stage) -> None:
    """Neither as history nor again."""
    cut.hear(1.0, SPEECH)
    cut.feed(ev.TakeBack())
    cut.lose(HandleRefused("No.", code=1007))
    cut.open()
    cut.wait(5.0)
    history = [one for one in cut.left if isinstance(one, out.History)]
    withdrawn = cut.session.dialogue.answers.exchanges[-1]
    assert withdrawn.fate is Fate.WITHDRAWN
    assert not any({*one.said} & {*withdrawn.said} for one in history)
    assert sent(cut) == set()


def cues(actions: list[act.Action]) -> list[Tone]:
    return [one.tone for one in actions if isinstance(one, act.Cue)]


def test_a_key_that_is_held_is_heard_with_headphones_on() -> None:
    stage = greeted(params=HEADPHONES)
    assert cues(stage.feed(ev.TalkPressed())) == [Tone.TALK_ON]
    assert cues(stage.hear(1.0, SPEECH)) == []
    assert cues(stage.feed(ev.TalkReleased())) == []
    assert cues(stage.hear(0.3, SILENCE)) == [Tone.TALK_OFF]


def test_a_lock_is_brought_to_mind_by_the_clock_alone() -> None:
    stage = greeted(params=HEADPHONES)
    stage.feed(ev.TalkToggled())
    assert cues(stage.wait(59.9)) == []
    assert cues(stage.wait(60.2)) == [Tone.REMINDER, Tone.REMINDER]


def test_who_talks_while_muted_is_shown_it_until_the_sound_is_on_again() -> None:
    stage = greeted()
    stage.feed(ev.Mute(on=True))
    for _ in range(40):
        stage.now += ev.FRAME_S
        index = round(stage.now / ev.FRAME_S) - 1
        stage.feed(ev.MicFrame(index, stage.now, 0.0, -96.0, muted_score=0.95))
    assert stage.session.view(stage.now).talks_muted
    assert not stage.session.view(stage.now + 3.0).talks_muted
    stage.feed(ev.Mute(on=False))
    assert not stage.session.view(stage.now).talks_muted
