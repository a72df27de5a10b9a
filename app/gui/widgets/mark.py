"""One situation as a mark: its shape in its colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.view import Situation
from app.gui.palette import colour_of
from app.gui.shapes import draw, shape_of
from app.gui.theme import Theme
from app.gui.words import interview as words


class Mark(QWidget):
    """Shows a situation without a word; a screen reader says the word.

    Args:
        theme: Its colours.
        side: In pixels.
    """

    def __init__(self, theme: Theme, side: int = 48) -> None:
        super().__init__()
        self._theme = theme
        self._situation = Situation.CONNECTING
        self.setFixedSize(side, side)
        self.setAccessibleName(words.situation(self._situation))
        theme.changed.connect(self.update)

    def show_situation(self, situation: Situation) -> None:
        """Show a situation."""
        if situation is not self._situation:
            self._situation = situation
            self.setAccessibleName(words.situation(situation))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        with QPainter(self) as painter:
            colour = colour_of(self._situation, self._theme.palette)
            draw(painter, shape_of(self._situation), colour, QRectF(self.rect()))
