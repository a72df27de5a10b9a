"""A box to tick, with a text that may need more than one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget


class Tick(QWidget):
    """Shows them; a click on the text is one on the box.

    Args:
        text: The text, unless it is shown later.

    Attributes:
        box: The box.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.box = QCheckBox()
        self._text = QLabel()
        self._text.setProperty("role", "body")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setIndent(0)  # a padding in the style sheet would give it half a letter
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)  # the box has room beside it for the text that it lacks
        layout.addWidget(self.box, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, stretch=1)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self._text.setText(text)
        self.box.setAccessibleName(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Take a click on the text."""
        if self._text.geometry().contains(event.position().toPoint()):
            self.box.click()
