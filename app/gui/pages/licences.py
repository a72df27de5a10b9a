"""The page of licences: what the application is made of, to be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.gui.palette import SPACE
from app.gui.widgets.text import Text
from app.gui.words import licences as words

TEXT = Path(__file__).resolve().parents[3] / "resources" / "notices" / "third-party.txt"


class LicencesPage(QWidget):
    """Shows the texts; they are read when the page is shown for the first time.

    Args:
        path: Where they are.

    Signals:
        back_asked: Whoever reads has read enough.
    """

    back_asked = Signal()

    def __init__(self, path: Path = TEXT) -> None:
        super().__init__()
        self._path = path
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(words.title())
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusProxy(self._text)
        back = QPushButton(words.back())
        back.setShortcut(Qt.Key.Key_Escape)
        back.clicked.connect(self.back_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, SPACE.m)
        column.setSpacing(SPACE.m)
        column.addWidget(Text(words.title(), "title"))
        column.addWidget(Text(words.lead(), "lead"))
        column.addWidget(self._text, stretch=1)
        column.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Read the texts, once: 0.3 MB that come with the application."""
        if not self._text.document().characterCount() > 1:
            try:
                text = self._path.read_text("utf-8")
            except OSError:
                text = words.missing()
            self._text.setPlainText(text)
        super().showEvent(event)
