from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core.faults import InputFault, StoreFault
from app.core.lobby import Faults, KeyPlace, Lobby, Sounds
from app.gui.announce import Announcer
from app.gui.theme import Theme
from app.gui.widgets.mark import Mark
from app.gui.widgets.stopped_card import StoppedCard
from app.gui.wishes import GoOn, SetAside
from app.gui.words import stopped as words
from tests.gui.gallery import FOUND, FOUND_DAMAGED, LOBBIES

STOPPED = LOBBIES["start-stopped"]
SERVICE = replace(STOPPED, stopped=replace(FOUND, is_practice=False))
REFUSED = Lobby(faults=Faults(stopped=StoreFault("The journal is <b>gone</b>.")))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> Iterator[StoppedCard]:
    page = QWidget()  # a card alone would be a window
    qtbot.addWidget(page)
    made = StoppedCard(theme)
    QVBoxLayout(page).addWidget(made)
    page.resize(700, 400)
    page.show()
    yield made  # noqa: PT022  # or the page would be gone


@pytest.fixture
def asked(card: StoppedCard) -> list[object]:
    made: list[object] = []
    card.asked.connect(made.append)
    return made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what a screen reader is told by itself."""
    made: list[str] = []

    def send(_: Announcer, event: QAccessibleAnnouncementEvent) -> None:
        made.append(event.message())

    monkeypatch.setattr(Announcer, "_send", send)
    return made


def shown(card: StoppedCard) -> list[str]:
    return [one.text() for one in card.findChildren(QLabel) if one.isVisible() and one.text()]


def button(card: StoppedCard, name: str) -> QPushButton:
    (found,) = (one for one in card.findChildren(QPushButton) if one.text() == name)
    return found


def mark(card: StoppedCard) -> str:
    found = card.findChild(Mark)
    assert found is not None
    return found.accessibleName()


def test_it_is_there_only_where_there_is_something_to_say(card: StoppedCard) -> None:
    for lobby, is_there in ((Lobby(), False), (STOPPED, True), (REFUSED, True), (Lobby(), False)):
        card.show_lobby(lobby)
        assert card.isVisible() is is_there


def test_everything_that_was_found_is_shown(card: StoppedCard) -> None:
    for found in (FOUND, FOUND_DAMAGED):
        card.show_lobby(replace(STOPPED, stopped=found, key=KeyPlace.KEYRING))
        assert shown(card) == [
            "We found an unfinished interview",
            words.summary(found),
            words.losses(found),
            words.nothing_is_deleted(),
        ]
        assert mark(card) == "On hold"


def test_one_that_nobody_can_go_on_with_can_only_be_set_aside(
    card: StoppedCard, asked: list[object]
) -> None:
    card.show_lobby(STOPPED)
    card.show_lobby(REFUSED)
    assert shown(card) == [
        "Your last interview cannot be gone on with",
        "The journal is <b>gone</b>.",
        "Nothing was deleted. You can begin another interview below.",
    ]
    assert not button(card, "Go on with it").isVisible()
    assert mark(card) == "It could not go on"
    QTest.mouseClick(button(card, "Not now"), LEFT)
    assert asked == [SetAside()]


def test_a_fault_is_never_taken_for_markup(card: StoppedCard) -> None:
    card.show_lobby(REFUSED)
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in card.findChildren(QLabel))


def test_one_that_did_not_go_on_is_still_offered_with_the_reason(card: StoppedCard) -> None:
    card.show_lobby(replace(STOPPED, faults=Faults(stopped=InputFault("No such setting."))))
    assert any(text.endswith("still there. No such setting.") for text in shown(card))
    assert words.summary(FOUND) in shown(card)
    assert button(card, "Go on with it").isEnabled()


@pytest.mark.parametrize(("name", "wish"), [("Go on with it", GoOn()), ("Not now", SetAside())])
def test_each_button_asks_once(
    card: StoppedCard, asked: list[object], name: str, wish: object
) -> None:
    card.show_lobby(STOPPED)
    assert asked == []
    QTest.mouseClick(button(card, name), LEFT)
    assert asked == [wish]


@pytest.mark.parametrize(
    ("lobby", "why"),
    [
        (SERVICE, "It needs your key: give it below first."),
        (replace(STOPPED, microphone=Sounds()), "One moment…"),
        (replace(SERVICE, key=KeyPlace.KEYRING), ""),
        (STOPPED, ""),
    ],
)
def test_it_can_be_gone_on_with_exactly_when_nothing_is_in_the_way(
    card: StoppedCard, asked: list[object], lobby: Lobby, why: str
) -> None:
    card.show_lobby(lobby)
    go_on = button(card, "Go on with it")
    assert go_on.isEnabled() is (why == "")
    assert go_on.accessibleDescription() == why
    assert why in ["", *shown(card)]
    QTest.mouseClick(go_on, LEFT)
    assert asked == [GoOn()] * (why == "")
    assert button(card, "Not now").isEnabled()


def test_a_screen_reader_says_all_of_it_and_is_told_once(
    card: StoppedCard, told: list[str]
) -> None:
    for lobby in (Lobby(), STOPPED, replace(STOPPED, headphones=True)):
        card.show_lobby(lobby)
    everything = " ".join([words.summary(FOUND), words.losses(FOUND), words.nothing_is_deleted()])
    assert card.accessibleName() == "We found an unfinished interview"
    assert card.accessibleDescription() == everything
    assert told == [f"We found an unfinished interview. {everything}"]
    assert button(card, "Not now").accessibleDescription() == words.nothing_is_deleted()
    card.show_lobby(Lobby())
    card.show_lobby(REFUSED)
    assert len(told) == 2
    assert "The journal is <b>gone</b>." in told[1]
