"""The talk button for who cannot hold a key: pressed once to talk, once more to stop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core.events import TalkPressed, TalkReleased, TalkToggled
from app.core.habits import Habits
from app.core.talk import Talk
from app.gui.theme import Theme
from app.gui.widgets.talk_button import TalkButton
from tests.gui.views import view

LEFT, SPACE = Qt.MouseButton.LeftButton, Qt.Key.Key_Space
TOGGLES = Habits(toggles=True)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    """Return a window with the button, which has the focus, and another one."""
    made = QWidget()
    layout = QVBoxLayout(made)
    talk = TalkButton(theme)
    talk.show_habits(TOGGLES)
    layout.addWidget(talk)
    layout.addWidget(QPushButton("Other"))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    talk.setFocus()
    return made


@pytest.fixture
def button(window: QWidget) -> TalkButton:
    found = window.findChild(TalkButton)
    assert found is not None
    return found


@pytest.fixture
def asked(button: TalkButton) -> list[object]:
    made: list[object] = []
    button.asked.connect(made.append)
    return made


@pytest.mark.parametrize("way", ["pointer", "space", "page"])
def test_each_press_toggles_once_and_a_release_does_nothing(
    button: TalkButton, asked: list[object], way: str
) -> None:
    for times in (1, 2):
        match way:
            case "pointer":
                QTest.mouseClick(button, LEFT)
            case "space":
                QTest.keyClick(button, SPACE)
            case _:
                button.hold()
                button.let_go()
        assert asked == [TalkToggled()] * times


def test_a_key_that_repeats_by_itself_toggles_once(button: TalkButton, asked: list[object]) -> None:
    QTest.keyPress(button, SPACE)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 5:
        no = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(button, QKeyEvent(kind, SPACE, no, " ", autorep=True))
    button.hold()  # what the page does with its own repetitions
    QTest.keyRelease(button, SPACE)
    assert asked == [TalkToggled()]


def test_a_focus_or_a_window_that_is_lost_changes_nothing(
    window: QWidget, button: TalkButton, asked: list[object]
) -> None:
    QTest.mousePress(button, LEFT)
    window.findChildren(QPushButton)[-1].setFocus()
    button.show_view(view(talk=Talk.LOCKED, locked_s=1.0))
    QApplication.sendEvent(button, QEvent(QEvent.Type.WindowDeactivate))
    window.hide()
    assert asked == [TalkToggled()]


def test_it_says_that_it_is_pressed_and_not_held(button: TalkButton) -> None:
    assert button.accessibleName() == "Press to talk"
    assert button.toolTip() == button.accessibleDescription()
    assert "once more to stop" in button.toolTip()
    button.hold()
    assert button.accessibleName() == "Press to talk"
    button.let_go()
    button.show_view(view(talk=Talk.LOCKED))
    assert button.accessibleName() == "Locked: press to end"


def test_who_changes_it_while_it_is_held_lets_go_as_it_was_taken(
    button: TalkButton, asked: list[object]
) -> None:
    button.show_habits(Habits())
    assert button.accessibleName() == "Hold to talk"
    assert "tap twice" in button.toolTip()
    button.hold()
    button.show_habits(TOGGLES)
    assert asked == [TalkPressed(), TalkReleased()]
    button.hold()
    button.show_habits(Habits())
    button.let_go()
    assert asked == [TalkPressed(), TalkReleased(), TalkToggled()]


def test_its_width_is_that_of_its_own_longest_name(button: TalkButton) -> None:
    widths = [button.sizeHint().width()]
    for talk in (Talk.LOCKED, Talk.HANDS_FREE):
        button.show_view(view(talk=talk))
        widths.append(button.sizeHint().width())
    assert len(set(widths)) == 1
