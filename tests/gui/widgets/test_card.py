from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.card import Card

TEXT = "With your own key. What you say is sent to the service, and to nobody else. " * 2


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> Card:
    made = Card("A name", TEXT)
    qtbot.addWidget(made)
    return made


def test_a_screen_reader_says_both_lines(card: Card) -> None:
    assert card.accessibleName() == "A name"
    assert card.accessibleDescription() == TEXT
    assert card.isCheckable()


def test_a_click_on_its_words_is_one_on_the_card(card: Card) -> None:
    card.resize(300, card.heightForWidth(300))
    card.show()
    line = card.findChildren(QLabel)[1]
    where = line.mapTo(card, line.rect().center())
    hit = card.childAt(where)
    QTest.mouseClick(hit or card, Qt.MouseButton.LeftButton)
    assert hit is None
    assert card.isChecked()


@pytest.mark.parametrize("width", [220, 300, 500])
def test_it_is_as_high_as_its_words_need(card: Card, width: int) -> None:
    card.resize(width, card.heightForWidth(width))
    card.show()
    assert card.hasHeightForWidth()
    for line in card.findChildren(QLabel):
        assert line.height() >= line.heightForWidth(line.width())
    assert card.heightForWidth(220) > card.heightForWidth(500)
