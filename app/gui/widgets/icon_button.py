"""A button with an icon and a word, large enough for any finger."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.gui.icons import icon
from app.gui.theme import Theme

_ICON = 22


class IconButton(QPushButton):
    """Shows an icon and a word.

    Args:
        theme: Its colours.
        drawing: The icon's name.
        text: The word.
        tip: What it does, with its key.
        other: The word that it has at other times, if there is one.
    """

    def __init__(self, theme: Theme, drawing: str, text: str, tip: str, other: str = "") -> None:
        super().__init__()
        self._words = (text, other)
        self._theme = theme
        self._drawing = drawing
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setProperty("role", "icon")  # its height: a style sheet overrules setMinimumHeight
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._draw)
        self.show_as(drawing, text)

    def show_as(self, drawing: str, text: str) -> None:
        """Show another icon and word."""
        if (drawing, text) != (self._drawing, self.accessibleName()):
            self._drawing = drawing
            self.setText(f" {text}")  # a little room after the icon
            self.setAccessibleName(text)
            self._draw()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what the longer of its words needs: nothing moves when it is pressed."""
        self.ensurePolished()  # else the letters are not yet those of the style sheet
        width_of = self.fontMetrics().horizontalAdvance
        more = max(map(width_of, self._words)) - width_of(self.accessibleName())
        return super().sizeHint() + QSize(max(0, more), 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what its present word needs: where room is short it may be as small."""
        return super().sizeHint()

    def _draw(self) -> None:
        self.setIcon(icon(self._drawing, self._theme.palette.text, _ICON))
