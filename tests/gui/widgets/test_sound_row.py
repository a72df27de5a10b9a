from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.faults import DeviceFault
from app.core.lobby import Sounds
from app.gui.theme import Theme
from app.gui.widgets.level_meter import LevelMeter
from app.gui.widgets.sound_row import SoundRow

TWO = Sounds(("Built-in", "Headset"))


@pytest.fixture
def row(qtbot: QtBot, theme: Theme) -> SoundRow:
    made = SoundRow(theme, "Microphone", "Samples stand in.")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def chosen(row: SoundRow) -> list[str | None]:
    made: list[str | None] = []
    row.chosen.connect(made.append)
    return made


def items(row: SoundRow) -> list[str]:
    return [row.choice.itemText(at) for at in range(row.choice.count())]


def fault(row: SoundRow) -> QLabel:
    return next(one for one in row.findChildren(QLabel) if one.property("role") == "fault")


def test_while_they_are_looked_for_nothing_can_be_chosen(row: SoundRow) -> None:
    row.show_sounds(Sounds(None))
    assert items(row) == ["Looking…"]
    assert not row.choice.isEnabled()


@pytest.mark.parametrize(
    ("sounds", "current"),
    [
        (TWO, "The system's own"),
        (Sounds(TWO.names, own="Built-in"), "System's own: Built-in"),
        (Sounds(TWO.names, "Headset", own="Built-in"), "Headset"),
        (Sounds(TWO.names, "Headset"), "Headset"),
        (Sounds(TWO.names, "Speakerphone"), "Speakerphone"),
        (Sounds(TWO.names, "a/b/hello.wav"), "Recording: hello.wav"),
        (Sounds(TWO.names, "a/b/HELLO.WAV"), "Recording: HELLO.WAV"),
    ],
)
def test_which_is_chosen_is_shown_even_if_it_is_not_in_the_list(
    row: SoundRow, chosen: list[str | None], sounds: Sounds, current: str
) -> None:
    row.show_sounds(sounds)
    assert row.choice.currentText() == current
    assert "ystem's own" in items(row)[0]
    assert items(row)[1:3] == ["Built-in", "Headset"]
    assert row.choice.isEnabled()
    assert chosen == []


def test_a_choice_is_told_once_by_its_name(row: SoundRow, chosen: list[str | None]) -> None:
    row.show_sounds(TWO)
    row.choice.setFocus()
    QTest.keyClick(row.choice, Qt.Key.Key_Down)
    QTest.keyClick(row.choice, Qt.Key.Key_Down)
    QTest.keyClick(row.choice, Qt.Key.Key_Home)
    assert chosen == ["Built-in", "Headset", None]


def test_a_list_is_not_filled_anew_under_the_candidate_s_hand(row: SoundRow) -> None:
    row.show_sounds(TWO)
    row.choice.setCurrentIndex(2)  # the candidate is on the way to it
    row.show_sounds(Sounds(("Built-in", "Headset")))
    assert row.choice.currentIndex() == 2
    row.show_sounds(Sounds(("Built-in", "Headset", "New")))
    assert row.choice.currentIndex() == 0


def test_what_is_wrong_is_told_with_what_happens_instead(row: SoundRow) -> None:
    row.show_sounds(Sounds((), None, DeviceFault("none; see --mic")))
    assert fault(row).isVisible()
    assert fault(row).text().startswith("The device was not found.")
    assert fault(row).text().endswith("Samples stand in.")
    row.show_sounds(TWO)
    assert not fault(row).isVisible()


def test_a_name_of_a_device_is_never_taken_for_markup(row: SoundRow) -> None:
    row.show_sounds(Sounds((), None, DeviceFault("<b>x</b> is busy.")))
    assert fault(row).textFormat() is Qt.TextFormat.PlainText


def test_it_shows_how_loud_it_is(row: SoundRow) -> None:
    row.show_level(-30.0, 10.0)
    meter = row.findChild(LevelMeter)
    assert meter is not None
    assert meter.value() == -30
    assert meter.accessibleName() == "Level: Microphone"
    assert row.choice.accessibleName() == "Microphone"


def test_it_says_whether_the_system_is_followed_or_one_stays(row: SoundRow) -> None:
    row.show_sounds(Sounds(TWO.names, own="Built-in"))
    own, follows = row.choice.toolTip().split("\n")
    assert own == "System's own: Built-in", "the list may have no room for it"
    assert follows.startswith("Follows your system")
    assert row.choice.accessibleDescription() == row.choice.toolTip()
    row.show_sounds(Sounds(TWO.names, "Headset"))
    name, stays = row.choice.toolTip().split("\n")
    assert name == "Headset"
    assert stays.startswith("Stays with this one")
    assert row.choice.accessibleDescription() == row.choice.toolTip()
