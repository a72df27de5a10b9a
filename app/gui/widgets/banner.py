"""The one message that may stand above the buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.core.events import TryNow
from app.core.view import Situation, View
from app.gui.notice import Notice, Weight, notice
from app.gui.palette import SPACE
from app.gui.shapes import draw, shape_of
from app.gui.theme import Theme
from app.gui.words import buttons as words

_MARK = 20


class Banner(QWidget):
    """Shows a notice.

    Args:
        theme: Its colours.

    Signals:
        asked: ``TryNow``.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notice: Notice | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._try = QPushButton(words.try_now())
        self._try.setToolTip(words.try_now_tip())
        self._try.clicked.connect(lambda: self.asked.emit(TryNow()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE.l + _MARK + SPACE.m, SPACE.s, SPACE.s, SPACE.s)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self._text, stretch=1)
        layout.addWidget(self._try)
        self.setMinimumHeight(self._try.sizeHint().height() + 2 * SPACE.s)
        theme.changed.connect(self.update)
        self._draw()

    @property
    def text(self) -> str:
        """What it says; "" for nothing."""
        return self._notice.text if self._notice else ""

    def show_view(self, view: View, saved_s: float) -> None:
        """Show the message of a view, if it has one."""
        told = notice(view, saved_s)
        if told != self._notice:
            self._notice = told
            self._draw()

    def _draw(self) -> None:
        told = self._notice
        self._text.setText(told.text if told else "")
        self._try.setVisible(told is not None and told.can_try)
        self.setToolTip(told.details if told else "")
        self.setAccessibleName(self._text.text())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the bar and its mark, where there is a message."""
        if self._notice is None:
            return
        needs_action = self._notice.weight is Weight.ACTION
        palette = self._theme.palette
        colour = QColor(palette.lost if needs_action else palette.weak)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(QColor(palette.surface))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
            shape = shape_of(Situation.NO_MICROPHONE if needs_action else Situation.WEAK)
            top = (self.height() - _MARK) / 2
            draw(painter, shape, colour.name(), QRectF(SPACE.l, top, _MARK, _MARK))
