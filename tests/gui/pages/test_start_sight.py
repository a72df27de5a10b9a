"""What stays in sight on the start page, however small the window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from app.core.faults import InputFault
from app.core.lobby import Faults
from app.gui.pages.start import StartPage
from app.gui.theme import Theme
from tests.gui.gallery import LOBBIES

READY = LOBBIES["start-agreed"]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> StartPage:
    made = StartPage(theme)
    qtbot.addWidget(made)
    made.show_lobby(READY)
    made.show()
    return made


def test_the_button_that_begins_is_in_sight_however_small_the_window(
    page: StartPage, qtbot: QtBot
) -> None:
    page.show_lobby(LOBBIES["start-faults"])
    page.resize(720, 430)
    qtbot.waitUntil(lambda: page.height() == 430)
    (begin,) = (one for one in page.findChildren(QPushButton) if one.text().startswith("Begin"))
    assert page.rect().contains(begin.rect().translated(begin.mapTo(page, begin.rect().topLeft())))


def test_why_a_plan_cannot_be_used_is_in_sight_once_and_leaves_the_candidate_scroll(
    page: StartPage, qtbot: QtBot
) -> None:
    page.resize(1000, 560)
    page.show_lobby(READY)
    said = "There is no plan x.toml."
    faulty = replace(READY, faults=Faults(plan=InputFault(said)))
    page.show_lobby(faulty)

    def lowest() -> int:
        label = next(one for one in page.findChildren(QLabel) if one.text() == said)
        return label.mapTo(choices, QPoint(0, label.height())).y()

    (choices,) = page.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: lowest() <= choices.height())
    choices.verticalScrollBar().setValue(0)
    page.show_lobby(faulty)
    qtbot.wait(1)
    assert choices.verticalScrollBar().value() == 0, "whoever scrolled away is not pulled back"
