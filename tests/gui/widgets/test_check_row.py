from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core.check_report import CheckReport, Step
from app.gui.theme import Theme
from app.gui.widgets.check_row import CheckRow
from tests.gui.checks import CHECKS, WELL


def row(qtbot: QtBot, theme: Theme, step: Step) -> CheckRow:
    made = CheckRow(theme, step)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_says_in_words_what_the_mark_shows(qtbot: QtBot, theme: Theme) -> None:
    made = row(qtbot, theme, Step.HEARD)
    made.show_report(CheckReport(), is_over=False)
    assert made.text == "What you heard: to come"
    made.show_report(WELL, is_over=False)
    assert made.text == "What you heard: good: heard"
    made.show_report(CHECKS["check-not-heard"][0].report, is_over=True)
    assert made.text == "What you heard: not good: not heard"


@pytest.mark.parametrize("step", Step)
def test_when_all_is_over_the_step_can_be_done_again(
    qtbot: QtBot, theme: Theme, step: Step
) -> None:
    made = row(qtbot, theme, step)
    asked: list[Step] = []
    made.again.connect(asked.append)
    button = made.findChild(QPushButton)
    assert button is not None
    made.show_report(WELL, is_over=False)
    assert not button.isVisible()
    made.show_report(WELL, is_over=True)
    assert button.isVisible() is (step is not Step.HEARD), "which hangs on what is played"
    button.click()
    assert asked == [step]


@pytest.mark.parametrize("letters", [15, 26])
def test_what_is_told_stands_in_one_column_however_large_the_letters(
    qtbot: QtBot, theme: Theme, letters: int
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setStyleSheet(f"QLabel {{ font-size: {letters}px; }}")
    column = QVBoxLayout(page)
    rows = [CheckRow(theme, step) for step in Step]
    for one in rows:
        one.show_report(WELL, is_over=True)
        column.addWidget(one)
    labels = [one.findChildren(QLabel) for one in rows]
    page.show()
    for width in (1200, 500):
        page.resize(width, 600)
        qtbot.waitUntil(lambda width=width: page.width() == width)  # type: ignore[misc]  # mypy's
        assert len({told.x() for _, told in labels}) == 1
        for name, _ in labels:
            assert name.width() >= name.fontMetrics().horizontalAdvance(name.text())
