"""The microphone is locked on: a sign of its own, in word, colour, shape and time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.core.view import View
from app.gui.palette import SPACE
from app.gui.shapes import Shape, draw
from app.gui.theme import Theme
from app.gui.words import turns as words

_MARK = 14


class LockedMark(QWidget):
    """Shows that the microphone is locked, while it is; its place stays free.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = QLabel()
        self._text.setProperty("role", "small")
        self._text.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARK + SPACE.s, 0, 0, 0)
        layout.addWidget(self._text, alignment=Qt.AlignmentFlag.AlignVCenter)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._text.setText(words.locked(0))  # so that its place is known
        self.hide()
        theme.changed.connect(self._draw)
        self._draw()

    def show_view(self, view: View) -> None:
        """Show it, or that there is nothing to show."""
        if view.locked_s is not None:
            text = words.locked(view.locked_s)
            if text != self._text.text():
                self._text.setText(text)
                self.setAccessibleName(text)
        self.setVisible(view.locked_s is not None)

    def _draw(self) -> None:
        self._text.setStyleSheet(f"color: {self._theme.palette.locked}; font-weight: 600")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the lock."""
        top = (self.height() - _MARK) / 2
        with QPainter(self) as painter:
            draw(painter, Shape.LOCK, self._theme.palette.locked, QRectF(0, top, _MARK, _MARK))
