"""The page's ways with turns: the wait, the talk key that is not held, taking back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.events import ChooseWait, TakeBack, TalkToggled
from app.core.faults import MicrophoneBlocked
from app.core.habits import Habits
from app.core.patience import Wait
from app.core.talk import Talk
from app.core.turns import Floor
from app.gui.pages import interview as module
from app.gui.pages.interview import InterviewPage
from app.gui.system_settings import SettingsPage
from app.gui.widgets import banner
from app.gui.widgets.captions import Captions
from app.gui.widgets.locked_mark import LockedMark
from app.gui.widgets.turn_menu import TurnMenu
from tests.gui.pages.hands import CTRL, NO, button, part, press
from tests.gui.views import view

KEY = Qt.Key
TALKING = view(floor=Floor.CANDIDATE, answer_s=12.0)


@pytest.fixture(autouse=True)
def _page_of_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banner, "microphone_page", lambda: SettingsPage("settings:"))


def test_the_wait_is_chosen_by_keys_alone_in_the_midst_of_an_answer(
    page: InterviewPage, asked: list[object]
) -> None:
    page.show_view(TALKING, 0.0, 1.0)
    press(KEY.Key_W, CTRL)
    menu = part(page, TurnMenu).menu_shown
    assert menu.isVisible()
    for _ in range(3):
        QTest.keyClick(menu, KEY.Key_Down)
    QTest.keyClick(menu, KEY.Key_Return)
    assert asked == [ChooseWait(Wait.PATIENT)]
    assert not menu.isVisible()


def test_while_it_is_asked_what_to_keep_no_menu_opens(page: InterviewPage) -> None:
    page.ask_to_leave()
    press(KEY.Key_W, CTRL)
    assert not part(page, TurnMenu).menu_shown.isVisible()


def test_taking_back_has_a_key_that_counts_only_while_it_can_be_done(
    page: InterviewPage, asked: list[object]
) -> None:
    press(KEY.Key_B, CTRL)
    assert asked == []
    page.show_view(view(can_take_back=True), 0.0, 1.0)
    press(KEY.Key_B, CTRL)
    assert asked == [TakeBack()]
    page.ask_to_leave()
    press(KEY.Key_B, CTRL)
    assert asked == [TakeBack()]


@pytest.mark.parametrize("has_focus", ["talk", "captions"])
def test_the_space_bar_toggles_where_it_is_not_to_be_held(
    page: InterviewPage, asked: list[object], has_focus: str
) -> None:
    page.show_habits(Habits(toggles=True))
    if has_focus == "captions":
        part(page, Captions).setFocus()
    where = QApplication.focusWidget()
    for times in (1, 2):
        QTest.keyPress(where, KEY.Key_Space)
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 4:
            QApplication.sendEvent(where, QKeyEvent(kind, KEY.Key_Space, NO, " ", autorep=True))
        QTest.keyRelease(where, KEY.Key_Space)
        assert asked == [TalkToggled()] * times


def test_a_locked_microphone_has_its_sign_and_stays_locked_when_the_focus_goes(
    page: InterviewPage, asked: list[object]
) -> None:
    page.show_habits(Habits(toggles=True))
    press(KEY.Key_Space)
    page.show_view(view(talk=Talk.LOCKED, locked_s=80.0, floor=Floor.CANDIDATE), 0.0, 1.0)
    assert part(page, LockedMark).isVisible()
    part(page, Captions).setFocus()
    assert asked == [TalkToggled()]
    page.show_view(view(), 0.0, 2.0)
    assert not part(page, LockedMark).isVisible()


@pytest.mark.parametrize("opens", [True, False])
def test_a_blocked_microphone_leads_to_the_settings_or_says_that_they_did_not_open(
    page: InterviewPage, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    tried: list[SettingsPage] = []

    def open_page(one: SettingsPage) -> bool:
        tried.append(one)
        return opens

    monkeypatch.setattr(module, "open_page", open_page)
    page.show_view(view(microphone=MicrophoneBlocked("zeros")), 0.0, 1.0)
    QTest.mouseClick(button(page, "Open the settings"), Qt.MouseButton.LeftButton)
    assert tried == [SettingsPage("settings:")]
    shown = part(page, Captions).toPlainText()
    assert ("did not open" in shown) is not opens
