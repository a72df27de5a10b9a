"""What every screen shows: gathered from the machines, at any moment."""

from __future__ import annotations

import pytest

import app.core.events as ev
from app.core.faults import DeviceFault, LinkLost, StoreFault
from app.core.link import LinkState
from app.core.microphone import Mic
from app.core.patience import Wait
from app.core.showing import show
from app.core.space import Room
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import DiskView, LinkView
from tests.core.builders import SILENCE, SPEECH, greeted, notes

# --- the interview


def test_what_the_candidate_may_do_and_is_told_is_shown() -> None:
    """Each of them is false where nothing is the matter, but for what the plan allows."""
    stage = greeted()
    view = stage.session.view(stage.now)
    assert (view.can_take_back, view.talks_muted, view.may_interrupt) == (False, False, True)
    stage.lose()
    stage.hear(1.0, SPEECH)
    assert stage.session.view(stage.now).can_take_back
    stage.open()
    assert not stage.session.view(stage.now).can_take_back


def test_a_microphone_that_failed_is_shown_until_it_is_heard_again() -> None:
    stage = greeted()
    fault = DeviceFault("The microphone is gone.")
    assert notes(stage.feed(ev.MicrophoneFailed(fault)), "microphone.failed")
    gone = stage.session.view(stage.now)
    assert (gone.microphone, gone.level_dbfs) == (fault, -96.0)
    stage.hear(0.02, SILENCE)
    view = stage.session.view(stage.now)
    assert (view.microphone, view.microphone_state) == (None, Mic.LIVE)


def test_a_loudspeaker_that_failed_is_shown() -> None:
    stage = greeted()
    fault = DeviceFault("The loudspeaker is gone.")
    stage.feed(ev.SpeakerFailed(fault))
    assert stage.session.view(stage.now).loudspeaker is fault


def test_the_view_shows_the_interview_as_it_stands() -> None:
    stage = greeted(questions=3)
    view = stage.session.view(stage.now)
    assert (view.question, view.place, view.questions) == ("Question 0?", 1, 3)
    assert (view.talk, view.floor, view.hears) == (Talk.HANDS_FREE, Floor.NOBODY, True)
    assert view.caption == "Hello. What do you do?"
    assert (view.level_dbfs, view.answer_s) == (-40.0, 0.0)
    stage.session.conduct.answered = 1
    stage.hear(1.0, SPEECH)
    view = stage.session.view(stage.now)
    assert (view.floor, view.question, view.place) == (Floor.CANDIDATE, "Question 1?", 2)
    assert view.answer_s == pytest.approx(1.5, abs=0.02), "the run-up counts"
    stage.hear(1.35, SILENCE)
    assert stage.session.view(stage.now).closing == pytest.approx(0.5, abs=0.02)


def test_the_candidates_own_choices_are_shown() -> None:
    stage = greeted()
    view = stage.session.view(stage.now)
    assert (view.wait, view.locked_s) == (Wait.STANDARD, None)
    stage.feed(ev.ChooseWait(Wait.PATIENT), ev.TalkToggled())
    stage.hear(1.0, SILENCE)
    view = stage.session.view(stage.now)
    assert (view.wait, view.locked_s, view.talk) == (
        *(Wait.PATIENT, pytest.approx(1.0), Talk.LOCKED),
    )


def test_each_device_is_shown_as_followed_or_as_one_that_stays() -> None:
    stage = greeted()
    stage.feed(ev.DevicesTold(("Headset", "Desk"), ("Room",), "Desk", "Room"))
    stage.session.devices.choose(None, "Room")
    view = stage.session.view(stage.now)
    assert (view.microphone_follows, view.speaker_follows) == (True, False)
    stage.feed(ev.UseMicrophone("Headset"), ev.UseSpeaker(None))
    view = stage.session.view(stage.now)
    assert (view.microphone_follows, view.speaker_follows) == (False, True)


def test_without_an_answer_nothing_of_one_is_shown() -> None:
    stage = greeted()
    view = show(stage.session, stage.now)
    assert view == stage.session.view(stage.now)
    assert (view.answer_s, view.closing, view.microphone, view.store, view.how) == (
        *(0.0, None, None, None, None),
    )


def test_what_the_disk_told_is_shown() -> None:
    stage = greeted()
    stage.feed(ev.DiskTold(100_000_000, 4.0))
    assert stage.session.view(stage.now).disk == DiskView(Room.LOW, 100_000_000, 4.0)


def test_how_it_ended_and_why_is_shown() -> None:
    stage = greeted()
    fault = StoreFault("The disk is full.")
    stage.feed(ev.StoreFailed(fault))
    view = stage.session.view(stage.now)
    assert (view.how, view.store) == ("failed", fault)


# --- the connection


def test_the_view_shows_what_the_connection_does() -> None:
    stage = greeted()
    fault = LinkLost("Broke.")
    stage.lose(fault)
    stage.lose(fault)
    link = stage.session.view(stage.now + 0.1).link
    assert (link.state, link.attempts, link.fault) == (LinkState.WAITING, 1, fault)
    assert (link.next_try_in_s, link.lost_s) == (pytest.approx(0.4), pytest.approx(0.1))
    assert stage.session.view(stage.now + 9.0).link.next_try_in_s == 0.0, "it is overdue"
    stage.wait(0.5)
    link = stage.session.view(stage.now).link
    assert (link.next_try_in_s, link.lost_s) == (None, 0.5)
    stage.open()
    assert stage.session.view(stage.now).link == LinkView(LinkState.UP)


def test_the_view_shows_how_much_is_still_to_send() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    stage.lose()
    stage.session.feed(ev.LinkOpened(2), stage.now)
    assert stage.session.view(stage.now).link.to_send_s > 1.0
