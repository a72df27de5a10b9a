"""What stands in the middle of a page, and is scrolled where the window is too low for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from app.gui.palette import SPACE


def in_the_middle(part: QWidget, widest: int, above: int = SPACE.m) -> QWidget:
    """Return a part with room on all sides, on a window however wide.

    Args:
        part: What stands there.
        widest: How wide it becomes at the most, in pixels.
        above: The room above and below, in pixels.
    """
    part.setMaximumWidth(widest)
    page = QWidget()
    around = QHBoxLayout(page)
    around.setContentsMargins(SPACE.xl, above, SPACE.xl, above)
    around.addStretch(1)
    around.addWidget(part, stretch=100)
    around.addStretch(1)
    return page


class Scrolled(QScrollArea):
    """Shows it; nothing moves sideways when the bar comes."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def hold(self, part: QWidget, widest: int, above: int = SPACE.m) -> None:
        """Show this part, as ``in_the_middle`` does."""
        self.setWidget(in_the_middle(part, widest, above))

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part, once everything has found its place."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(part, 0, SPACE.m))

    def _make_room(self, _least: int, most: int) -> None:
        """Let the bar stand in the room beside the part, in place of some of the room."""
        bar = self.verticalScrollBar().sizeHint().width() if most else 0
        page = self.widget()
        layout = page.layout() if page else None
        assert layout is not None, "there is something to scroll"
        room = layout.contentsMargins()
        room.setRight(max(0, SPACE.xl - bar))
        layout.setContentsMargins(room)
