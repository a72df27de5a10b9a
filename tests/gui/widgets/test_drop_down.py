from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.drop_down import DropDown

LONG = "Microphone Array (of a computer whose maker likes long names)"


@pytest.fixture
def choice(qtbot: QtBot, theme: Theme) -> DropDown:
    made = DropDown("Microphone")
    qtbot.addWidget(made)
    made.addItems(["Short", LONG])
    made.resize(240, 38)
    made.show()
    return made


def drawn(choice: DropDown) -> str:
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    return option.currentText


def test_what_has_no_room_ends_with_an_ellipsis_and_is_read_out_whole(choice: DropDown) -> None:
    assert drawn(choice) == "Short"
    choice.setCurrentIndex(1)
    assert drawn(choice).endswith("…")
    assert LONG.startswith(drawn(choice)[:-1])
    assert choice.fontMetrics().horizontalAdvance(drawn(choice)) < choice.width()
    assert choice.currentText() == LONG
    choice.resize(900, 38)
    assert drawn(choice) == LONG


def test_a_long_name_makes_no_window_wider(choice: DropDown) -> None:
    before = choice.sizeHint(), choice.minimumSizeHint()
    choice.addItem(LONG * 3)
    assert (choice.sizeHint(), choice.minimumSizeHint()) == before
    assert before[0].width() < 300


def test_it_is_read_out_by_name_and_tip(choice: DropDown) -> None:
    choice.show_tip("Which one")
    assert choice.accessibleName() == "Microphone"
    assert choice.toolTip() == choice.accessibleDescription() == "Which one"
