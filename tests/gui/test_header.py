from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app import PRODUCT
from app.gui.header import Header
from app.gui.theme import Mode, Theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def header(qtbot: QtBot, theme: Theme) -> Header:
    made = Header(theme)
    qtbot.addWidget(made)
    return made


def button(header: Header, name: str) -> QToolButton:
    found = [one for one in header.findChildren(QToolButton) if name in one.accessibleName()]
    assert len(found) == 1
    return found[0]


def test_it_names_the_product(header: Header) -> None:
    assert [label.text() for label in header.findChildren(QLabel)] == [PRODUCT]


def test_a_button_goes_through_the_themes_and_says_which_it_is(
    header: Header, theme: Theme, qtbot: QtBot
) -> None:
    modes, names = [], []
    for _ in range(4):
        names.append(button(header, "Theme").accessibleName())
        modes.append(theme.mode)
        qtbot.mouseClick(button(header, "Theme"), LEFT)
    assert modes == [Mode.SYSTEM, Mode.LIGHT, Mode.DARK, Mode.SYSTEM]
    assert names == [
        "Theme: as the system",
        "Theme: light",
        "Theme: dark",
        "Theme: as the system",
    ]


def test_its_icons_have_the_colours_of_the_theme(header: Header, theme: Theme) -> None:
    before = button(header, "Theme").icon().pixmap(20).toImage()
    theme.set_mode(Mode.DARK)
    assert button(header, "Theme").icon().pixmap(20).toImage() != before


def test_the_strip_is_asked_for_and_put_away(header: Header, qtbot: QtBot) -> None:
    asked: list[bool] = []
    header.strip_asked.connect(asked.append)
    qtbot.mouseClick(button(header, "strip"), LEFT)
    qtbot.mouseClick(button(header, "strip"), LEFT)
    assert asked == [True, False]


def test_it_shows_whether_the_strip_is_there(header: Header) -> None:
    header.show_strip(True)
    assert button(header, "strip").isChecked()
    header.show_strip(False)
    assert not button(header, "strip").isChecked()
