"""A report as a mark: the situation's shape in its colour, or a question mark for unknown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.core.status import Report, Standing
from app.core.view import Situation
from app.gui.palette import Palette, colour_of
from app.gui.shapes import Shape, draw, shape_of


def known(report: Report | None) -> Situation | None:
    """Return the situation that a report vouches for; None where nobody knows."""
    if report is None or report.status is None or report.standing is Standing.UNKNOWN:
        return None
    return report.status.situation


def mark_colour(report: Report | None, palette: Palette) -> str:
    """Return the colour of a report's mark, as ``#rrggbb``."""
    situation = known(report)
    return colour_of(situation, palette) if situation else palette.idle


def draw_mark(painter: QPainter, report: Report | None, colour: str, within: QRectF) -> None:
    """Draw the mark of a report.

    Args:
        painter: Where; its pen, brush and font are changed.
        report: What is known; None is no interview, and an open circle.
        colour: As ``#rrggbb``.
        within: A square that it fills.
    """
    situation = known(report)
    if situation is not None:
        draw(painter, shape_of(situation), colour, within)
    elif report is None:
        draw(painter, Shape.CIRCLE, colour, within)
    else:
        font = QFont()
        font.setPixelSize(round(within.height()))
        font.setBold(True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(within, Qt.AlignmentFlag.AlignCenter, "?")
