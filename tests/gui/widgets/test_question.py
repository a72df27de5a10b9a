from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.palette import LIGHT
from app.gui.theme import Theme
from app.gui.widgets.question import Question

SHORT = "Please tell me a little about yourself."
LONG = "What do you enjoy most about your work, and why? " * 8


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> QWidget:
    """Return a page on which something below would like all the room."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(Question())
    layout.addWidget(QTextEdit(), stretch=1)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


@pytest.fixture
def question(page: QWidget) -> Question:
    found = page.findChild(Question)
    assert found is not None
    return found


def label(question: Question) -> QLabel:
    found = question.findChild(QLabel)
    assert found is not None
    return found


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def can_scroll(question: Question) -> bool:
    return question.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("text", [SHORT, LONG])
def test_it_is_as_high_as_its_text(question: Question, page: QWidget, text: str) -> None:
    question.show_text(text)
    for width in (600, 900, 400):
        page.resize(width, 700)
        settle()
        assert question.height() == label(question).heightForWidth(width)
        assert not can_scroll(question)
        assert question.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_shorter_one_takes_less_room_again(question: Question) -> None:
    question.show_text(SHORT)
    settle()
    before = question.height()
    question.show_text(LONG)
    settle()
    assert question.height() > 2 * before
    question.show_text(SHORT)
    settle()
    assert question.height() == before


def test_where_there_is_no_room_for_it_it_scrolls_by_keyboard_too(
    question: Question, page: QWidget
) -> None:
    question.show_text(LONG)
    page.findChild(QTextEdit).setMinimumHeight(200)  # type: ignore[union-attr]  # the fixture's
    page.resize(600, 260)
    settle()
    assert can_scroll(question)
    assert question.height() >= 2 * label(question).fontMetrics().lineSpacing()
    assert question.focusPolicy() is Qt.FocusPolicy.StrongFocus
    page.activateWindow()
    question.setFocus()
    around = question.grab().toImage()
    middle = around.height() // 2
    for x, y in ((0, middle), (around.width() - 1, middle), (around.width() // 2, 0)):
        assert around.pixelColor(x, y).name().upper() == LIGHT.focus
    QTest.keyClick(question, Qt.Key.Key_Down)
    assert question.verticalScrollBar().value() > 0
    question.show_text(LONG.upper())
    assert question.verticalScrollBar().value() == 0


def test_a_long_one_stands_in_smaller_letters(question: Question) -> None:
    question.show_text(LONG)
    small = label(question).fontMetrics().height()
    question.show_text(SHORT)
    assert label(question).fontMetrics().height() > small


def test_it_is_plain_text_and_told_to_a_screen_reader(question: Question) -> None:
    question.show_text("<b>Why?</b>")
    assert label(question).text() == question.accessibleName() == "<b>Why?</b>"
    assert label(question).textFormat() is Qt.TextFormat.PlainText
