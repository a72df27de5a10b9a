"""A large button of two lines that stays down: one choice of several."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout

from app.gui.palette import SPACE


class Card(QPushButton):
    """Shows a name and what it means.

    Args:
        name: The first line; also what a screen reader says.
        text: The second line.
    """

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        layout.setSpacing(SPACE.xs)
        layout.addWidget(_line(name, "strong"))
        layout.addWidget(_line(text, "quiet"))
        layout.addStretch(1)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what its lines need: a button knows only of its own text."""
        return self._lines.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what its lines need at least."""
        return self._lines.minimumSize()

    def heightForWidth(self, width: int) -> int:  # noqa: N802  # Qt's name
        """Return how high its lines are when they wrap."""
        return self._lines.heightForWidth(width)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  # Qt's name
        """Say that its lines wrap."""
        return True


def _line(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    # The button is what is clicked and what is read out.
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
