from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.tick import Tick


@pytest.fixture
def tick(qtbot: QtBot, theme: Theme) -> Tick:
    made = Tick("I <b>agree</b>")
    qtbot.addWidget(made)
    made.resize(300, 40)
    made.show()
    return made


def test_a_click_on_its_words_is_one_on_its_box(tick: Tick) -> None:
    label = tick.findChild(QLabel)
    assert label is not None
    clicked: list[bool] = []
    tick.box.toggled.connect(clicked.append)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    QTest.mouseClick(tick.box, Qt.MouseButton.LeftButton)
    assert clicked == [True, False]
    QTest.mouseRelease(tick, Qt.MouseButton.LeftButton, pos=label.geometry().bottomRight() * 3)
    assert len(clicked) == 2


def test_its_words_are_plain_and_are_its_name(tick: Tick) -> None:
    label = tick.findChild(QLabel)
    assert label is not None
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert tick.box.accessibleName() == label.text() == "I <b>agree</b>"
    tick.show_text("No")
    assert tick.box.accessibleName() == label.text() == "No"


def test_what_is_forced_cannot_be_ticked_and_says_why_below(tick: Tick) -> None:
    label, mark = tick.findChildren(QLabel)
    clicked: list[bool] = []
    tick.box.toggled.connect(clicked.append)
    tick.show_forced(is_forced=True)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert mark.isVisible()
    assert (label.isEnabled(), mark.isEnabled()) == (False, True), "why is easy to read"
    assert mark.text() in tick.box.accessibleDescription()
    assert mark.y() >= label.geometry().bottom()
    tick.show_forced(is_forced=False)
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert clicked == [True]
