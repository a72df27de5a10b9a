from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.forced_mark import ForcedMark

WHY = "Set by your organisation."


@pytest.fixture
def box(qtbot: QtBot, theme: Theme) -> QCheckBox:
    made = QCheckBox("Tones")
    made.setToolTip("Plays tones")
    return made


@pytest.fixture
def mark(qtbot: QtBot, box: QCheckBox) -> ForcedMark:
    page = QWidget()
    qtbot.addWidget(page)
    made = ForcedMark(box)
    made.page = page  # type: ignore[attr-defined]  # as long as the mark
    column = QVBoxLayout(page)
    column.addWidget(box)
    column.addWidget(made)
    page.show()
    return made


def test_as_long_as_the_candidate_may_choose_there_is_none(
    mark: ForcedMark, box: QCheckBox
) -> None:
    mark.show_forced(is_forced=False)
    assert not mark.isVisible()
    assert box.isEnabled()
    assert (box.toolTip(), box.accessibleDescription()) == ("Plays tones", "")


def test_what_is_forced_says_why_to_eye_and_ear_and_is_out_of_every_hand(
    mark: ForcedMark, box: QCheckBox
) -> None:
    clicked: list[bool] = []
    box.toggled.connect(clicked.append)
    mark.show_forced(is_forced=True)
    assert mark.isVisible()
    assert mark.text() == WHY
    assert (box.toolTip(), box.accessibleDescription()) == (f"Plays tones\n{WHY}", WHY)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert (clicked, box.isChecked()) == ([], False)


def test_it_is_the_candidate_s_again_when_nobody_forces_it(
    mark: ForcedMark, box: QCheckBox
) -> None:
    mark.show_forced(is_forced=True)
    mark.show_forced(is_forced=True)
    mark.show_forced(is_forced=False)
    assert not mark.isVisible()
    assert box.isEnabled()
    assert (box.toolTip(), box.accessibleDescription()) == ("Plays tones", "")
