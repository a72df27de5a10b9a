from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.faults import InputFault, StoreFault
from app.core.habits import Choice, Habits
from app.core.lobby import Faults, KeyPlace, Kind, Lobby, Shortage, Sounds
from app.gui.pages.start import StartPage
from app.gui.theme import Theme
from app.gui.widgets.level_meter import LevelMeter
from app.gui.widgets.stopped_card import StoppedCard
from app.gui.wishes import (
    Agree,
    Begin,
    CheckSound,
    ChooseKind,
    ChooseMicrophone,
    ChoosePlan,
    ChooseSpeaker,
    ForgetKey,
    GoOn,
    LookAgain,
    Prefer,
    SetAside,
    TrySpeaker,
    UseHeadphones,
    UseKey,
)
from tests.gui.gallery import LOBBIES
from tests.gui.pseudo import texts

LEFT = Qt.MouseButton.LeftButton
READY = LOBBIES["start-agreed"]
SERVICE = LOBBIES["start-service"]
SECRET = "AIza-not-a-real-one"  # noqa: S105 - it is nobody's


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> StartPage:
    made = StartPage(theme)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show_lobby(READY)
    made.show()
    return made


@pytest.fixture
def asked(page: StartPage) -> list[object]:
    made: list[object] = []
    page.asked.connect(made.append)
    return made


def button(page: StartPage, name: str) -> QAbstractButton:
    """Return the one button or tick whose text or spoken name begins so."""
    (found,) = (
        one
        for one in page.findChildren(QAbstractButton)
        if one.text().startswith(name) or one.accessibleName().startswith(name)
    )
    return found


def click(page: StartPage, name: str) -> None:
    QTest.mouseClick(button(page, name), LEFT)


def shown(page: StartPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


@pytest.mark.parametrize("name", LOBBIES)
def test_begin_can_be_pressed_exactly_when_nothing_is_in_the_way(
    page: StartPage, name: str
) -> None:
    lobby = LOBBIES[name]
    for agreed in (False, True):
        page.show_lobby(replace(lobby, consents=agreed))
        why = replace(lobby, consents=agreed).why_not
        begin = button(page, "Begin")
        assert begin.isEnabled() is (why is None)
        assert bool(begin.accessibleDescription()) is (why is not None)
        assert begin.accessibleDescription() in ["", *shown(page)]


@pytest.mark.parametrize("name", LOBBIES)
def test_to_show_a_lobby_asks_for_nothing(page: StartPage, asked: list[object], name: str) -> None:
    page.show_lobby(LOBBIES[name])
    page.show_lobby(READY)
    page.show_lobby(LOBBIES[name])
    assert asked == []


@pytest.mark.parametrize(
    ("lobby", "name", "wish"),
    [
        (READY, "Interview with Gemini", ChooseKind(Kind.SERVICE)),
        (SERVICE, "Practice", ChooseKind(Kind.PRACTICE)),
        (READY, "Look again", LookAgain()),
        (READY, "Play a sample", TrySpeaker()),
        (READY, "Check my sound", CheckSound()),
        (READY, "I wear headphones", UseHeadphones(True)),
        (replace(READY, headphones=True), "I wear headphones", UseHeadphones(False)),
        (READY, "Press once to talk", Prefer(toggles=True)),
        (LOBBIES["start-toggles"], "Press once to talk", Prefer(toggles=False)),
        (READY, "Play a short tone", Prefer(cues=False)),
        (READY, "I know that I talk", Agree(False)),
        (SERVICE, "I know that I talk", Agree(True)),
        (READY, "Begin", Begin()),
        (LOBBIES["start-stopped"], "Go on with it", GoOn()),
        (LOBBIES["start-stopped"], "Not now", SetAside()),
        (LOBBIES["start-faults"], "Use the default", ChoosePlan(None)),
        (LOBBIES["start-service-kept"], "Forget", ForgetKey()),
    ],
)
def test_each_control_asks_once(
    page: StartPage, asked: list[object], lobby: Lobby, name: str, wish: object
) -> None:
    page.show_lobby(lobby)
    found = button(page, name)
    QTest.mouseClick(found, LEFT, pos=QPoint(12, found.height() // 2))
    assert asked == [wish]


def test_the_devices_are_chosen_each_for_itself(page: StartPage, asked: list[object]) -> None:
    microphone, speaker, _ = page.findChildren(QComboBox)
    assert microphone.accessibleName() == "Microphone"
    QTest.keyClick(microphone, Qt.Key.Key_End)
    QTest.keyClick(speaker, Qt.Key.Key_Down)
    assert asked == [ChooseMicrophone("Headset"), ChooseSpeaker("Built-in loudspeaker")]


def test_a_click_on_the_words_of_the_consent_is_one_on_its_tick(
    page: StartPage, asked: list[object]
) -> None:
    (words,) = (one for one in page.findChildren(QLabel) if "I know that" in one.text())
    QTest.mouseClick(words, LEFT)
    assert asked == [Agree(False)]
    QTest.mouseRelease(words, LEFT, pos=words.rect().bottomRight() * 3)
    assert len(asked) == 1


def test_a_click_on_the_words_for_headphones_is_one_too(
    page: StartPage, asked: list[object]
) -> None:
    (words,) = (one for one in page.findChildren(QLabel) if "I wear headphones" in one.text())
    QTest.mouseClick(words, LEFT)
    assert asked == [UseHeadphones(True)]


def test_what_is_agreed_to_is_what_happens(page: StartPage) -> None:
    for lobby, is_sent in ((READY, False), (SERVICE, True)):
        page.show_lobby(lobby)
        tick = button(page, "I know that I talk")
        assert ("Gemini" in tick.accessibleName()) is is_sent
        assert tick.accessibleName() in shown(page)
        assert tick.isChecked() is lobby.consents


def test_only_the_service_is_asked_for_a_key(page: StartPage) -> None:
    (field,) = (one for one in page.findChildren(QLineEdit))
    assert not field.isVisible()
    page.show_lobby(SERVICE)
    assert field.isVisible()
    assert "Gemini key" in shown(page)
    page.show_lobby(READY)
    assert "Gemini key" not in shown(page)


def test_one_that_stopped_and_was_with_the_service_asks_for_the_key_in_practice_too(
    page: StartPage,
) -> None:
    page.show_lobby(LOBBIES["start-stopped"])
    assert "Gemini key" not in shown(page)
    page.show_lobby(LOBBIES["start-stopped-damaged"])
    assert "Gemini key" in shown(page)
    assert not button(page, "Go on with it").isEnabled()


@pytest.mark.parametrize("name", LOBBIES)
def test_what_stopped_stands_above_everything_else(page: StartPage, name: str) -> None:
    page.show_lobby(LOBBIES[name])
    card = page.findChild(StoppedCard)
    assert card is not None
    assert card.isVisible() is name.startswith("start-stopped")
    title = next(one for one in page.findChildren(QLabel) if one.text() == "Ready when you are")
    if card.isVisible():
        assert card.geometry().bottom() < title.geometry().top()


def test_no_widget_ever_holds_the_key_once_it_was_used(
    page: StartPage, asked: list[object]
) -> None:
    page.show_lobby(SERVICE)
    field = page.findChild(QLineEdit)
    assert field is not None
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, SECRET)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == [UseKey(SECRET, is_kept=True)]
    for place in KeyPlace:
        page.show_lobby(replace(SERVICE, key=place))
        assert not any(SECRET in text for _, text in texts(page))
        assert not any(SECRET in str(one.property("text")) for one in page.findChildren(QWidget))


def test_a_sample_is_not_played_over_another(page: StartPage) -> None:
    page.show_lobby(replace(READY, is_sounding=True))
    assert not button(page, "Play a sample").isEnabled()
    page.show_lobby(READY)
    assert button(page, "Play a sample").isEnabled()


def test_the_levels_are_shown_each_at_its_device(page: StartPage) -> None:
    page.show_levels(-20.0, -40.0)
    meters = page.findChildren(LevelMeter)
    levels = [(meter.accessibleName(), meter.value()) for meter in meters]
    assert levels == [("Level: Microphone", -20), ("Level: Loudspeaker", -40)]


def test_a_folder_that_cannot_be_used_is_told_with_what_to_do(page: StartPage) -> None:
    page.show_lobby(LOBBIES["start-folder"])
    assert any("cannot be used, or Fairhearing is open already" in text for text in shown(page))
    assert "There is nowhere to keep the interview." in shown(page)
    page.show_lobby(READY)
    assert not any("cannot be used" in text for text in shown(page))


def test_too_little_room_is_told_before_anything_is_begun(page: StartPage) -> None:
    short = Faults(space=Shortage("/<b>data</b>", 180_400_000, 500.0))
    page.show_lobby(replace(READY, faults=short))
    assert "There is too little room to keep the interview." in shown(page)
    (label,) = (one for one in page.findChildren(QLabel) if "180\u00a0MB" in one.text())
    assert label.isVisible()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "disk of /<b>data</b>." in label.text()
    page.show_lobby(READY)
    assert not any("180\u00a0MB" in text for text in shown(page))


def test_why_it_did_not_begin_is_told_as_plain_text(page: StartPage) -> None:
    broken = Faults(beginning=InputFault("<b>x</b>.wav is empty."))
    page.show_lobby(replace(READY, faults=broken))
    text = "It could not begin, and nothing was recorded. <b>x</b>.wav is empty."
    (label,) = (one for one in page.findChildren(QLabel) if one.text() == text)
    assert label.isVisible()
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_choices_that_are_lost_are_told_and_are_in_nobody_s_way(page: StartPage) -> None:
    for fault, told in ((InputFault("x"), "set aside"), (StoreFault("x"), "cannot be kept")):
        page.show_lobby(replace(READY, faults=Faults(choices=fault)))
        assert any(told in text for text in shown(page))
        assert button(page, "Begin").isEnabled()


def test_without_a_device_practice_goes_on(page: StartPage) -> None:
    gone = Sounds((), None, StoreFault("gone"))
    page.show_lobby(replace(READY, microphone=gone, speaker=gone))
    assert button(page, "Begin").isEnabled()
    assert any("spoken sample answers" in text for text in shown(page))
    assert any("You can read" in text for text in shown(page))


@pytest.mark.parametrize("is_worn", [False, True])
def test_headphones_that_are_forced_are_shown_so_and_cannot_be_changed(
    page: StartPage, asked: list[object], is_worn: bool
) -> None:
    forced = Habits(forced=frozenset({Choice.HEADPHONES}))
    page.show_lobby(replace(READY, headphones=is_worn, habits=forced))
    tick = button(page, "I wear headphones")
    QTest.mouseClick(tick, LEFT)
    assert (tick.isEnabled(), tick.isChecked(), asked) == (False, is_worn, [])
    assert tick.toolTip() == tick.accessibleDescription() == "Set by your organisation."
    assert shown(page).count("Set by your organisation.") == 1
    page.show_lobby(READY)
    assert tick.isEnabled()
    assert "Set by your organisation." not in shown(page)
