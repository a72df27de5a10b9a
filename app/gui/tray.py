"""The item in the system's tray, or menu bar: the same mark and the same words as the strip.

Where the system has no tray it does nothing. It is there only while there is something to tell,
and it is never the only way to anything.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.core.status import Report
from app.gui.palette import Palette
from app.gui.report_mark import draw_mark, known, mark_colour
from app.gui.theme import Theme
from app.gui.words import monitor as words

_SIDES = (16, 22, 24, 32, 44, 64)
_IS_MENU_BAR = sys.platform == "darwin"


class Tray(QSystemTrayIcon):
    """Shows a report.

    Args:
        theme: Its colours.

    Signals:
        show_asked: The window is to come forward.
        strip_asked: The strip is to be shown, or taken away.
        leave_asked: The interview is to be left.
    """

    show_asked = Signal()
    strip_asked = Signal()
    leave_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._report: Report | None = None
        self._menu = QMenu()  # kept here: the item does not own it
        self._state = self._menu.addAction("")
        self._state.setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(words.show_window(), self.show_asked.emit)
        self._menu.addAction(words.switch_strip(), self.strip_asked.emit)
        self._menu.addAction(words.leave(), self.leave_asked.emit)
        self.setContextMenu(self._menu)
        self.activated.connect(self._activate)
        theme.changed.connect(self._draw)
        self._tell()
        self._draw()

    def show_report(self, report: Report | None) -> None:
        """Show what is known; None when there is no interview, which takes the item away."""
        before, self._report = self._report, report
        if words.whole(report) != self.toolTip():
            self._tell()
        if (known(before), before is None) != (known(report), report is None):
            self._draw()
        if (before is None) != (report is None):
            self.setVisible(report is not None and self.isSystemTrayAvailable())

    def _tell(self) -> None:
        text = words.whole(self._report)
        self.setToolTip(text)
        self._state.setText(text)

    def _draw(self) -> None:
        self.setIcon(tray_icon(self._report, self._theme.palette, is_menu_bar=_IS_MENU_BAR))

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # In a menu bar a click opens the menu.
        if reason is QSystemTrayIcon.ActivationReason.Trigger and not _IS_MENU_BAR:
            self.show_asked.emit()


def tray_icon(report: Report | None, palette: Palette, *, is_menu_bar: bool) -> QIcon:
    """Return the icon of a report.

    In a tray, whose colour nobody knows, the mark stands on a plate of the theme's. In macOS' menu
    bar it has no colour at all: the system gives it one, and an orange dot there means an open
    microphone.

    Args:
        report: What is known; None is no interview.
        palette: The theme's colours.
        is_menu_bar: Whether it is for macOS' menu bar.
    """
    icon = QIcon()
    for side in _SIDES:
        icon.addPixmap(_picture(report, None if is_menu_bar else palette, side))
    icon.setIsMask(is_menu_bar)
    return icon


def _picture(report: Report | None, palette: Palette | None, side: int) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = "#000000" if palette is None else mark_colour(report, palette)
        if palette is not None:
            painter.setPen(QPen(QColor(palette.edge), 1))
            painter.setBrush(QColor(palette.surface))
            painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), side / 5, side / 5)
        edge = side * (0.1 if palette is None else 0.16)
        draw_mark(painter, report, colour, QRectF(edge, edge, side - 2 * edge, side - 2 * edge))
    return picture
