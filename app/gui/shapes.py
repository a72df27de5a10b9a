"""The shape of each situation: nobody has to tell colours apart."""

from __future__ import annotations

import enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.core.view import Situation


class Shape(enum.Enum):
    """A shape that is told apart at 16 px."""

    CIRCLE = enum.auto()
    """An open one: waits."""
    DISC = enum.auto()
    """A full one: speaks."""
    PLAY = enum.auto()
    """A triangle to the right: is heard."""
    DOTS = enum.auto()
    """Three: is at work."""
    DIAMOND = enum.auto()
    """Needs patience."""
    SQUARE = enum.auto()
    """Holds."""
    BARS = enum.auto()
    """Two: pauses."""
    STRUCK = enum.auto()
    """A struck circle: is silenced."""
    WARNING = enum.auto()
    """A triangle upwards: needs somebody."""
    TICK = enum.auto()
    """All is done; never for an error."""
    LOCK = enum.auto()
    """A padlock: stays as it is until it is opened."""


def shape_of(situation: Situation) -> Shape:
    """Return the shape of a situation."""
    match situation:
        case Situation.LISTENING:
            return Shape.CIRCLE
        case Situation.TALKING | Situation.ENDING:
            return Shape.DISC
        case Situation.INTERVIEWER:
            return Shape.PLAY
        case Situation.THINKING | Situation.CONNECTING:
            return Shape.DOTS
        case Situation.WEAK | Situation.RECONNECTING:
            return Shape.DIAMOND
        case Situation.HELD | Situation.ENDED_HELD | Situation.LEFT:
            return Shape.SQUARE
        case Situation.PAUSED:
            return Shape.BARS
        case Situation.MUTED:
            return Shape.STRUCK
        case Situation.NO_MICROPHONE | Situation.STALLED | Situation.BLOCKED | Situation.FAILED:
            return Shape.WARNING
        case Situation.FINISHED:
            return Shape.TICK


def draw(painter: QPainter, shape: Shape, colour: str, within: QRectF) -> None:
    """Draw a shape.

    Args:
        painter: Where; its pen and brush are changed.
        shape: Which.
        colour: As ``#rrggbb``.
        within: A square that it fills.
    """
    side, middle = within.width(), within.center()
    stroke = max(1.5, side * 0.12)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(colour))
    inner = within.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    match shape:
        case Shape.CIRCLE | Shape.STRUCK:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(inner)
            if shape is Shape.STRUCK:
                reach = inner.width() / 2 * 0.7
                corner = QPointF(reach, reach)
                painter.drawLine(middle - corner, middle + corner)
        case Shape.DISC:
            painter.drawEllipse(inner)
        case Shape.DOTS:
            painter.setPen(Qt.PenStyle.NoPen)
            for at in (-1, 0, 1):
                painter.drawEllipse(middle + QPointF(at * side * 0.34, 0), side * 0.12, side * 0.12)
        case Shape.BARS:
            painter.setPen(Qt.PenStyle.NoPen)
            for share in (0.2, 0.58):
                left = within.left() + side * share
                painter.drawRoundedRect(
                    QRectF(left, within.top() + side * 0.1, side * 0.22, side * 0.8), 2, 2
                )
        case Shape.SQUARE:
            painter.drawRoundedRect(inner.adjusted(stroke, stroke, -stroke, -stroke), 3, 3)
        case Shape.LOCK:
            body = QRectF(within.left(), 0, side * 0.76, side * 0.5)
            body.moveCenter(QPointF(middle.x(), within.bottom() - side * 0.28))
            bow = QRectF(0, within.top() + side * 0.08, side * 0.44, side * 0.6)
            bow.moveCenter(QPointF(middle.x(), bow.center().y()))
            painter.drawRoundedRect(body.adjusted(stroke / 2, stroke / 2, -stroke / 2, 0), 1, 1)
            painter.drawArc(bow, 0, 180 * 16)
        case Shape.TICK:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(_points(within, (0.12, 0.55), (0.4, 0.82), (0.9, 0.2)))
        case _:
            painter.drawPolygon(_points(within, *_CORNERS[shape]))


_CORNERS = {
    Shape.PLAY: ((0.2, 0.1), (0.92, 0.5), (0.2, 0.9)),
    Shape.DIAMOND: ((0.5, 0.06), (0.94, 0.5), (0.5, 0.94), (0.06, 0.5)),
    Shape.WARNING: ((0.5, 0.1), (0.95, 0.88), (0.05, 0.88)),
}


def _points(within: QRectF, *shares: tuple[float, float]) -> QPolygonF:
    side = within.width()
    return QPolygonF([within.topLeft() + QPointF(x * side, y * side) for x, y in shares])
