from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.scrolled import Scrolled

WIDEST = 400


@pytest.fixture
def part(theme: Theme) -> QWidget:
    made = QWidget()
    made.setMinimumHeight(300)
    return made


@pytest.fixture
def scrolled(qtbot: QtBot, part: QWidget) -> Scrolled:
    made = Scrolled()
    qtbot.addWidget(made)
    made.hold(part, WIDEST)
    made.resize(600, 600)
    made.show()
    return made


def test_the_part_stands_in_the_middle_and_is_no_wider_than_it_may(
    scrolled: Scrolled, part: QWidget
) -> None:
    left = part.mapTo(scrolled, QPoint(0, 0)).x()
    assert part.width() == WIDEST
    assert left == 600 - WIDEST - left
    assert not scrolled.verticalScrollBar().isVisible()


@pytest.mark.parametrize("width", [600, 420])
def test_nothing_moves_sideways_when_the_bar_comes_and_goes(
    scrolled: Scrolled, part: QWidget, qtbot: QtBot, width: int
) -> None:
    bar = scrolled.verticalScrollBar()
    places = []
    for height, is_low in ((600, False), (200, True), (600, False)):
        scrolled.resize(width, height)
        qtbot.waitUntil(lambda is_low=is_low: bar.isVisible() is is_low)  # type: ignore[misc]  # mypy's
        qtbot.wait(1)
        places.append((part.mapTo(scrolled, QPoint(0, 0)).x(), part.width()))
    assert len(set(places)) == 1
    assert scrolled.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_the_bar_takes_no_focus(scrolled: Scrolled) -> None:
    assert scrolled.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_part_that_was_out_of_sight_is_scrolled_to(scrolled: Scrolled, qtbot: QtBot) -> None:
    tall = QWidget()
    tall.setMinimumHeight(2000)
    low = QWidget(tall)
    low.setGeometry(0, 1900, 50, 40)
    scrolled.hold(tall, WIDEST)
    qtbot.wait(1)
    assert low.mapTo(scrolled, QPoint(0, 40)).y() > scrolled.height()
    scrolled.reveal(low)
    qtbot.waitUntil(lambda: low.mapTo(scrolled, QPoint(0, 40)).y() <= scrolled.height())
