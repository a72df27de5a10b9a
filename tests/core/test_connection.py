"""The connection's life, its renewal, and what both mean to the dialogue (laws 5 to 9)."""

from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.connection import Connection
from app.core.faults import InputRefused, KeyRefused, LinkLost
from app.core.link import LinkParams, LinkState
from app.core.rotation import RotationParams
from app.core.session import SessionParams
from app.core.turns import Floor
from tests.core.builders import SILENCE, SPEECH, Desk, Stage, greeted, notes

RULE = InputRefused("Over something it was sent.", code=1007)


def dials(actions: list[act.Action]) -> list[str | None]:
    """Return the handles with which connections are asked for."""
    return [one.handle for one in actions if isinstance(one, act.Connect)]


def resumable(params: SessionParams | None = None) -> Stage:
    """Return a stage whose server has given a clean handle."""
    stage = greeted(params=params)
    assert notes(stage.feed(ev.HandleGiven(1, "h1")), "handle.clean")
    return stage


# --- rotation (law 9)


def test_an_announced_end_at_a_quiet_moment_moves_at_once_and_nothing_is_said_again() -> None:
    stage = resumable()
    actions = stage.feed(ev.GoAway(1, 50.0))
    assert notes(actions, "link.go_away") == [{"time_left_s": 50.0}]
    assert act.Connect(2, "h1", with_history=False) in actions
    assert stage.session.link.state is LinkState.MOVING
    sent = len(stage.left)
    stage.open()
    assert stage.session.link.state is LinkState.UP
    assert stage.left[sent:] == []
    stage.answer()
    stage.reply()
    assert stage.play()
    assert stage.session.dialogue.answers.answered == 1


def test_an_announced_end_waits_until_the_answer_has_been_replied_to_and_covered() -> None:
    stage = resumable()
    stage.hear(1.0, SPEECH)
    assert dials(stage.feed(ev.GoAway(1, 50.0))) == []
    assert dials(stage.hear(3.0, SILENCE)) == [], "the model owes a reply"
    assert dials(stage.reply()) == [], "the reply has not been heard"
    assert dials(stage.play()) == [], "no handle knows it"
    assert dials(stage.feed(ev.HandleGiven(1, "h2"))) == ["h2"]


def test_an_announced_end_does_not_wait_for_a_handle_for_ever() -> None:
    """At the deadline, by the timer, though the server says nothing more: with replay."""
    stage = resumable()
    stage.hear(1.0, SPEECH)
    stage.feed(ev.GoAway(1, 5.0))
    heard = stage.hear(3.5, SPEECH) + stage.hear(1.0, SPEECH)
    assert dials(heard) == ["h1"]
    assert stage.session.link.epoch == 2
    sent = len(stage.left)
    stage.open()
    stage.hear(2.2, SILENCE)
    again = stage.left[sent:]
    (answer,) = [one for one in stage.session.dialogue.answers.exchanges if one.utterances]
    frames = sum(item.count for item in again if isinstance(item, out.Audio))
    assert frames == answer.utterances[0].frames


def test_a_reply_that_is_still_coming_at_the_deadline_is_silenced_and_asked_for_again() -> None:
    stage = resumable()
    stage.answer()
    stage.feed(ev.ReplyAudio(1, bytes(48_000)), ev.Played(2, 0, 4800, stage.now))
    assert act.FlushPlayout() in stage.feed(ev.GoAway(1, 0.0))
    stage.open()
    assert [window.said for window in stage.windows()] == [(1,), (1,)]


def test_of_age_it_is_renewed_at_a_quiet_moment() -> None:
    stage = resumable(SessionParams(rotation=RotationParams(age_s=60.0)))
    assert dials(stage.wait(40.0)) == []
    assert dials(stage.wait(30.0)) == ["h1"]


def test_a_move_that_fails_is_a_loss_like_any_other() -> None:
    stage = resumable()
    stage.feed(ev.GoAway(1, 50.0))
    stage.lose(LinkLost("No route."))
    assert stage.session.link.state is LinkState.WAITING
    assert dials(stage.wait(1.0)) == ["h1"]
    stage.open()
    assert stage.session.connection.deadline is None, "nothing was announced of this one"


def test_while_it_is_being_made_it_is_not_renewed() -> None:
    stage = resumable()
    stage.lose()
    assert stage.session.link.state is LinkState.CONNECTING
    assert dials(stage.feed(ev.GoAway(2, 0.0))) == []


def test_a_move_during_a_pause_of_the_loudspeaker_waits_until_all_is_heard() -> None:
    stage = resumable()
    stage.answer()
    stage.reply(seconds=2.0)
    assert stage.session.floor is Floor.INTERVIEWER
    stage.feed(ev.HandleGiven(1, "h2"))
    assert dials(stage.feed(ev.GoAway(1, 50.0))) == []
    assert dials(stage.play()) == ["h2"]


# --- a replay that the server does not bear


def test_a_replay_that_breaks_a_rule_goes_on_at_real_time_then_fresh_then_is_held() -> None:
    stage = resumable()
    stage.hear(1.0, SPEECH)
    stage.lose()
    stage.hear(3.0, SILENCE)
    stage.open()
    assert dials(stage.lose(RULE)) == ["h1"]
    assert stage.session.dialogue.outbox.pace == 1.0
    stage.open()
    assert dials(stage.lose(RULE)) == [None]
    stage.open()
    assert act.Disconnect() in stage.lose(RULE)
    assert stage.session.link.state is LinkState.HELD
    assert dials(stage.wait(600.0)) == []


def test_by_hand_a_refused_replay_has_its_ladder_anew() -> None:
    stage = resumable()
    stage.hear(1.0, SPEECH)
    stage.lose()
    stage.hear(3.0, SILENCE)
    for _ in range(3):
        stage.open()
        stage.lose(RULE)
    assert dials(stage.feed(ev.TryNow())) == [None]
    stage.open()
    assert dials(stage.lose(RULE)) == [None], "the first rung: at once"
    assert stage.session.link.state is LinkState.CONNECTING


def test_what_breaks_a_rule_outside_a_replay_is_a_loss_like_any_other() -> None:
    stage = resumable()
    stage.hear(1.0, SPEECH)
    assert dials(stage.lose(RULE)) == ["h1"]
    assert stage.session.dialogue.outbox.pace > 1.0


def test_a_replay_that_was_answered_is_no_replay_any_more() -> None:
    stage = resumable()
    stage.answer()
    stage.lose()
    stage.open()
    stage.reply()
    stage.play()
    stage.lose(RULE)
    assert stage.session.dialogue.outbox.pace > 1.0


def test_a_model_that_is_late_is_left_for_the_next_connection() -> None:
    """Law 8."""
    stage = resumable()
    stage.answer()
    assert dials(stage.wait(20.0)) == ["h1"]
    assert stage.session.link.trouble
    assert str(stage.session.link.trouble.fault) == "The interviewer did not answer."


# --- what is told to it


def test_a_network_that_has_changed_is_tried_at_once() -> None:
    stage = Stage()
    stage.lose()
    assert stage.session.link.state is LinkState.WAITING
    assert dials(stage.feed(ev.NetworkChanged())) == [None]


def test_try_now_means_nothing_while_it_is_up() -> None:
    stage = resumable()
    assert dials(stage.feed(ev.TryNow())) == []


def test_a_weak_line_is_weak_until_it_answers_or_is_lost() -> None:
    stage = resumable()
    shown = []
    for event in (ev.LinkSuspect(1, 3.5), ev.LinkSuspect(1, None), ev.LinkSuspect(1, 4.0)):
        stage.feed(event)
        shown.append(stage.session.connection.suspect_s)
    stage.lose()
    assert [*shown, stage.session.connection.suspect_s] == [3.5, None, 4.0, None]


def test_a_refusal_before_it_was_ever_up_is_given_up() -> None:
    stage = Stage()
    assert act.End("failed") in stage.lose(KeyRefused("No."))
    assert isinstance(stage.session.connection.given_up, KeyRefused)


@pytest.mark.parametrize(("age_s", "due"), [(None, None), (60.0, 60.0)])
def test_it_asks_for_a_tick_when_one_of_its_machines_does(
    age_s: float | None, due: float | None
) -> None:
    desk = Desk()
    params = (LinkParams(), RotationParams(age_s=age_s))
    one = Connection(desk.dialogue, desk.interviewer, params, lambda: 0.0, epoch=0)
    one.start()
    one.feed(ev.LinkOpened(1), 0.0)
    assert one.deadline == due
