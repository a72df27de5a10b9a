"""The theme in use: as the system has it, or light, or dark."""

from __future__ import annotations

import enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.gui.palette import DARK, LIGHT, Palette
from app.gui.style import qt_palette, style_sheet


class Mode(enum.Enum):
    """Which theme."""

    SYSTEM = "system"
    """The one that the system uses."""
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The theme in use; draws the whole application anew when it changes.

    Signals:
        changed: Another palette is in use.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = Mode.SYSTEM
        self.palette = LIGHT
        self._hints = QGuiApplication.styleHints()  # kept: what is chained is deleted (measured)
        self._hints.colorSchemeChanged.connect(self._use)
        self._dress(self._fitting())

    def set_mode(self, mode: Mode) -> None:
        """Use another theme."""
        self.mode = mode
        self._use()

    def _use(self) -> None:
        palette = self._fitting()
        if palette != self.palette:
            self._dress(palette)
            self.changed.emit()

    def _fitting(self) -> Palette:
        is_dark = self._hints.colorScheme() is Qt.ColorScheme.Dark
        match self.mode:
            case Mode.LIGHT:
                return LIGHT
            case Mode.DARK:
                return DARK
            case Mode.SYSTEM:
                return DARK if is_dark else LIGHT

    def _dress(self, palette: Palette) -> None:
        self.palette = palette
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyleSheet("")  # a sheet in place of none takes a quarter of the time: 30 ms
        application.setPalette(qt_palette(palette))
        application.setStyleSheet(style_sheet(palette))
