from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.events import ChooseWait, TakeBack
from app.core.habits import Habits
from app.core.patience import Wait
from app.gui.theme import Theme
from app.gui.widgets.tools import Tools
from tests.gui.views import view
from tests.gui.widgets.menus import line

BACK = view(can_take_back=True)


@pytest.fixture
def tools(qtbot: QtBot, theme: Theme) -> Tools:
    made = Tools()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(tools: Tools) -> list[object]:
    made: list[object] = []
    tools.asked.connect(made.append)
    tools.focus_lent.connect(lambda: made.append("focus"))
    return made


def take_back(tools: Tools) -> QPushButton:
    return next(one for one in tools.findChildren(QPushButton) if one.text() == "Take that back")


def test_taking_back_is_there_only_while_something_can_be_taken_back(tools: Tools) -> None:
    seen = []
    for one in (view(), BACK, BACK, view()):
        tools.show_view(one)
        seen.append(take_back(tools).isVisible())
    assert seen == [False, True, True, False]


def test_it_asks_no_question(tools: Tools, asked: list[object]) -> None:
    tools.show_view(BACK)
    QTest.mouseClick(take_back(tools), Qt.MouseButton.LeftButton)
    assert asked == [TakeBack()]


def test_a_focus_that_it_had_is_lent_before_it_goes(tools: Tools, asked: list[object]) -> None:
    tools.show_view(BACK)
    tools.show_view(view())
    assert asked == []
    tools.show_view(BACK)
    take_back(tools).setFocus()
    tools.show_view(view())
    assert asked == ["focus"]


def test_the_wait_is_chosen_here(tools: Tools, asked: list[object]) -> None:
    tools.show_habits(Habits(quick_s=0.8))
    tools.turns.open_menu()
    line(tools.turns.menu_shown, "Quick: waits 0.8 s in your pauses").trigger()
    assert asked == [ChooseWait(Wait.QUICK)]
    tools.turns.menu_shown.close()
