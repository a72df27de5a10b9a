from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from app.core.habits import Choice, Habits
from app.core.lobby import Lobby
from app.core.patience import Wait
from app.gui.theme import Theme
from app.gui.widgets.forced_mark import ForcedMark
from app.gui.widgets.turns_row import TurnsRow
from app.gui.wishes import Prefer


@pytest.fixture
def row(qtbot: QtBot, theme: Theme) -> TurnsRow:
    made = TurnsRow()
    qtbot.addWidget(made)
    made.show_lobby(Lobby())
    made.show()
    return made


@pytest.fixture
def asked(row: TurnsRow) -> list[object]:
    made: list[object] = []
    row.asked.connect(made.append)
    return made


def ticks(row: TurnsRow) -> list[bool]:
    return [one.isChecked() for one in row.findChildren(QCheckBox)]


def test_it_shows_what_is_chosen_and_asks_for_nothing_by_that(
    row: TurnsRow, asked: list[object]
) -> None:
    assert row.choice.currentText() == "Standard: waits 2 s in your pauses"
    assert ticks(row) == [False, True]
    row.show_lobby(Lobby(habits=Habits(Wait.PATIENT, toggles=True, cues=False, patient_s=4.5)))
    assert row.choice.currentText() == "Patient: waits 4.5 s in your pauses"
    assert ticks(row) == [True, False]
    assert asked == []


def test_each_wait_is_asked_for_by_its_line(row: TurnsRow, asked: list[object]) -> None:
    QTest.keyClick(row.choice, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(row.choice, Qt.Key.Key_Down)
    assert asked == [Prefer(wait=wait) for wait in Wait]


def test_each_tick_asks_for_itself(row: TurnsRow, asked: list[object]) -> None:
    for one in row.findChildren(QCheckBox):
        one.click()
    assert asked == [Prefer(toggles=True), Prefer(cues=False)]


@pytest.mark.parametrize("choice", [Choice.WAIT, Choice.CUES])
def test_what_is_forced_is_shown_and_out_of_the_candidate_s_hand(
    row: TurnsRow, asked: list[object], choice: Choice
) -> None:
    forced = Habits(Wait.QUICK, cues=False, forced=frozenset({choice}))
    row.show_lobby(Lobby(habits=forced))
    toggles, cues = row.findChildren(QCheckBox)
    controls = {Choice.WAIT: row.choice, Choice.CUES: cues}
    for one, control in controls.items():
        assert control.isEnabled() is (one is not choice)
        assert ("organisation" in control.accessibleDescription()) is (one is choice)
        assert ("organisation" in control.toolTip()) is (one is choice)
    assert toggles.isEnabled()
    assert (row.choice.currentData(), cues.isChecked()) == (Wait.QUICK, False)
    assert sum(one.isVisible() for one in row.findChildren(ForcedMark)) == 1
    row.show_lobby(Lobby())
    assert all(control.isEnabled() for control in controls.values())
    assert not any(one.isVisible() for one in row.findChildren(ForcedMark))
    assert asked == []


def test_an_open_list_is_not_filled_anew_under_a_hand(row: TurnsRow) -> None:
    row.choice.setCurrentIndex(3)  # a hand is on its way
    row.show_lobby(replace(Lobby(), consents=True))
    assert row.choice.currentIndex() == 3
