"""For the tests of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.gui.application import make_application
from app.gui.palette import LIGHT
from app.gui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Return the system's theme, which is light: offscreen the system has no say."""
    # Outside a loop Qt deletes nothing by itself: the windows of all tests before would be dressed.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert make_application() is qapp
    made = Theme()
    assert made.palette is LIGHT
    return made
