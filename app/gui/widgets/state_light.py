"""The state: a mark within the ring that closes before the turn ends, a word, a line of help."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.view import Situation, View, for_candidate
from app.gui.palette import SPACE, colour_of
from app.gui.shapes import draw, shape_of
from app.gui.theme import Theme
from app.gui.words import interview as words

_SIDE = 88
_RING = 6
_MARK = 36


class ClosingRing(QWidget):
    """Draws a situation's mark, and around it how near a pause is to ending the turn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._situation = Situation.CONNECTING
        self._closing: float | None = None
        self.setFixedSize(_SIDE, _SIDE)
        theme.changed.connect(self.update)

    def show_view(self, view: View) -> None:
        """Show the state."""
        seen = (for_candidate(view), view.closing)
        if seen != (self._situation, self._closing):
            self._situation, self._closing = seen
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw mark and ring."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = colour_of(self._situation, self._theme.palette)
            half = _RING / 2
            around = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.setPen(QPen(QColor(self._theme.palette.line), _RING))
            painter.drawEllipse(around)
            if self._closing is not None:
                pen = QPen(QColor(colour), _RING, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawArc(around, 90 * 16, -round(360 * 16 * self._closing))
            middle = (_SIDE - _MARK) / 2
            draw(painter, shape_of(self._situation), colour, QRectF(middle, middle, _MARK, _MARK))


class StateLight(QWidget):
    """Shows what goes on.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._situation = Situation.CONNECTING
        self._ring = ClosingRing(theme)
        self._word = QLabel()
        self._word.setProperty("role", "state")
        self._word.setWordWrap(True)
        self._help = QLabel()
        self._help.setProperty("role", "lead")
        self._help.setWordWrap(True)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addWidget(self._word)
        lines.addWidget(self._help)
        lines.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xl)
        layout.addWidget(self._ring)
        layout.addLayout(lines, stretch=1)
        self.setMinimumHeight(_SIDE)  # a wrapped line knows no least height
        theme.changed.connect(self._draw)
        self._draw()

    def show_view(self, view: View) -> None:
        """Show the state."""
        self._ring.show_view(view)
        seen = (for_candidate(view), words.help_now(view))
        if seen != (self._situation, self._help.text()):
            self._situation = seen[0]
            self._help.setText(seen[1])
            self._draw()

    def _draw(self) -> None:
        self._word.setText(words.situation(self._situation))
        self._help.setVisible(bool(self._help.text()))
        self._word.setStyleSheet(f"color: {colour_of(self._situation, self._theme.palette)}")
        self.setAccessibleName(f"{self._word.text()}. {self._help.text()}")
