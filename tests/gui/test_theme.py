from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.palette import DARK, LIGHT
from app.gui.theme import Mode, Theme


class Hints(QObject):
    """What the system says; offscreen it has no say, and nobody can make it (measured)."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815  # Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Qt.ColorScheme.Light

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802  # Qt's name
        return self.scheme

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Hints:
    made = Hints()
    monkeypatch.setattr("app.gui.theme.QGuiApplication.styleHints", lambda: made)
    return made


def test_the_first_theme_is_the_system_s(hints: Hints, qapp: QApplication) -> None:
    assert Theme().palette is LIGHT
    hints.scheme = Qt.ColorScheme.Dark
    assert Theme().palette is DARK
    hints.scheme = Qt.ColorScheme.Unknown
    assert Theme().palette is LIGHT


def test_it_follows_the_system_at_once(hints: Hints, qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    with qtbot.waitSignal(theme.changed, timeout=100):
        hints.turn(Qt.ColorScheme.Dark)
    assert theme.palette is DARK
    hints.turn(Qt.ColorScheme.Light)
    assert theme.palette is LIGHT


def test_a_chosen_theme_stays_whatever_the_system_does(hints: Hints, qapp: QApplication) -> None:
    theme = Theme()
    theme.set_mode(Mode.DARK)
    hints.turn(Qt.ColorScheme.Dark)
    hints.turn(Qt.ColorScheme.Light)
    assert theme.palette is DARK
    theme.set_mode(Mode.LIGHT)
    hints.turn(Qt.ColorScheme.Dark)
    assert theme.palette is LIGHT
    theme.set_mode(Mode.SYSTEM)
    assert theme.palette is DARK


def test_it_says_so_only_when_something_changes(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode(Mode.LIGHT)
    with qtbot.waitSignal(theme.changed, timeout=100):
        theme.set_mode(Mode.DARK)


def test_the_whole_application_is_drawn_anew(theme: Theme, qapp: QApplication) -> None:
    theme.set_mode(Mode.DARK)
    assert DARK.window in qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.Text).name().upper() == DARK.text
    theme.set_mode(Mode.LIGHT)
    assert LIGHT.window in qapp.styleSheet()
    assert DARK.window not in qapp.styleSheet()
    assert qapp.palette().color(QPalette.ColorRole.Text).name().upper() == LIGHT.text
