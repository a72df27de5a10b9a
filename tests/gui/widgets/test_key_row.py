from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.core.faults import Keyring, KeyringFault
from app.core.lobby import Faults, KeyPlace, Kind, Lobby
from app.gui.theme import Theme
from app.gui.widgets.key_row import KeyRow
from app.gui.wishes import ForgetKey, UseKey
from tests.gui.pseudo import texts

LOBBY = Lobby(kind=Kind.SERVICE, key=KeyPlace.NOWHERE)
SECRET = "AIza-not-a-real-one"  # noqa: S105 - it is nobody's


@pytest.fixture
def row(qtbot: QtBot, theme: Theme) -> KeyRow:
    made = KeyRow()
    qtbot.addWidget(made)
    made.show_lobby(LOBBY)
    made.show()
    return made


@pytest.fixture
def asked(row: KeyRow) -> list[object]:
    made: list[object] = []
    row.asked.connect(made.append)
    return made


def field(row: KeyRow) -> QLineEdit:
    found = row.findChild(QLineEdit)
    assert found is not None
    return found


def button(row: KeyRow, name: str) -> QPushButton:
    return next(one for one in row.findChildren(QPushButton) if one.text() == name)


def tick(row: KeyRow) -> QCheckBox:
    found = row.findChild(QCheckBox)
    assert found is not None
    return found


def press_button(row: KeyRow) -> None:
    QTest.mouseClick(button(row, "Use this key"), Qt.MouseButton.LeftButton)


def press_enter(row: KeyRow) -> None:
    QTest.keyClick(field(row), Qt.Key.Key_Return)


@pytest.mark.parametrize("press", [press_button, press_enter])
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_key_is_handed_over_once_and_is_nowhere_after(
    row: KeyRow, asked: list[object], press, is_kept: bool
) -> None:
    tick(row).setChecked(is_kept)
    QTest.keyClicks(field(row), SECRET)
    press(row)
    assert asked == [UseKey(SECRET, is_kept)]
    assert field(row).text() == ""
    press(row)
    assert len(asked) == 1


def test_a_key_is_kept_unless_the_candidate_says_no(row: KeyRow) -> None:
    assert tick(row).isChecked()


def test_without_a_keyring_nobody_is_promised_that_the_key_is_kept(
    row: KeyRow, asked: list[object]
) -> None:
    locked = KeyringFault("It is locked.", why=Keyring.LOCKED)
    row.show_lobby(replace(LOBBY, faults=Faults(key=locked)))
    assert (tick(row).isChecked(), tick(row).isEnabled()) == (True, True)
    missing = KeyringFault("There is none.", why=Keyring.MISSING)
    row.show_lobby(replace(LOBBY, faults=Faults(key=missing)))
    assert (tick(row).isChecked(), tick(row).isEnabled()) == (False, False)
    QTest.keyClicks(field(row), SECRET)
    press_button(row)
    assert asked == [UseKey(SECRET, False)]


def test_blanks_are_no_key(row: KeyRow, asked: list[object]) -> None:
    QTest.keyClicks(field(row), "   ")
    press_button(row)
    assert asked == []


def test_nobody_can_read_or_copy_a_key_while_it_is_typed(row: KeyRow) -> None:
    QTest.keyClicks(field(row), SECRET)
    assert field(row).echoMode() is QLineEdit.EchoMode.Password
    assert SECRET not in field(row).displayText()
    assert not any(SECRET in text for _, text in texts(row))
    field(row).selectAll()
    field(row).copy()
    from PySide6.QtGui import QGuiApplication

    assert SECRET not in QGuiApplication.clipboard().text()


@pytest.mark.parametrize(
    ("place", "can_give"),
    [
        (KeyPlace.SOUGHT, True),
        (KeyPlace.NOWHERE, True),
        (KeyPlace.KEYRING, False),
        (KeyPlace.THIS_RUN, False),
    ],
)
def test_a_key_is_given_where_there_is_none_and_forgotten_where_there_is_one(
    row: KeyRow, place: KeyPlace, can_give: bool
) -> None:
    row.show_lobby(replace(LOBBY, key=place))
    assert field(row).isVisible() is can_give
    assert tick(row).isVisible() is can_give
    assert button(row, "Use this key").isVisible() is can_give
    assert button(row, "Forget the key").isVisible() is not can_give


def test_a_key_can_be_forgotten(row: KeyRow, asked: list[object]) -> None:
    row.show_lobby(replace(LOBBY, key=KeyPlace.KEYRING))
    QTest.mouseClick(button(row, "Forget the key"), Qt.MouseButton.LeftButton)
    assert asked == [ForgetKey()]


def test_a_keyring_that_does_not_open_is_told_until_it_does(row: KeyRow) -> None:
    fault = KeyringFault("no", Keyring.LOCKED)
    row.show_lobby(replace(LOBBY, faults=Faults(key=fault)))
    (shown,) = [one for one in row.findChildren(QLabel) if "locked" in one.text()]
    assert shown.isVisible()
    row.show_lobby(LOBBY)
    assert not shown.isVisible()


def test_what_is_typed_stays_while_the_page_is_drawn_anew(row: KeyRow) -> None:
    QTest.keyClicks(field(row), SECRET)
    tick(row).setChecked(False)
    row.show_lobby(replace(LOBBY, headphones=True))
    assert field(row).text() == SECRET
    assert not tick(row).isChecked()
