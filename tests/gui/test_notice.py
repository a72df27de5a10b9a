from __future__ import annotations

import pytest

from app.core.faults import (
    DeviceFault,
    Fault,
    KeyRefused,
    LinkLost,
    MicrophoneBlocked,
    MicrophoneStalled,
    NotLive,
    QuotaSpent,
    ServerBusy,
    SetupRefused,
    StoreFault,
    Untrusted,
)
from app.core.link import LinkState
from app.core.space import Room
from app.core.switch import Switched
from app.core.turns import Floor
from app.core.view import DiskView, LinkView, View
from app.gui.notice import Notice, Offer, Topic, Weight, notice
from tests.gui.views import view

LOST = LinkLost("cut")
WEAK = "The connection is weak. Keep talking: we are recording."
SAFE = "Reconnecting, attempt 2. 41 s of your answer are safe."
HELD = "The interview is on hold. Everything to 2:14 is saved. Nothing counts against you."
MICROPHONE, DISK = DeviceFault("gone"), StoreFault("full")
LOW = DiskView(Room.LOW, 180_400_000)
SLOW = DiskView(Room.LOW, 180_400_000, behind_s=14.2)


def lost(lost_s: float, next_try_in_s: float | None = None) -> View:
    link = LinkView(LinkState.WAITING, 2, next_try_in_s, lost_s, LOST)
    return view(floor=Floor.CANDIDATE, answer_s=41.2, link=link)


def text(view: View) -> str:
    told = notice(view, 134.2)
    return told.text if told else ""


@pytest.mark.parametrize(
    ("lost_s", "expected"),
    [
        (0.0, ""),
        (0.99, ""),
        (1.0, WEAK),
        (2.99, WEAK),
        (3.0, SAFE),
        (9.99, SAFE),
        (10.0, f"{SAFE} Next try in 3 s."),
        (59.0, f"{SAFE} Next try in 3 s."),
    ],
)
def test_the_longer_the_connection_is_lost_the_more_is_told(lost_s: float, expected: str) -> None:
    assert text(lost(lost_s, next_try_in_s=3.4)) == expected


def test_a_lost_connection_asks_for_patience_and_can_be_tried_from_3_s_on() -> None:
    assert notice(lost(2.0), 0.0) == Notice(WEAK, Weight.PATIENCE)
    assert notice(lost(3.0), 0.0) == Notice(
        SAFE, Weight.PATIENCE, offer=Offer.TRY_NOW, details="cut"
    )


def test_while_an_attempt_is_under_way_no_next_one_is_told() -> None:
    assert text(lost(15.0)) == SAFE


def test_without_an_answer_all_that_was_said_is_safe() -> None:
    link = LinkView(LinkState.CONNECTING, lost_s=5.0)
    assert text(view(link=link)) == "Reconnecting, attempt 1. Everything you said is safe."


def test_a_connection_that_answers_no_ping_is_weak() -> None:
    weak = view(link=LinkView(LinkState.UP, suspect_s=2.0))
    assert notice(weak, 0.0) == Notice(WEAK, Weight.PATIENCE)


def test_nothing_is_told_while_all_is_well_or_the_first_connection_is_made() -> None:
    assert notice(view(), 0.0) is None
    assert notice(view(link=LinkView(LinkState.CONNECTING)), 0.0) is None


def test_who_speaks_while_it_is_held_is_told_to_finish() -> None:
    held = view(floor=Floor.CANDIDATE, link=LinkView(LinkState.HELD, 9, 12.0, 60.0, LOST))
    found = notice(held, 134.2)
    assert found
    assert found.text == f"{HELD} Finish this answer; it is saved and sent later."


def test_on_hold_what_is_saved_is_told_and_patience_is_enough() -> None:
    held = view(link=LinkView(LinkState.HELD, 9, 12.0, 60.0, LOST))
    assert notice(held, 134.2) == Notice(HELD, Weight.PATIENCE, offer=Offer.TRY_NOW, details="cut")


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        (KeyRefused("no"), "Your key is not accepted. Leave, then give another key."),
        (
            QuotaSpent("no"),
            "Your key has no quota left. Wait or leave; your answers stay saved.",
        ),
        (
            SetupRefused("no"),
            "The service does not offer this interviewer. Leave, and tell your contact.",
        ),
        (
            NotLive("no"),
            "Something stands between you and the service. Try another network.",
        ),
        (
            Untrusted("no"),
            "Something stands between you and the service. Try another network.",
        ),
    ],
)
def test_on_hold_for_what_a_person_must_mend_the_remedy_is_told(fault: Fault, remedy: str) -> None:
    held = view(link=LinkView(LinkState.HELD, lost_s=4.0, fault=fault))
    assert notice(held, 134.2) == Notice(
        f"{HELD} {remedy}", Weight.ACTION, offer=Offer.TRY_NOW, details="no"
    )


@pytest.mark.parametrize(
    ("said", "details"),
    [
        ("No microphone is called Headset.", "No microphone is called Headset."),
        ("Choose another with --mic.", ""),
        ("/home/jane/interviews cannot be written.", ""),
        ("C:\\interviews cannot be written.", ""),
        ("<b>x</b>", ""),
    ],
)
def test_what_the_fault_says_is_there_for_whoever_helps_unless_it_is_not_for_a_window(
    said: str, details: str
) -> None:
    for one in (view(microphone=DeviceFault(said)), view(store=StoreFault(said))):
        told = notice(one, 0.0)
        assert told is not None
        assert told.details == details
        assert said not in told.text


def test_a_remedy_is_told_from_the_first_attempt_on_that_it_could_help() -> None:
    link = LinkView(LinkState.WAITING, 1, 2.0, 4.0, ServerBusy("503"))
    assert text(view(link=link)) == (
        "Reconnecting, attempt 1. Everything you said is safe. "
        "The service is busy; it will be tried again."
    )


def test_the_microphone_comes_before_the_connection_and_that_before_the_disk() -> None:
    link = LinkView(LinkState.HELD, lost_s=60.0)
    gone = notice(view(microphone=MICROPHONE, link=link, store=DISK), 0.0)
    assert gone is not None
    assert gone.text.startswith("Your microphone is gone. Connect it")
    assert (gone.weight, gone.offer) == (Weight.ACTION, None)
    assert text(view(link=link, store=DISK)).startswith("The interview is on hold.")
    full = notice(view(store=DISK), 0.0)
    assert full is not None
    assert full.text.startswith("Nothing more can be saved")
    assert full.weight is Weight.ACTION


@pytest.mark.parametrize("lost_s", [0.0, 0.9])
def test_a_connection_that_was_just_lost_hides_no_full_disk(lost_s: float) -> None:
    link = LinkView(LinkState.WAITING, lost_s=lost_s)
    assert text(view(link=link, store=DISK)).startswith("Nothing more can be saved")


@pytest.mark.parametrize(
    ("disk", "expected", "topic"),
    [
        (
            LOW,
            "Little room on the disk: 180 MB left. Please free some; the interview goes on.",
            Topic.ROOM,
        ),
        (
            SLOW,
            "The disk is slow: the last 14 s are not saved yet. Everything is kept in memory.",
            Topic.PACE,
        ),
    ],
)
def test_a_disk_that_fills_up_or_is_slow_is_told_while_the_interview_goes_on(
    disk: DiskView, expected: str, topic: Topic
) -> None:
    assert notice(view(disk=disk), 0.0) == Notice(expected, Weight.PATIENCE, topic)


def test_enough_room_on_the_disk_is_nothing_to_tell() -> None:
    assert notice(view(disk=DiskView(Room.AMPLE, 300_000_000)), 0.0) is None


@pytest.mark.parametrize("disk", [LOW, SLOW])
def test_the_connection_and_a_disk_that_takes_nothing_come_before_one_that_fills_up(
    disk: DiskView,
) -> None:
    weak = LinkView(LinkState.UP, suspect_s=2.0)
    assert text(view(link=weak, disk=disk)) == WEAK
    assert text(view(store=DISK, disk=disk)).startswith("Nothing more can be saved")
    assert text(view(microphone=MICROPHONE, disk=disk)).startswith("Your microphone is gone")


@pytest.mark.parametrize(
    ("fault", "begins", "asks"),
    [
        (MicrophoneStalled("x"), "No sound comes from your microphone: look", "its cable"),
        (MicrophoneBlocked("x"), "Your microphone gives no sound at all.", "Unmute it"),
        (DeviceFault("x"), "Your microphone is gone.", "Connect it"),
    ],
)
def test_what_is_the_matter_with_the_microphone_comes_with_what_to_do(
    fault: Fault, begins: str, asks: str
) -> None:
    told = text(view(microphone=fault))
    assert told.startswith(begins)
    assert asks in told
    assert told.endswith("What you said is saved.")


def test_a_loudspeaker_that_is_silent_comes_with_what_to_do() -> None:
    link = LinkView(LinkState.HELD, lost_s=60.0)
    told = notice(view(loudspeaker=DeviceFault("It is gone."), link=link), 0.0)
    assert told is not None
    assert told.text.startswith("Nothing comes from your loudspeaker. Look at its cable")
    assert (told.topic, told.details) == (Topic.LOUDSPEAKER, "It is gone.")
    both = view(loudspeaker=DeviceFault("x"), microphone=MICROPHONE)
    assert text(both).startswith("Your microphone is gone.")


def test_who_talks_while_muted_is_told_and_can_be_heard_again_at_once() -> None:
    link = LinkView(LinkState.HELD, lost_s=60.0)
    muted = notice(view(talks_muted=True, link=link), 0.0)
    text_ = "You are talking while muted: nobody hears you."
    assert muted == Notice(text_, Weight.ACTION, Topic.MUTED, Offer.UNMUTE)
    assert text(view(talks_muted=True, microphone=MICROPHONE)).startswith("Your microphone is gone")


def test_a_blocked_microphone_leads_to_the_system_s_settings() -> None:
    blocked = notice(view(microphone=MicrophoneBlocked("x")), 0.0)
    assert blocked is not None
    assert blocked.offer is Offer.SETTINGS


def test_a_microphone_that_stands_in_is_told_with_a_way_back() -> None:
    switched = Switched("Head%2 set", "Room")
    told = notice(view(switched=switched, disk=LOW), 0.0)
    text_ = "No sound from Head%2 set. Switched to Room."
    assert told == Notice(text_, Weight.PATIENCE, Topic.SWITCH, Offer.UNDO)
    weak = LinkView(LinkState.UP, suspect_s=2.0)
    assert text(view(switched=switched, link=weak)) == WEAK
    assert text(view(switched=switched, store=DISK)).startswith("Nothing more can be saved")


@pytest.mark.parametrize("how", ["finished", "left", "held", "failed"])
def test_after_the_end_nothing_is_told(how: str) -> None:
    link = LinkView(LinkState.CLOSED, lost_s=60.0, fault=KeyRefused("no"))
    assert (
        notice(view(how=how, microphone=MICROPHONE, link=link, store=DISK, disk=SLOW), 0.0) is None
    )
