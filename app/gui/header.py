"""The line at the top of every page: the product's name, the theme, the strip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app import PRODUCT
from app.gui.icons import icon
from app.gui.palette import SPACE
from app.gui.theme import Mode, Theme
from app.gui.words import common as words

_ICON = 20
_NEXT = {Mode.SYSTEM: Mode.LIGHT, Mode.LIGHT: Mode.DARK, Mode.DARK: Mode.SYSTEM}


class Header(QWidget):
    """Shows the name and two small buttons.

    Args:
        theme: What the first button switches.

    Signals:
        strip_asked: Whether the strip is to be shown.
    """

    strip_asked = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        name = QLabel(PRODUCT)
        name.setProperty("role", "brand")
        self._strip = _button(words.strip_name(), words.strip_tip())
        self._strip.setCheckable(True)
        self._strip.toggled.connect(self.strip_asked)
        self._mode = _button("", words.theme_tip())
        self._mode.clicked.connect(self._switch)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.s, SPACE.l, SPACE.s)
        layout.setSpacing(SPACE.s)
        layout.addWidget(name)
        layout.addStretch(1)
        layout.addWidget(self._strip)
        layout.addWidget(self._mode)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._draw)
        self._draw()

    def show_strip(self, on: bool) -> None:  # a slot for a state
        """Show whether the strip is there."""
        self._strip.setChecked(on)

    def _switch(self) -> None:
        self._theme.set_mode(_NEXT[self._theme.mode])
        self._draw()

    def _draw(self) -> None:
        colour = self._theme.palette.quiet
        self._mode.setAccessibleName(words.theme_name(self._theme.mode))
        self._mode.setIcon(icon("theme", colour, _ICON))
        self._strip.setIcon(icon("strip", colour, _ICON))


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setIconSize(QSize(_ICON, _ICON))
    button.setProperty("role", "quiet")
    return button
