"""A text as it is: what a file, a device or a fault is called is never markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class Text(QLabel):
    """Shows it, in as many lines as it needs.

    Args:
        text: The text, unless it is shown later.
        role: How it looks, by the names of the style sheet.
    """

    def __init__(self, text: str = "", role: str = "body") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(0)  # a padding in the style sheet would give it half a letter
