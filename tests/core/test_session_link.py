"""The interview over connections that are lost, refused, silent (laws 5 to 8 and 10)."""

from __future__ import annotations

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.answers import Fate
from app.core.faults import HandleRefused, LinkLost
from app.core.link import LinkState
from app.core.turns import Floor
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes


def frames(items: list[out.Outgoing]) -> list[int]:
    return [
        index
        for item in items
        if isinstance(item, out.Audio)
        for index in range(item.first, item.first + item.count)
    ]


def dials(actions: list[act.Action]) -> list[str | None]:
    """Return the handles with which connections are asked for."""
    return [one.handle for one in actions if isinstance(one, act.Connect)]


def resumable() -> Stage:
    """Return a stage whose server has given a clean handle."""
    stage = greeted()
    assert notes(stage.feed(ev.HandleGiven(1, "h1")), "handle.clean")
    return stage


def test_a_connection_cut_in_the_midst_of_an_answer_loses_nothing() -> None:
    """Law 5: the answer arrives whole, in one window of the connection that answers it."""
    stage = resumable()
    stage.hear(1.0, SPEECH)
    assert act.Connect(2, "h1", with_history=False) in stage.lose()
    stage.hear(1.0, SPEECH)
    cut = len(stage.left)
    stage.open()
    stage.hear(1.0, SPEECH)
    stage.hear(2.2, SILENCE)
    again = stage.left[cut:]
    assert isinstance(again[0], out.WindowStart)
    assert isinstance(again[-1], out.WindowEnd)
    (answer,) = [one for one in stage.session.dialogue.answers.exchanges if one.utterances]
    (said,) = answer.utterances
    assert frames(again) == [*range(said.first, said.last + 1)]


def test_all_that_is_said_while_the_connection_is_lost_becomes_one_window() -> None:
    stage = resumable()
    stage.hear(1.0, SPEECH)
    stage.lose()
    stage.hear(3.0, SILENCE)
    stage.answer()
    stage.open()
    (window,) = stage.windows()
    assert window.said == (1, 2)
    assert stage.session.floor is Floor.WAITING


def test_the_first_event_of_another_connection_ends_the_one_before() -> None:
    """Law 6; and what the old one still brings is dropped."""
    stage = greeted()
    stage.lose()
    for event in (ev.LinkOpened(1), ev.ReplyAudio(1, bytes(48_000)), ev.TurnComplete(1)):
        assert stage.feed(event) == []
    assert stage.session.link.state is LinkState.CONNECTING
    assert stage.feed(ev.LinkClosed(1, LinkLost("Again."))) == []


def test_a_refused_handle_is_dropped_for_a_fresh_session_with_history() -> None:
    stage = resumable()
    stage.lose()
    actions = stage.lose(HandleRefused("No.", code=1007))
    assert act.Connect(3, None, with_history=True) in actions
    stage.open()
    (history,) = [item for item in stage.left if isinstance(item, out.History)]
    assert [turn.interviewer for turn in history.turns] == ["Hello. What do you do?"]


def test_a_complete_reply_plays_out_though_the_connection_is_lost() -> None:
    stage = resumable()
    stage.answer()
    stage.reply()
    assert act.FlushPlayout() not in stage.lose()
    stage.play()
    assert stage.session.floor is Floor.NOBODY


def test_an_incomplete_reply_is_silenced_and_its_answer_replayed() -> None:
    """Law 10."""
    stage = resumable()
    stage.answer()
    stage.feed(ev.ReplyAudio(1, bytes(48_000)))
    stage.feed(ev.Played(2, 0, 4800, stage.now))
    assert act.FlushPlayout() in stage.lose()
    stage.open()
    assert [window.said for window in stage.windows()] == [(1,), (1,)]
    stage.reply()
    stage.play()
    assert stage.session.dialogue.answers.exchanges[-1].fate is Fate.ANSWERED


def test_a_silent_model_climbs_one_ladder_and_is_then_held() -> None:
    """Law 8."""
    stage = resumable()
    stage.answer()
    assert dials(stage.wait(20.0)) == ["h1"]
    stage.open()
    assert dials(stage.wait(20.0)) == [None]
    stage.open()
    assert act.Disconnect() in stage.wait(20.0)
    assert stage.session.link.state is LinkState.HELD
    assert [window.said for window in stage.windows()] == [(1,)] * 3
    assert dials(stage.wait(600.0)) == []


def test_try_now_goes_on_after_a_spent_ladder_with_a_new_one() -> None:
    """Law 8."""
    stage = resumable()
    stage.answer()
    for _ in range(3):
        stage.wait(20.0)
        stage.open()
    assert dials(stage.feed(ev.TryNow())) == [None]
    stage.open()
    assert dials(stage.wait(20.0)) == [None]
    assert stage.session.link.state is LinkState.CONNECTING, "the first rung again"


def test_speech_during_the_ladder_joins_the_answer() -> None:
    """Law 8."""
    stage = resumable()
    stage.answer()
    stage.wait(20.0)
    stage.answer()
    stage.open()
    assert stage.windows()[-1].said == (1, 2)


def test_a_connection_on_which_an_answer_was_settled_is_made_again_at_once() -> None:
    assert dials(greeted().lose()) == [None]


def test_what_the_connection_does_is_noted() -> None:
    stage = Stage()
    assert notes(stage.open(), "link") == [{"state": "up", "epoch": 1, "fault": None, "code": None}]
    assert notes(stage.lose(LinkLost("Broke.", code=1006)), "link") == [
        {"state": "waiting", "epoch": 1, "fault": "LinkLost", "code": 1006}
    ]


def test_while_the_connection_is_lost_the_model_owes_nothing() -> None:
    """Law 8: a barge-in into what still plays spends no rung."""
    stage = greeted()
    stage.answer()
    stage.reply(seconds=5.0)
    stage.feed(ev.Played(2, 0, 2400, stage.now))
    stage.lose()
    stage.feed(ev.TalkPressed())
    stage.hear(14.0, SPEECH)
    assert stage.session.interviewer.watchdog.rung == 0


def test_a_barge_in_silences_what_is_heard_whatever_else_comes() -> None:
    """Law 10: an answer without words is replayed, and its second reply is not wanted."""
    stage = greeted()
    stage.answer()
    stage.reply(seconds=5.0)
    stage.feed(ev.Played(2, 0, 2400, stage.now))
    stage.lose()
    stage.open()
    stage.feed(ev.ReplyAudio(stage.epoch, bytes(4800)))
    stage.feed(ev.TalkPressed())
    assert act.FlushPlayout() in stage.hear(1.0, SPEECH)


def test_a_declined_replay_asks_for_nothing() -> None:
    stage = greeted()
    stage.answer()
    stage.reply()
    stage.play()
    stage.lose()
    stage.open()
    sent = len(stage.left)
    stage.feed(ev.TurnComplete(stage.epoch))
    assert not [one for one in stage.left[sent:] if isinstance(one, out.Prompt)]


def test_a_connection_under_suspicion_is_shown_until_it_is_lost() -> None:
    stage = greeted()
    stage.feed(ev.LinkSuspect(1, 3.0))
    assert stage.session.view(stage.now).link.suspect_s == 3.0
    stage.lose()
    assert stage.session.view(stage.now).link.suspect_s is None


def hung_up() -> Stage:
    """Return a stage whose model was silent until the answer was held."""
    stage = resumable()
    stage.answer()
    for _ in range(2):
        stage.wait(20.0)
        stage.open()
    assert act.Disconnect() in stage.wait(20.0)
    return stage


def test_what_a_connection_still_brings_that_was_hung_up_takes_no_floor() -> None:
    """Law 6: its message may have been read already; the rest of that reply never comes."""
    stage = hung_up()
    assert stage.feed(ev.ReplyAudio(stage.epoch, bytes(9600))) == []
    assert stage.session.floor is Floor.WAITING
    stage.feed(ev.TryNow())
    stage.open()
    stage.reply()
    stage.play()
    assert stage.session.dialogue.answers.exchanges[-1].fate is Fate.ANSWERED


def test_an_end_announced_by_a_connection_that_was_hung_up_is_waited_for_by_nobody() -> None:
    """Else a Tick were due at once, and again, for as long as the answer is held."""
    stage = hung_up()
    stage.feed(ev.GoAway(stage.epoch, 0.5))
    assert stage.session.deadline is None
