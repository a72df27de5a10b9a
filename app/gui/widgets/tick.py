"""A box to tick, with a text that may need more than one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.forced_mark import ForcedMark
from app.gui.widgets.text import Text


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
        self._text = Text()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)  # the box has room beside it for the text that it lacks
        layout.addWidget(self.box, alignment=Qt.AlignmentFlag.AlignTop)
        self._forced = ForcedMark(self.box)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._text)
        lines.addWidget(self._forced)
        layout.addLayout(lines, stretch=1)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self._text.setText(text)
        self.box.setAccessibleName(text)

    def show_forced(self, *, is_forced: bool) -> None:
        """Show whether nobody can tick it here, because it is set for everybody."""
        self._forced.show_forced(is_forced=is_forced)
        self._text.setEnabled(not is_forced)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Take a click on the text."""
        if self._text.geometry().contains(event.position().toPoint()):
            self.box.click()
