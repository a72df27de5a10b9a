from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.faults import (
    DeviceFault,
    KeyRefused,
    LinkFault,
    LinkLost,
    MicrophoneBlocked,
    MicrophoneStalled,
)
from app.core.link import LinkState
from app.core.space import Room
from app.core.switch import Switched
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import DiskView, LinkView
from app.gui.announce import Announcer, News
from tests.gui.views import view

CANDIDATE = Floor.CANDIDATE
CUT = LinkLost("cut")


@pytest.fixture
def news() -> News:
    """Return one who has told the first question already."""
    made = News()
    made.take(view(), 0.0)
    return made


def test_the_first_view_tells_which_question_it_is_and_whose_turn() -> None:
    told, is_urgent = News().take(view(place=2, question="Why here?"), 0.0)
    assert told == "Question 2 of 3: Why here? Your turn."
    assert not is_urgent


def test_a_state_is_told_once_however_often_it_is_shown(news: News) -> None:
    thinking = view(floor=Floor.WAITING)
    assert news.take(thinking, 0.0)[0] == "Thinking."
    assert [news.take(thinking, float(at))[0] for at in range(5)] == [""] * 5
    assert news.take(view(floor=Floor.INTERVIEWER), 0.0)[0] == "The interviewer speaks."
    assert news.take(view(), 0.0)[0] == "Your turn."


def test_who_talks_is_not_told_that_they_talk(news: News) -> None:
    assert news.take(view(floor=CANDIDATE), 0.0)[0] == ""
    assert news.take(view(floor=CANDIDATE, closing=0.5), 0.0)[0] == ""
    assert news.take(view(floor=CANDIDATE, answer_s=9.0, level_dbfs=-3.0), 0.0)[0] == ""


def test_the_next_question_is_told_with_its_number(news: News) -> None:
    told, _ = news.take(view(floor=Floor.INTERVIEWER, place=2, question="And then?"), 0.0)
    assert told == "Question 2 of 3: And then? The interviewer speaks."


def test_a_banner_is_told_when_it_comes_and_when_it_asks_for_more_not_each_second(
    news: News,
) -> None:
    def lost(lost_s: float) -> str:
        link = LinkView(LinkState.WAITING, 1, 3.0, lost_s, LinkLost("cut"))
        return news.take(view(floor=CANDIDATE, answer_s=lost_s, link=link), 0.0)[0]

    assert lost(0.5) == ""
    assert lost(1.5) == "The connection is weak. Keep talking: we are recording."
    assert [lost(3.0 + at) for at in range(20)] == [""] * 20
    held = LinkView(LinkState.HELD, lost_s=4.0, fault=KeyRefused("no"))
    told, _ = news.take(view(floor=CANDIDATE, link=held), 61.0)
    assert "Everything to 1:01 is saved." in told
    assert "Your key is not accepted." in told


def test_that_it_is_held_is_told_once_however_often_it_is_tried_again(news: News) -> None:
    def take(state: LinkState, lost_s: float, fault: LinkFault = CUT) -> str:
        lost = LinkView(state, 6, 12.0, lost_s, fault)
        return news.take(view(link=lost), 761.0)[0]

    safe = "Everything to 12:41 is saved. Nothing counts against you."
    take(LinkState.WAITING, 5.0)
    assert take(LinkState.HELD, 31.0) == f"On hold. The interview is on hold. {safe}"
    assert take(LinkState.CONNECTING, 46.0) == ""
    assert take(LinkState.HELD, 47.0) == ""
    assert "Your key is not accepted." in take(LinkState.HELD, 62.0, KeyRefused("no"))
    assert take(LinkState.CONNECTING, 0.0) == "Reconnecting."  # the candidate asked for a try
    assert take(LinkState.HELD, 31.0).startswith("On hold.")
    assert news.take(view(), 761.0)[0] == "Your turn."
    assert take(LinkState.WAITING, 5.0).startswith("Reconnecting.")


def test_the_disk_is_told_when_it_fills_up_and_when_it_is_slow_not_each_second(
    news: News,
) -> None:
    def take(free_mb: int, behind_s: float | None = None) -> str:
        disk = DiskView(Room.LOW, free_mb * 1_000_000, behind_s)
        return news.take(view(floor=CANDIDATE, disk=disk), 0.0)[0]

    assert take(180).startswith("Little room on the disk: 180 MB left.")
    assert [take(180 - at) for at in range(20)] == [""] * 20
    assert take(160, 3.0).startswith("The disk is slow")
    assert [take(160, 3.0 + at) for at in range(20)] == [""] * 20
    weak = LinkView(LinkState.UP, suspect_s=2.0)
    told, _ = news.take(view(floor=CANDIDATE, disk=DiskView(Room.LOW, 1, 9.0), link=weak), 0.0)
    assert told == "The connection is weak. Keep talking: we are recording."


def test_a_locked_microphone_is_told_when_it_is_locked_and_once_a_minute(news: News) -> None:
    def take(locked_s: float | None) -> str:
        talk = Talk.HANDS_FREE if locked_s is None else Talk.LOCKED
        return news.take(view(floor=CANDIDATE, talk=talk, locked_s=locked_s), 0.0)[0]

    told = [take(at / 2) for at in range(300)]
    assert [(at / 2, text) for at, text in enumerate(told) if text] == [
        (0.0, "Microphone locked on."),
        (60.0, "Microphone locked on, 1:00."),
        (120.0, "Microphone locked on, 2:00."),
    ]
    assert [take(None), take(0.0)] == ["", "Microphone locked on."]


def test_who_talks_while_muted_is_told_once_each_time(news: News) -> None:
    def take(talks_muted: bool) -> str:
        return news.take(view(talk=Talk.MUTED, talks_muted=talks_muted), 0.0)[0]

    told = [take(one) for one in (False, True, True, True, False, False, True)]
    text = "You are talking while muted: nobody hears you."
    assert told == ["Muted.", text, "", "", "", "", text]


def test_each_microphone_that_stands_in_is_told_once(news: News) -> None:
    def take(taken: str) -> str:
        return news.take(view(switched=Switched("Headset", taken)), 0.0)[0]

    assert take("Room") == "No sound from Headset. Switched to Room."
    assert take("Room") == ""
    assert take("Desk") == "No sound from Headset. Switched to Desk."


def test_only_what_needs_somebody_is_urgent(news: News) -> None:
    for fault in (DeviceFault("x"), MicrophoneStalled("x"), MicrophoneBlocked("x")):
        assert news.take(view(microphone=fault), 0.0)[1]
    assert news.take(view(link=LinkView(LinkState.HELD, lost_s=60.0)), 0.0)[1]
    assert not news.take(view(talk=Talk.PAUSED), 0.0)[1]
    assert not news.take(view(link=LinkView(LinkState.WAITING, lost_s=5.0)), 0.0)[1]


class Heard(Announcer):
    """Keeps what would go to a screen reader."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.events: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def _send(self, event: QAccessibleAnnouncementEvent) -> None:
        super()._send(event)
        self.events.append((event.message(), event.politeness()))


def test_what_is_news_is_sent_to_the_screen_reader_politely_or_not(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    announcer = Heard(widget)
    announcer.show_view(view(), 0.0)
    announcer.show_view(view(), 0.0)
    announcer.show_view(view(microphone=DeviceFault("gone")), 0.0)
    announcer.tell("A sentence.")
    (first, second, third) = announcer.events
    politeness = QAccessible.AnnouncementPoliteness
    assert first[1] is politeness.Polite
    assert second[0].startswith("No microphone. Your microphone is gone.")
    assert second[1] is politeness.Assertive
    assert third == ("A sentence.", politeness.Polite)
