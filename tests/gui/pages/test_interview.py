from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.core.events import Leave, Mute, TalkPressed, TalkReleased
from app.core.link import LinkState
from app.core.turns import Floor
from app.core.view import LinkView, View
from app.gui.pages.interview import InterviewPage
from app.gui.widgets.banner import Banner
from app.gui.widgets.captions import Captions
from app.gui.widgets.leave_panel import LeavePanel
from app.gui.widgets.level_meter import LevelMeter
from app.gui.widgets.talk_button import TalkButton
from tests.gui.pages.hands import CTRL, button, part, press, texts
from tests.gui.views import view

KEY = Qt.Key
MIDDLE = view(floor=Floor.CANDIDATE, answer_s=12.0)
MARKUP = '<b>x</b><img src="file:///x.png">'


# --- what is shown


def test_a_view_is_shown_everywhere(page: InterviewPage) -> None:
    lost = LinkView(LinkState.WAITING, 1, 3.0, 5.0)
    page.show_view(view(place=2, question="Why here?", level_dbfs=-20.0, link=lost), 134.2, 5.0)
    assert {"Question 2 of 3", "Saved to 2:14", "Why here?", "Reconnecting"} <= set(texts(page))
    assert part(page, Banner).text.startswith("Reconnecting, attempt 1.")
    assert part(page, LevelMeter).value() == -20


def test_a_question_is_never_taken_for_markup(page: InterviewPage) -> None:
    page.show_view(view(question=MARKUP), 0.0, 1.0)
    shown = next(one for one in page.findChildren(QLabel) if one.text() == MARKUP)
    assert shown.textFormat() is Qt.TextFormat.PlainText


def test_a_connection_that_is_back_within_a_second_is_never_noticed(page: InterviewPage) -> None:
    usual = texts(page)
    for at in range(10):
        lost = LinkView(LinkState.CONNECTING, lost_s=at / 10)
        page.show_view(view(link=lost), 0.0, 1.0 + at / 10)
        assert texts(page) == usual
        assert part(page, Banner).text == ""
    page.show_view(view(link=LinkView(LinkState.CONNECTING, lost_s=1.0)), 0.0, 2.0)
    assert "Reconnecting" in texts(page)
    page.begin()
    page.show_view(view(link=LinkView(LinkState.CONNECTING, lost_s=0.0)), 0.0, 3.0)
    assert "Reconnecting" not in texts(page)


def places(page: InterviewPage) -> list[QRect]:
    """Return where the buttons of the page stand."""
    for _ in range(3):
        QApplication.processEvents()
    names = ("Hold to talk", "Done", "Mute", "Pause", "Leave")
    found = [button(page, name) for name in names]
    return [QRect(one.mapTo(page, one.rect().topLeft()), one.size()) for one in found]


@pytest.mark.parametrize("size", [(720, 430), (900, 640), (1900, 1000)])
def test_a_banner_that_comes_moves_no_button_and_leaves_its_room_to_the_captions(
    page: InterviewPage, size: tuple[int, int]
) -> None:
    page.resize(*size)
    before, high = places(page), part(page, Captions).height()
    page.show_view(view(link=LinkView(LinkState.HELD, lost_s=60.0)), 0.0, 2.0)
    assert places(page) == before
    assert page.size().toTuple() == size
    assert part(page, Banner).isVisible()
    assert part(page, Captions).height() < high
    page.show_view(view(), 0.0, 3.0)
    assert places(page) == before
    assert part(page, Captions).height() == high


def test_the_smallest_page_is_no_smaller_before_a_banner_comes(page: InterviewPage) -> None:
    page.resize(720, 100)
    before = places(page)
    page.show_view(view(link=LinkView(LinkState.HELD, lost_s=60.0)), 0.0, 2.0)
    assert places(page) == before


def test_in_a_wide_window_everything_keeps_to_the_middle(page: InterviewPage) -> None:
    page.resize(1900, 1000)
    found = places(page)
    left, right = found[0].left(), page.width() - found[-1].right() - 1
    assert right - left in (-1, 0, 1)
    assert found[-1].right() - found[0].left() + 1 == 1080
    page.resize(900, 640)
    found = places(page)
    assert (found[0].left(), page.width() - found[-1].right() - 1) == (24, 24)


def test_the_talk_button_is_as_large_as_a_hand_wants_it(page: InterviewPage) -> None:
    assert places(page)[0].height() >= 96


def test_what_was_said_stands_in_the_captions_by_number(page: InterviewPage) -> None:
    for said in (
        {"speaker": "interviewer", "reply": 1, "text": "Hello"},
        {"speaker": "candidate", "exchange": 1, "text": None, "seconds": 72.0},
        {"speaker": "interviewer", "reply": 1, "text": f"Hello {MARKUP}"},
        {"speaker": "interviewer", "reply": 2, "text": ""},
        {"speaker": "candidate", "exchange": 2, "text": "Good day."},
    ):
        page.show_said(said)
    shown = part(page, Captions).toPlainText().replace("\u2002", " ").split("\n")
    assert shown == [f"Interviewer Hello {MARKUP}", "You Your answer, 1:12", "You Good day."]


def test_what_the_interviewer_says_is_shown_only_while_they_are_heard(page: InterviewPage) -> None:
    page.show_view(view(floor=Floor.INTERVIEWER, caption="Thank you"), 0.0, 1.0)
    assert "Thank you" in part(page, Captions).toPlainText()
    page.show_view(view(caption="Thank you"), 0.0, 2.0)
    assert part(page, Captions).toPlainText() == ""


def test_a_new_interview_begins_empty(page: InterviewPage) -> None:
    page.say("One moment.")
    page.ask_to_leave()
    page.begin()
    assert part(page, Captions).toPlainText() == ""
    assert not part(page, LeavePanel).isVisible()


# --- leaving


@pytest.mark.parametrize(
    ("shown", "choices"),
    [
        (MIDDLE, ["Keep my answer and leave", "Leave without it", "Stay"]),
        (view(), ["Leave the interview", "Stay"]),
    ],
)
def test_leaving_asks_what_to_keep(page: InterviewPage, shown: View, choices: list[str]) -> None:
    page.show_view(shown, 0.0, 1.0)
    QTest.mouseClick(button(page, "Leave"), Qt.MouseButton.LeftButton)
    found = part(page, LeavePanel).findChildren(QPushButton)
    assert [one.text() for one in found if one.isVisible()] == choices


def test_leaving_is_told_once_it_is_chosen(page: InterviewPage, asked: list[object]) -> None:
    page.show_view(MIDDLE, 0.0, 1.0)
    press(KEY.Key_L, CTRL)
    assert asked == []
    QTest.mouseClick(button(page, "Leave without it"), Qt.MouseButton.LeftButton)
    assert asked == [Leave(keep=False)]


def test_while_it_is_asked_no_key_reaches_the_interview(
    page: InterviewPage, asked: list[object]
) -> None:
    page.show_view(MIDDLE, 0.0, 1.0)
    page.ask_to_leave()
    for key in (KEY.Key_M, KEY.Key_Period, KEY.Key_T):
        press(key, CTRL)
    for key in (KEY.Key_A, KEY.Key_F6):
        press(key)
    assert asked == []
    press(KEY.Key_Space)  # on Stay
    assert asked == []
    assert not part(page, LeavePanel).isVisible()
    assert QApplication.focusWidget() is part(page, TalkButton)
    page.ask_to_leave()
    press(KEY.Key_Return)  # on Stay
    assert asked == []
    assert not part(page, LeavePanel).isVisible()


def test_the_interview_goes_on_beneath_the_question(page: InterviewPage) -> None:
    page.ask_to_leave()
    page.show_view(view(place=2, question="And then?"), 0.0, 2.0)
    assert "And then?" in texts(page)
    assert part(page, LeavePanel).isVisible()


def test_who_is_talking_with_the_key_lets_go_when_asked(
    page: InterviewPage, asked: list[object]
) -> None:
    part(page, Captions).setFocus()
    QTest.keyPress(QApplication.focusWidget(), KEY.Key_Space)
    page.ask_to_leave()
    assert asked == [TalkPressed(), TalkReleased()]
    QTest.keyRelease(QApplication.focusWidget(), KEY.Key_Space)
    assert asked == [TalkPressed(), TalkReleased()]
    assert part(page, LeavePanel).isVisible()


def test_before_the_first_view_every_key_is_harmless(
    page: InterviewPage, asked: list[object]
) -> None:
    page.begin()
    press(KEY.Key_Slash, CTRL)
    press(KEY.Key_M, CTRL)
    press(KEY.Key_L, CTRL)
    assert asked == [Mute(on=True)]
    assert part(page, LeavePanel).isVisible()
