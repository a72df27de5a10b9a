"""How a step of a check is, as a shape in its colour: a tick is for what is good alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.check_report import Mark, Outcome
from app.gui.palette import Palette
from app.gui.shapes import Shape, draw
from app.gui.theme import Theme


def shape_of(outcome: Outcome, mark: Mark) -> Shape:
    """Return the shape of a step."""
    if outcome is Outcome.RUNNING:
        return Shape.DOTS
    return {
        Mark.GOOD: Shape.TICK,
        Mark.FAIR: Shape.DIAMOND,
        Mark.BAD: Shape.WARNING,
        Mark.UNKNOWN: Shape.CIRCLE,
    }[mark]


def colour_of(outcome: Outcome, mark: Mark, palette: Palette) -> str:
    """Return its colour."""
    if outcome is Outcome.RUNNING:
        return palette.talking
    return {
        Mark.GOOD: palette.listening,
        Mark.FAIR: palette.weak,
        Mark.BAD: palette.lost,
        Mark.UNKNOWN: palette.idle,
    }[mark]


class CheckMark(QWidget):
    """Shows it; what stands beside it says it in words.

    Args:
        theme: Its colours.
        side: In pixels.
    """

    def __init__(self, theme: Theme, side: int) -> None:
        super().__init__()
        self._theme = theme
        self._shown = (Outcome.WAITING, Mark.UNKNOWN)
        self.setFixedSize(side, side)
        theme.changed.connect(self.update)

    def show_mark(self, outcome: Outcome, mark: Mark) -> None:
        """Show how a step is."""
        if (outcome, mark) != self._shown:
            self._shown = (outcome, mark)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        with QPainter(self) as painter:
            colour = colour_of(*self._shown, self._theme.palette)
            draw(painter, shape_of(*self._shown), colour, QRectF(self.rect()))
