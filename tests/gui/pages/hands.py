"""Hands and eyes on the interview's page."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.gui.pages.interview import InterviewPage

Part = TypeVar("Part", bound=QWidget)
CTRL, SHIFT, NO = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


def part(page: InterviewPage, kind: type[Part]) -> Part:
    """Return the one part of a kind."""
    found = page.findChild(kind)
    assert found is not None
    return found


def button(page: InterviewPage, name: str) -> QPushButton:
    """Return the button of a name that can be seen."""
    return next(
        one
        for one in page.findChildren(QPushButton)
        if name in (one.accessibleName(), one.text()) and one.isVisible()
    )


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
    """Press and let go of a key, where the focus is."""
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def texts(page: InterviewPage) -> list[str]:
    """Return the texts of all labels."""
    return [label.text() for label in page.findChildren(QLabel)]
