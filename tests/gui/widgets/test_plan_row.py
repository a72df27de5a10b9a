from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.faults import InputFault
from app.core.lobby import Faults, Lobby, PlanFacts
from app.gui.theme import Theme
from app.gui.widgets.plan_row import PlanRow
from app.gui.wishes import ChoosePlan

LEFT = Qt.MouseButton.LeftButton
OWN = Lobby(plan=PlanFacts("my.toml", 2, 4.0))


@pytest.fixture
def row(qtbot: QtBot, theme: Theme) -> PlanRow:
    made = PlanRow()
    qtbot.addWidget(made)
    made.show_lobby(OWN)
    made.show()
    return made


@pytest.fixture
def asked(row: PlanRow) -> list[object]:
    made: list[object] = []
    row.asked.connect(made.append)
    return made


def button(row: PlanRow, name: str) -> QPushButton:
    return next(one for one in row.findChildren(QPushButton) if name in one.text())


def shown(row: PlanRow) -> list[str]:
    return [one.text() for one in row.findChildren(QLabel) if one.isVisible() and one.text()]


def test_the_plan_is_shown(row: PlanRow) -> None:
    assert shown(row) == ["my.toml: 2 questions, about 4 minutes"]
    row.show_lobby(Lobby())
    assert shown(row) == []


def test_the_way_back_to_the_default_questions_is_there_where_it_leads_anywhere(
    row: PlanRow, asked: list[object]
) -> None:
    assert button(row, "default").isVisible()
    QTest.mouseClick(button(row, "default"), LEFT)
    assert asked == [ChoosePlan(None)]
    row.show_lobby(Lobby(plan=PlanFacts("", 3, 6.0)))
    assert not button(row, "default").isVisible()
    row.show_lobby(Lobby(faults=Faults(plan=InputFault("It is empty."))))
    assert button(row, "default").isVisible()


def test_why_another_plan_is_not_used_is_told(row: PlanRow) -> None:
    row.show_lobby(replace(OWN, faults=Faults(plan=InputFault("The plan a.toml is empty."))))
    assert "The plan a.toml is empty." in shown(row)
    row.show_lobby(OWN)
    assert len(shown(row)) == 1


def test_a_name_of_a_file_is_never_taken_for_markup(row: PlanRow) -> None:
    name = "<b>x</b>.toml"
    fault = InputFault(f"The plan {name} is empty.")
    row.show_lobby(Lobby(plan=PlanFacts(name, 1, 1.0), faults=Faults(plan=fault)))
    for label in row.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_file_is_chosen_in_a_dialog_that_stops_no_loop(
    row: PlanRow, asked: list[object], tmp_path: Path, qtbot: QtBot
) -> None:
    plan = tmp_path / "my.toml"
    plan.touch()
    QTest.mouseClick(button(row, "Choose"), LEFT)  # comes back: no loop within the loop
    dialog = row.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFile
    assert "toml" in dialog.nameFilters()[0]
    dialog.selectFile(str(plan))
    dialog.fileSelected.emit(str(plan))
    assert asked == [ChoosePlan(plan)]
    dialog.done(0)
    qtbot.waitUntil(lambda: row.findChild(QFileDialog) is None)


def test_a_dialog_that_is_closed_asks_for_nothing(
    row: PlanRow, asked: list[object], qtbot: QtBot
) -> None:
    QTest.mouseClick(button(row, "Choose"), LEFT)
    dialog = row.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()
    qtbot.waitUntil(lambda: row.findChild(QFileDialog) is None)
    assert asked == []
