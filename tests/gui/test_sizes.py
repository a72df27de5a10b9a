"""Nothing is cut off in the smallest window, in any state, even in a language of longer words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.gui.system_settings import SettingsPage
from app.gui.theme import Theme
from app.gui.widgets import banner
from app.gui.window import Window
from tests.gui.checks import CHECKS
from tests.gui.gallery import ENDINGS, LOBBIES, VIEWS
from tests.gui.pseudo import Pseudo, speaking

SMALLEST = QSize(720, 480)
STATES = [*LOBBIES, *CHECKS, *VIEWS, "leave", "leave-answer", *ENDINGS]
LONGER = 0.4


@pytest.fixture(params=[0.0, LONGER], ids=["", "longer"])
def window(
    qtbot: QtBot, theme: Theme, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    monkeypatch.setattr(banner, "microphone_page", lambda: SettingsPage("settings:"))
    with speaking(Pseudo(request.param)):
        made = Window(theme)
        qtbot.addWidget(made)
        made.show()
        yield made


def turn_to(window: Window, state: str) -> None:
    if state in LOBBIES:
        window.show_lobby(LOBBIES[state])
        window.show_start()
    elif state in CHECKS:
        window.check.show_check(*CHECKS[state])
        window.show_check()
    elif state in ENDINGS:
        window.show_ending(ENDINGS[state])
    else:
        window.show_interview()
        usual = VIEWS["talking" if state == "leave-answer" else "listening"]
        window.interview.show_view(VIEWS.get(state, usual), 134.2, 1.0)
        if state.startswith("leave"):
            window.interview.ask_to_leave()
    window.resize(SMALLEST)
    for _ in range(3):
        QApplication.processEvents()
    window.resize(SMALLEST)  # what a page before asked for is forgotten by now
    for _ in range(3):
        QApplication.processEvents()


def lacking(widget: QWidget) -> QSize:
    """Return how much wider and higher a widget would have to be for its text."""
    # A button may like to be larger than its text needs, so that nothing moves when it changes.
    need = widget.minimumSizeHint() if isinstance(widget, QPushButton) else widget.sizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        longest = max(widget.text().split(), key=len, default="")
        need.setWidth(widget.fontMetrics().horizontalAdvance(longest))
        need.setHeight(widget.heightForWidth(widget.width()))
    elif widget.hasHeightForWidth():
        need = QSize(0, widget.heightForWidth(widget.width()))
    return (need - widget.size()).expandedTo(QSize(0, 0))


def clipped(window: QWidget) -> list[str]:
    """Return what is visible, and smaller than its text or partly outside what it stands in."""
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton | QToolButton | QCheckBox):
            continue
        if not widget.isVisible() or not (widget.text() or isinstance(widget, QPushButton)):
            continue
        parent = widget.parentWidget()
        assert parent is not None
        if not lacking(widget).isNull() or not parent.rect().contains(widget.geometry()):
            size, less = widget.size().toTuple(), lacking(widget).toTuple()
            found.append(f"{widget.text()[:40]!r} is {size}, lacks {less}")
    for area in window.findChildren(QScrollArea):
        less = area.widget().width() - area.viewport().width()
        if area.isVisible() and less > 0:
            found.append(f"what scrolls lacks {less}")
    return found


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_off(window: Window, state: str) -> None:
    turn_to(window, state)
    assert not clipped(window)


def test_the_smallest_window_is_small_enough(qtbot: QtBot, theme: Theme) -> None:
    window = Window(theme)
    qtbot.addWidget(window)
    window.show()
    for state in STATES:
        turn_to(window, state)
        assert window.size() == SMALLEST, state


def test_what_is_cut_off_is_found(window: Window) -> None:
    turn_to(window, "finished")
    label = QLabel("A text that needs more room than it has.", window)
    label.setGeometry(10, 10, 40, 20)
    label.show()
    tick = QCheckBox("Another one", window)
    tick.move(700, 10)
    tick.show()
    names = [text.split(" is ")[0] for text in clipped(window)]
    assert names == ["'A text that needs more room than it has.'", "'Another one'"]
