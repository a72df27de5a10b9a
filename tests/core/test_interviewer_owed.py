"""What the interviewer owes, beyond one connection and one reply (laws 8 and 10)."""

from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.turns import Floor
from app.core.watchdog import Watch
from tests.core.builders import Desk, Stage, greeted, notes
from tests.core.test_interviewer import GENERATED, PCM, SOUND, TEXT, TURN


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Return one who was asked to begin."""
    desk.ask()
    return desk


def test_a_reply_that_the_server_cuts_by_itself_is_still_owed(asked: Desk) -> None:
    asked.feed(SOUND)
    assert act.FlushPlayout() in asked.feed(ev.Interrupted(1), now=3.0)
    assert asked.watch is Watch.SIGN_DUE
    assert asked.interviewer.watchdog.deadline == 15.0


def test_a_declined_answer_counts_as_one(asked: Desk) -> None:
    asked.feed(SOUND, GENERATED, TURN)
    asked.play()
    asked.begin(0)
    asked.end()
    asked.feed(TURN)
    assert asked.conduct.answered == 1


def test_a_reply_to_nothing_without_sound_changes_nothing(asked: Desk) -> None:
    asked.feed(SOUND, GENERATED, TURN)
    asked.begin(0)
    before = asked.floor
    asked.feed(TURN, ev.Interrupted(1), TURN)
    assert asked.floor is before


def test_a_call_that_nobody_asked_for_is_owed_nothing_when_the_candidate_speaks(
    desk: Desk,
) -> None:
    desk.feed(ev.ToolCall(1, "c", "score"))
    assert desk.begin(0) == []
    assert (desk.floor, desk.watch) == (Floor.CANDIDATE, Watch.OFF)


def test_words_of_what_was_never_heard_are_not_written_down(asked: Desk) -> None:
    """Law 10."""
    assert asked.feed(TEXT) == []
    assert notes(asked.feed(TURN), "said") == []


def test_a_reply_that_stops_in_its_middle_is_late(asked: Desk) -> None:
    """Law 8: the rest is due after all that came might have been heard, and 20 s more."""
    asked.feed(SOUND, now=5.0)
    watchdog = asked.interviewer.watchdog
    assert (asked.watch, watchdog.deadline) == (Watch.REST_DUE, 25.0 + len(PCM) / 2 / ev.REPLY_HZ)
    asked.feed(GENERATED)
    assert asked.watch is Watch.OFF


def test_a_lost_connection_owes_nothing(desk: Desk) -> None:
    desk.ask()
    assert desk.interviewer.link_lost(1.0) == []
    assert desk.watch is Watch.OFF


def test_a_voice_that_nobody_asked_for_does_not_pay_for_what_is_asked_then(desk: Desk) -> None:
    desk.feed(SOUND)
    desk.ask()
    desk.feed(SOUND)
    assert desk.watch is Watch.SIGN_DUE


def replayed() -> Stage:
    """Return a stage on which an answer without words, long answered, has been sent again."""
    stage = greeted()
    stage.answer()
    stage.reply()
    stage.play()
    stage.lose()
    stage.open()
    return stage


def test_a_reply_that_nobody_is_to_hear_may_take_as_long_as_any_other() -> None:
    """Law 8: a server may send no faster than it is heard."""
    stage = replayed()
    epoch = stage.epoch
    for _ in range(60):
        stage.feed(ev.ReplyAudio(epoch, bytes(2 * ev.REPLY_HZ // 2)))
        stage.wait(0.5)
    assert stage.epoch == epoch
    stage.feed(ev.GenerationComplete(epoch))
    assert stage.session.interviewer.watchdog.state is Watch.OFF


def test_a_reply_that_nobody_is_to_hear_is_late_when_it_stops_in_its_middle() -> None:
    stage = replayed()
    epoch = stage.epoch
    stage.feed(ev.ReplyAudio(epoch, bytes(2 * ev.REPLY_HZ)))
    stage.wait(20.9)
    assert stage.epoch == epoch
    stage.wait(0.2)
    assert stage.epoch == epoch + 1


def test_sound_behind_a_barge_in_is_owed_by_nobody(asked: Desk) -> None:
    asked.feed(SOUND)
    asked.begin(0)
    asked.feed(SOUND)
    assert asked.watch is Watch.OFF


def test_what_the_candidate_cuts_is_waited_for_by_nobody(asked: Desk) -> None:
    """Also before their window could begin, as on a slow line."""
    asked.feed(SOUND)
    asked.interviewer.barge_in(3.0)
    asked.feed(SOUND)
    assert (asked.floor, asked.watch) == (Floor.CANDIDATE, Watch.OFF)


def test_what_is_asked_is_due_though_the_candidate_goes_on(asked: Desk) -> None:
    asked.interviewer.barge_in(3.0)
    assert (asked.watch, asked.interviewer.watchdog.deadline) == (Watch.SIGN_DUE, 12.0)


def test_sound_behind_a_cut_says_nothing_of_what_is_still_owed(asked: Desk) -> None:
    asked.feed(SOUND)
    asked.feed(ev.Interrupted(1), SOUND, now=3.0)
    assert asked.interviewer.watchdog.deadline == 15.0


def test_a_voice_that_nobody_asked_for_is_not_waited_for_when_its_connection_is_lost(
    desk: Desk,
) -> None:
    """Nothing will be replayed, so the floor would be held by nobody for ever."""
    desk.feed(SOUND)
    assert desk.floor is Floor.INTERVIEWER
    assert act.FlushPlayout() in desk.interviewer.link_lost(1.0)
    assert desk.floor is Floor.NOBODY


def test_a_voice_that_nobody_asked_for_is_not_owed_when_the_server_cuts_it(desk: Desk) -> None:
    desk.feed(SOUND, ev.Interrupted(1))
    assert (desk.floor, desk.watch is Watch.SIGN_DUE) == (Floor.NOBODY, False)
