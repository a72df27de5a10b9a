"""The interview as one machine: who is asked, who speaks, how it ends.

What the connection does to it stands in ``test_session_link.py``.
"""

from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.answers import Exchange, Fate
from app.core.echo import Echo
from app.core.faults import KeyRefused, LinkLost, StoreFault
from app.core.link import LinkParams, LinkState
from app.core.recovery import Past
from app.core.session import SessionParams
from app.core.turns import Floor
from tests.core.builders import SCRIPT, SILENCE, SPEECH, Stage, greeted, notes, utterance
from tests.core.journals import started


def kinds(actions: list[act.Action]) -> list[type[act.Action]]:
    return [type(one) for one in actions if not isinstance(one, act.Note)]


def fates(stage: Stage) -> list[Fate]:
    """Return how the spoken answers ended."""
    exchanges = stage.session.dialogue.answers.exchanges
    return [one.fate for one in exchanges if one.utterances]


# --- begin


def test_it_begins_with_microphone_and_connection_and_asks_for_the_opening() -> None:
    stage = Stage()
    assert [one for one in stage.done if not isinstance(one, act.Note)] == [
        act.OpenMicrophone(),
        act.Connect(1, None, with_history=False),
    ]
    assert notes(stage.done, "prompt.asked")[0]["text"] == SCRIPT.opening
    assert stage.session.floor is Floor.WAITING
    assert stage.session.deadline == 3.0, "nothing is due yet but the microphone"
    stage.open()
    assert stage.left == [out.Prompt(1, 0, SCRIPT.opening)]


# --- an answer


def test_an_answer_leaves_as_one_window_and_its_reply_is_heard() -> None:
    stage = greeted()
    stage.answer()
    (end,) = stage.windows()
    frames = sum(item.count for item in stage.left if isinstance(item, out.Audio))
    assert end.frames == frames >= 150
    assert stage.session.floor is Floor.WAITING
    stage.reply()
    assert stage.session.floor is Floor.INTERVIEWER
    stage.play()
    assert stage.session.floor is Floor.NOBODY
    assert fates(stage) == [Fate.ANSWERED]


def test_what_the_loudspeaker_says_opens_no_window() -> None:
    """Law 2."""
    stage = greeted()
    stage.answer()
    stage.reply(seconds=3.0)
    assert stage.hear(2.0, SPEECH) == []
    assert not stage.session.view(stage.now).hears


def test_where_the_echo_is_taken_out_the_candidate_may_interrupt_by_law_10() -> None:
    stage = greeted()
    stage.feed(ev.EchoTold(Echo.CANCELLED))
    stage.answer()
    stage.reply(seconds=3.0)
    stage.feed(ev.Played(2, 0, 4800, stage.now))
    assert kinds(stage.hear(0.5, SPEECH)) == [act.FlushPlayout]
    assert fates(stage) == [Fate.ANSWERED, Fate.OPEN]


def test_a_held_key_interrupts_a_loudspeaker() -> None:
    """Law 4."""
    stage = greeted()
    stage.answer()
    stage.reply(seconds=3.0)
    stage.feed(ev.TalkPressed())
    assert act.FlushPlayout() in stage.hear(0.5, SPEECH)
    stage.feed(ev.TalkReleased())
    stage.hear(0.5, SILENCE)
    assert len(stage.windows()) == 2
    assert fates(stage) == [Fate.OPEN], "no reply was heard: it is one answer"


def test_done_ends_the_window_now() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    stage.feed(ev.Done())
    assert len(stage.windows()) == 1


def test_a_microphone_that_stops_ends_the_turn_by_the_clock() -> None:
    """Law 3; failure B of the second report."""
    stage = greeted()
    stage.hear(1.0, SPEECH)
    stage.wait(2.4)
    assert stage.windows() == []
    stage.wait(0.2)
    assert len(stage.windows()) == 1


def test_silence_takes_the_place_of_a_muted_candidate() -> None:
    stage = greeted()
    assert not stage.session.is_muted
    stage.feed(ev.Mute(on=True))
    assert stage.session.is_muted
    assert stage.hear(1.0, SPEECH) == []


def test_an_answer_that_goes_on_is_not_declined() -> None:
    stage = greeted()
    stage.answer()
    stage.hear(0.4, SPEECH)
    stage.feed(ev.TurnComplete(stage.epoch))
    stage.hear(0.2, SPEECH)
    assert stage.session.floor is Floor.CANDIDATE
    assert fates(stage) == [Fate.OPEN]


def test_the_late_end_of_an_earlier_reply_does_not_pay_for_the_next() -> None:
    """Law 8."""
    stage = greeted()
    stage.answer()
    stage.feed(ev.ReplyAudio(stage.epoch, bytes(4800)), ev.TalkPressed())
    stage.hear(0.4, SPEECH)
    stage.feed(ev.Done(), ev.GenerationComplete(stage.epoch))
    owed_at = stage.session.interviewer.watchdog.deadline
    assert owed_at == pytest.approx(stage.now + 12.0, abs=0.3)


def test_a_loudspeaker_that_plays_nothing_holds_nobody_up() -> None:
    stage = greeted()
    stage.answer()
    stage.reply("And then?", 1.0)
    stage.hear(2.1, SILENCE)
    stage.feed(ev.Tick())  # it is told once
    view = stage.session.view(stage.now)
    assert (view.floor, view.caption, view.hears) == (Floor.NOBODY, "And then?", True)
    stage.answer()
    assert fates(stage) == [Fate.ANSWERED, Fate.OPEN]


# --- pause


def test_a_pause_ends_the_window_and_closes_the_microphone_and_the_reply_waits() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    assert kinds(stage.feed(ev.Pause())) == [act.CloseMicrophone, act.HoldPlayout]
    assert len(stage.windows()) == 1
    assert kinds(stage.reply()) == [act.Play, act.FinishReply]
    assert stage.feed(ev.Resume())[:2] == [act.OpenMicrophone(), act.HoldPlayout(on=False)]


def test_to_pause_twice_or_resume_what_runs_changes_nothing() -> None:
    stage = greeted()
    assert stage.feed(ev.Resume()) == []
    stage.feed(ev.Pause())
    assert stage.feed(ev.Pause()) == []


# --- the end


def test_it_is_finished_when_the_last_reply_has_been_heard() -> None:
    stage = greeted(questions=2)
    for _ in range(2):
        stage.hear(1.0, SILENCE)
        stage.answer()
        stage.reply("Goodbye.")
        assert stage.session.view(stage.now).how is None
        actions = stage.play()
    assert kinds(actions) == [act.CloseMicrophone, act.Disconnect, act.End]
    assert actions[-1] == act.End("finished")
    assert notes(actions, "session.ended")[0]["how"] == "finished"


def test_after_its_end_nothing_happens() -> None:
    stage = greeted()
    stage.feed(ev.Leave())
    for event in (ev.TryNow(), ev.Tick(), ev.Start(), ev.LinkClosed(1, LinkLost("Broke."))):
        assert stage.feed(event) == []


def test_after_its_end_nothing_is_due() -> None:
    stage = greeted()
    stage.answer()
    assert stage.session.deadline is not None
    stage.feed(ev.Leave())
    assert stage.session.deadline is None


@pytest.mark.parametrize(
    ("leave", "how", "fate"),
    [(ev.Leave(), "held", Fate.HELD), (ev.Leave(keep=False), "left", Fate.WITHDRAWN)],
)
def test_who_leaves_in_the_midst_of_an_answer_decides_its_fate(
    leave: ev.Leave, how: str, fate: Fate
) -> None:
    """Law 5."""
    stage = greeted()
    stage.hear(1.0, SPEECH)
    actions = stage.feed(leave)
    assert actions[-1] == act.End(how)
    assert notes(actions, "answer.ended")[0]["how"] == fate.value
    assert fates(stage) == [fate]
    assert stage.windows() == [], "nothing leaves after the end"


def test_who_leaves_with_nothing_unanswered_has_left() -> None:
    assert greeted().feed(ev.Leave())[-1] == act.End("left")


def test_a_record_that_cannot_be_kept_ends_it() -> None:
    fault = StoreFault("The disk is full.")
    stage = greeted()
    stage.hear(1.0, SPEECH)
    actions = stage.feed(ev.StoreFailed(fault))
    assert actions[-1] == act.End("failed")
    assert notes(actions, "utterance.ended")
    assert stage.session.view(stage.now).store is fault


@pytest.mark.parametrize(("speaks", "how"), [(True, "held"), (False, "failed")])
def test_a_disk_that_is_nearly_full_ends_it_while_all_can_be_saved(speaks: bool, how: str) -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH if speaks else SILENCE)
    assert act.End(how) not in stage.feed(ev.DiskTold(60_000_000, 0.0))
    assert stage.feed(ev.DiskTold(40_000_000, 0.0))[-1] == act.End(how)
    assert fates(stage) == [Fate.HELD] * speaks


def test_a_key_that_was_never_good_ends_it() -> None:
    """And the end is the last that is asked for."""
    assert Stage().lose(KeyRefused("The key is wrong."))[-1] == act.End("failed")


def test_held_for_too_long_with_an_answer_it_ends_held() -> None:
    stage = greeted(params=SessionParams(link=LinkParams(hold_limit_s=20.0)))
    stage.hear(1.0, SPEECH)
    stage.lose(KeyRefused("The key is wrong."))
    stage.feed(ev.Done())
    assert stage.session.link.state is LinkState.HELD
    assert stage.wait(21.0)[-1] == act.End("held")


# --- the connection, in short


def test_a_model_that_stays_silent_is_held_until_try_now() -> None:
    """Law 8."""
    stage = greeted()
    stage.answer()
    for _ in range(3):
        actions = stage.wait(20.0)
        stage.open()
    assert act.Disconnect() in actions
    assert stage.session.link.state is LinkState.HELD
    assert act.Connect(4, None, with_history=True) in stage.feed(ev.TryNow())


def test_a_connection_that_never_settled_anything_is_made_again_after_a_wait() -> None:
    stage = Stage()
    stage.open()
    assert kinds(stage.lose()) == []
    assert stage.session.deadline == 0.5


# --- an interview that is gone on with (more of it in ``test_session_past.py``)


def test_it_goes_on_with_the_answer_that_was_cut() -> None:
    said = utterance(1, (100, 199), speech=(125, 199))
    past = Past(started(), exchanges=(Exchange(1, {}, [said]),), cut=said, frames=200)
    stage = Stage(past=past)
    assert notes(stage.done, "utterance.ended")[0]["said"] == 1
    assert stage.session.floor is Floor.WAITING
    assert Stage(past=Past(started())).session.floor is Floor.WAITING, "asked again"


def test_what_was_over_when_it_stopped_ends_at_once() -> None:
    said = utterance(1, (100, 199), speech=(125, 199))
    stage = Stage(1, past=Past(started(1), exchanges=(Exchange(1, {}, [said], Fate.ANSWERED),)))
    assert stage.done[-1] == act.End("finished")
