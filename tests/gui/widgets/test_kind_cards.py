from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.core.lobby import Kind, Lobby
from app.gui.theme import Theme
from app.gui.widgets.card import Card
from app.gui.widgets.kind_cards import KindCards
from app.gui.wishes import ChooseKind


@pytest.fixture
def cards(qtbot: QtBot, theme: Theme) -> KindCards:
    made = KindCards()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(cards: KindCards) -> list[object]:
    made: list[object] = []
    cards.asked.connect(made.append)
    return made


def chosen(cards: KindCards) -> list[str]:
    return [card.accessibleName() for card in cards.findChildren(Card) if card.isChecked()]


def test_the_chosen_kind_is_shown_and_nothing_is_asked_for(
    cards: KindCards, asked: list[object]
) -> None:
    cards.show_lobby(Lobby(kind=Kind.PRACTICE))
    assert chosen(cards) == ["Practice"]
    cards.show_lobby(Lobby(kind=Kind.SERVICE))
    assert chosen(cards) == ["Interview with Gemini"]
    assert asked == []


@pytest.mark.parametrize("kind", Kind)
def test_tab_goes_to_the_chosen_one(cards: KindCards, kind: Kind) -> None:
    cards.show_lobby(Lobby(kind=Kind.SERVICE))
    cards.show_lobby(Lobby(kind=kind))
    tab = Qt.FocusPolicy.TabFocus
    reached = [card for card in cards.findChildren(Card) if card.focusPolicy() & tab == tab]
    assert [card.accessibleName() for card in reached] == chosen(cards)


def test_a_click_asks_for_a_kind_once(cards: KindCards, asked: list[object]) -> None:
    cards.show_lobby(Lobby())
    practice, service = cards.findChildren(Card)
    QTest.mouseClick(service, Qt.MouseButton.LeftButton)
    assert asked == [ChooseKind(Kind.SERVICE)]
    QTest.mouseClick(practice, Qt.MouseButton.LeftButton)
    assert asked == [ChooseKind(Kind.SERVICE), ChooseKind(Kind.PRACTICE)]


def test_the_arrows_choose_as_everywhere(cards: KindCards, asked: list[object]) -> None:
    cards.show_lobby(Lobby())
    practice, service = cards.findChildren(Card)
    practice.setFocus()
    QTest.keyClick(practice, Qt.Key.Key_Right)
    assert asked == [ChooseKind(Kind.SERVICE)]
    assert service.isChecked()
