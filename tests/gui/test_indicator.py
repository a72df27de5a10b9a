from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.core.status import SessionStatus
from app.core.view import Situation
from app.gui.indicator import Indicator
from app.gui.theme import Theme

TALKING = SessionStatus(Situation.TALKING, for_s=12.0, questions=3, saved_s=41.0)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def indicator(qtbot: QtBot, clock: Clock) -> Iterator[Indicator]:
    made = Indicator(Theme(), clock)
    qtbot.addWidget(made._strip)
    yield made
    made.show_status(None)  # its timer would look at a strip that is gone


def test_strip_and_tray_say_the_same(indicator: Indicator) -> None:
    indicator.show_strip(True)
    indicator.show_status(TALKING)
    assert "Talking" in indicator.strip_text
    assert indicator.strip_text == indicator.tray_text


def test_a_status_that_comes_no_more_is_unknown_within_three_seconds(
    indicator: Indicator, clock: Clock
) -> None:
    indicator.show_strip(True)
    indicator.show_status(TALKING)
    clock.now += 2.9
    indicator._look()
    assert "Talking" in indicator.strip_text
    clock.now += 4.1
    indicator._look()
    assert "Unknown" in indicator.strip_text
    assert "last seen 7 s ago" in indicator.tray_text
    indicator.show_status(TALKING)
    indicator._look()  # the timer's next round
    assert "Talking" in indicator.strip_text


def test_another_situation_is_shown_at_once(indicator: Indicator) -> None:
    indicator.show_strip(True)
    indicator.show_status(TALKING)
    indicator.show_status(replace(TALKING, situation=Situation.THINKING))
    assert "thinking" in indicator.strip_text


def test_it_looks_by_itself_only_while_there_is_an_interview(indicator: Indicator) -> None:
    assert not indicator._timer.isActive()
    indicator.show_status(TALKING)
    assert indicator._timer.isActive()
    indicator.show_status(None)
    assert not indicator._timer.isActive()
    assert indicator.tray_text == "No interview"


def test_the_tray_s_menu_reaches_window_strip_and_leaving(
    indicator: Indicator, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(indicator.window_asked):
        indicator._tray.show_asked.emit()
    with qtbot.waitSignal(indicator.leave_asked):
        indicator._tray.leave_asked.emit()
    with qtbot.waitSignal(indicator.strip_shown) as shown:
        indicator._tray.strip_asked.emit()
    assert shown.args == [True]
    with qtbot.waitSignal(indicator.strip_shown) as shown:
        indicator._tray.strip_asked.emit()
    assert shown.args == [False]
    assert indicator.strip_text == ""
