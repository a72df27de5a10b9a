"""A small button that opens a menu, above it where there is room.

The menu is filled when it opens and stays as it is while it is open: no line moves under a hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

_ARROW = "\u25be"  # a small triangle that points down
_GAP = 4


class MenuButton(QPushButton):
    """Shows a word, and a menu when it is pressed.

    Args:
        fill: Puts the lines into the menu, which is empty.
        tip: What it is for.

    Attributes:
        menu_shown: The menu, as it was filled last.
    """

    def __init__(self, fill: Callable[[QMenu], None], tip: str) -> None:
        super().__init__()
        self._fill = fill
        self._every: tuple[str, ...] = ()
        self.menu_shown = QMenu(self)
        self.setProperty("role", "tool")
        self.show_tip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)

    def show_tip(self, tip: str) -> None:
        """Show what it is for."""
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)

    def show_words(self, text: str, name: str, every: Iterable[str] = ()) -> None:
        """Show a word.

        Args:
            text: The word.
            name: The same for screen readers.
            every: All the words that it can show: nothing moves when it changes.
        """
        self._every = (text, *every)
        self.setText(f"{text} {_ARROW}")
        self.setAccessibleName(name)
        self.updateGeometry()

    def open_menu(self) -> None:
        """Open the menu; the focus goes into it and comes back."""
        self.menu_shown.deleteLater()  # clear() would leave the menus within it behind
        self.menu_shown = QMenu(self)
        self._fill(self.menu_shown)
        high = self.menu_shown.sizeHint().height()
        # Not exec: the loop is everybody's and goes on.
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, -high - _GAP)))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what the longest of its words needs."""
        self.ensurePolished()  # else the letters are not yet those of the style sheet
        words = [f"{one} {_ARROW}" for one in self._every]
        more = max(map(self._width_of, words), default=0) - self._width_of(self.text())
        return super().sizeHint() + QSize(max(0, more), 0)

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width()


def add_line(menu: QMenu, text: str, act: Callable[[], None]) -> QAction:
    """Add a line to a menu; no letter of it is a key."""
    line = menu.addAction(text.replace("&", "&&"))
    line.triggered.connect(lambda _=False: act())
    return line


def add_choice(menu: QMenu, group: QActionGroup, text: str, act: Callable[[], None]) -> QAction:
    """Add a line of which one in its group is chosen."""
    line = add_line(menu, text, act)
    line.setCheckable(True)
    group.addAction(line)
    return line
