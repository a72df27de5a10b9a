"""How far the step of a check is: a bar that fills from left to right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from app.gui.theme import Theme
from app.gui.words import check as words

_HIGH = 8
_WHOLE = 100


class StepBar(QProgressBar):
    """Shows a share; a progress bar, so that screen readers know its value.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setRange(0, _WHOLE)
        self.setValue(0)
        self.setTextVisible(False)
        self.setAccessibleName(words.progress_name())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room for a low bar."""
        return QSize(160, _HIGH)

    def show_progress(self, share: float) -> None:
        """Show a share in [0, 1]."""
        self.setValue(round(_WHOLE * share))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw trough and bar."""
        with QPainter(self) as painter:
            palette = self._theme.palette
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            whole = QRectF(0, 0, self.width(), _HIGH)
            painter.setBrush(QColor(palette.line))
            painter.drawRoundedRect(whole, 4, 4)
            whole.setWidth(whole.width() * self.value() / _WHOLE)
            painter.setBrush(QColor(palette.accent))
            painter.drawRoundedRect(whole, 4, 4)
