"""For the tests of the interview's page; the other pages bring their own."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.pages.interview import InterviewPage
from app.gui.theme import Theme
from tests.gui.views import view


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> InterviewPage:
    """Return the page in an active window, at its first question, with the focus where it is."""
    made = InterviewPage(theme)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin()
    made.show_view(view(), 0.0, 1.0)
    made.setFocus()
    return made


@pytest.fixture
def asked(page: InterviewPage) -> list[object]:
    """Return what the page asks for."""
    made: list[object] = []
    page.asked.connect(made.append)
    return made
