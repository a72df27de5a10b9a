from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app import PRODUCT
from app.core.events import Leave, Mute
from app.core.lobby import Kind
from app.core.status import SessionStatus
from app.core.turns import Floor
from app.core.view import Situation
from app.gui.pages.finish import FinishPage
from app.gui.pages.interview import InterviewPage
from app.gui.pages.licences import LicencesPage
from app.gui.pages.start import StartPage
from app.gui.theme import Theme
from app.gui.widgets.leave_panel import LeavePanel
from app.gui.widgets.level_meter import LevelMeter
from app.gui.window import Window
from app.gui.wishes import Begin, ChooseKind, Quit, StartOver
from tests.gui.gallery import ENDINGS, LOBBIES
from tests.gui.views import view

KEY = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    made = Window(theme)
    qtbot.addWidget(made)
    made.show_lobby(LOBBIES["start-agreed"])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(window: Window) -> list[object]:
    made: list[object] = []
    window.asked.connect(made.append)
    return made


def button(window: Window, name: str) -> QPushButton:
    return next(
        one
        for one in window.findChildren(QPushButton)
        if name in (one.text().strip(), one.accessibleName()) and one.isVisible()
    )


def seen(window: Window) -> type[QWidget]:
    """Return the kind of page that is shown."""
    (page,) = (
        page
        for kind in (StartPage, InterviewPage, FinishPage)
        for page in window.findChildren(kind)
        if page.isVisible()
    )
    return type(page)


def start(window: Window) -> None:
    window.show_start()


def interview(window: Window) -> None:
    window.show_interview()
    window.interview.show_view(view(floor=Floor.CANDIDATE, answer_s=3.0), 0.0, 1.0)


def finish(window: Window) -> None:
    window.show_ending(ENDINGS["finished"])


def test_it_begins_with_the_start_page_under_the_product_s_name(window: Window) -> None:
    assert window.windowTitle() == PRODUCT
    assert seen(window) is StartPage


def test_one_page_is_shown_at_a_time(window: Window) -> None:
    interview(window)
    assert seen(window) is InterviewPage
    finish(window)
    assert seen(window) is FinishPage
    start(window)
    assert seen(window) is StartPage


def test_every_interview_begins_on_an_empty_page_with_the_focus_on_talk(window: Window) -> None:
    window.show_interview()
    window.interview.say("From the first interview.")
    window.interview.ask_to_leave()
    finish(window)
    window.show_interview()
    assert not any(one.isVisible() for one in window.findChildren(LeavePanel))
    assert QApplication.focusWidget() is button(window, "Hold to talk")


def test_what_each_page_asks_for_comes_out(window: Window, asked: list[object]) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(button(window, "Interview with Gemini"), left)
    QTest.mouseClick(button(window, "Begin practice"), left)
    interview(window)
    QTest.mouseClick(button(window, "Mute"), left)
    finish(window)
    QTest.mouseClick(button(window, "Back to the start"), left)
    assert asked == [ChooseKind(Kind.SERVICE), Begin(), Mute(on=True), StartOver()]


@pytest.mark.parametrize("page", [start, finish])
def test_closing_it_is_a_wish_to_quit_and_closes_nothing(
    window: Window, asked: list[object], page: Callable[[Window], None]
) -> None:
    page(window)
    assert not window.close()
    assert asked == [Quit()]
    assert window.isVisible()


def test_closing_it_in_an_interview_asks_what_to_keep(window: Window, asked: list[object]) -> None:
    interview(window)
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert asked == []
    assert button(window, "Keep my answer and leave")
    QTest.mouseClick(button(window, "Leave without it"), Qt.MouseButton.LeftButton)
    assert asked == [Leave(keep=False)]


def test_a_window_that_lies_in_the_dock_comes_forward_to_ask(window: Window) -> None:
    interview(window)
    window.showMinimized()
    window.close()
    assert not window.isMinimized()
    assert window.isVisible()


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus_on_every_page(
    window: Window, asked: list[object], key: Qt.Key
) -> None:
    for page, name in ((start, "Begin practice"), (interview, "Mute"), (finish, "Close")):
        page(window)
        button(window, name).setFocus()
        QTest.keyClick(button(window, name), key)
    assert asked == [Begin(), Mute(on=True), Quit()]


def test_enter_that_repeats_by_itself_presses_once(window: Window, asked: list[object]) -> None:
    begin = button(window, "Begin practice")
    begin.setFocus()
    QTest.keyClick(begin, KEY.Key_Return)
    no = Qt.KeyboardModifier.NoModifier
    for _ in range(3):
        event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, no, "\r", autorep=True)
        QApplication.sendEvent(begin, event)
    assert asked == [Begin()]


def test_enter_on_what_cannot_be_pressed_does_nothing(window: Window, asked: list[object]) -> None:
    window.show_lobby(LOBBIES["start"])
    QTest.keyClick(window, KEY.Key_Return)
    assert asked == []


def test_shortcuts_of_the_interview_are_dead_on_other_pages(
    window: Window, asked: list[object]
) -> None:
    interview(window)
    for page in (start, finish):
        page(window)
        for key in (KEY.Key_M, KEY.Key_Period, KEY.Key_T, KEY.Key_L):
            QTest.keyClick(
                QApplication.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier
            )
    assert asked == []


def test_the_levels_reach_the_start_page(window: Window) -> None:
    window.show_levels(-20.0, -40.0)
    levels = [one.value() for one in window.findChildren(LevelMeter) if one.isVisible()]
    assert levels == [-20, -40]


def test_the_strip_is_shown_by_the_header_and_follows_the_status(window: Window) -> None:
    strip = next(one for one in window.findChildren(QToolButton) if "strip" in one.text())
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton)
    window.show_status(SessionStatus(Situation.TALKING, 3.0, 2, 3))
    assert "Talking" in window.indicator.strip_text
    window.show_status(None)
    assert "Talking" not in window.indicator.strip_text
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton)
    assert window.indicator.strip_text == ""


def test_leaving_from_the_tray_asks_as_closing_does(window: Window, asked: list[object]) -> None:
    interview(window)
    window.indicator.leave_asked.emit()
    assert button(window, "Stay")
    assert asked == []


def test_a_folder_is_opened_in_the_system_s_own_way(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr("app.gui.window.QDesktopServices.openUrl", opened.append)
    window.open_folder("/a folder/100% #1")
    assert [url.toLocalFile() for url in opened] == ["/a folder/100% #1"]


def test_licences_are_read_and_left_from_the_start_page(window: Window) -> None:
    (link,) = (one for one in window.findChildren(QToolButton) if one.text() == "Licences")
    link.click()
    (page,) = window.findChildren(LicencesPage)
    assert page.isVisible()
    button(window, "Back").click()
    assert seen(window) is StartPage
    assert not page.isVisible()
