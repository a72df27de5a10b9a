"""What the interviewer owes, beyond one connection and one reply (laws 8 and 10)."""

from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.turns import Floor
from app.core.watchdog import Watch
from tests.core.builders import Desk, notes
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
