"""Can a window be drawn here? Asked where nobody looks: it is drawn off every screen.

Qt ends the process where it finds no plugin for its platform. So the plugins are loaded first, by
hand: what they lack is named then.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from app.core.faults import InputFault
from app.gui.application import Application, make_application
from app.gui.screen import load_plugin
from app.gui.theme import Theme
from app.gui.window import Window

_OFFSCREEN = "offscreen"
_SCREENS = {"win32": "windows", "darwin": "cocoa"}
_ELSEWHERE = "xcb"
_DENSE = 500  # a drawn window has more than 1,000 colours, one without letters 286 (measured)


def draw_window() -> str:
    """Draw the window; return what drew it. Main thread.

    Raises:
        InputFault: Something that Qt needs is not there; it is named.
        OSError: One of our own drawings cannot be read.
    """
    screen = _SCREENS.get(sys.platform, _ELSEWHERE)
    for name in (_OFFSCREEN, screen):
        load_plugin(name)
    if QApplication.instance() is None:
        # Kept by Qt until the process ends.
        Application([sys.argv[0] if sys.argv else "", "-platform", _OFFSCREEN])
    application = make_application()
    window = Window(Theme())
    picture = window.grab()
    window.deleteLater()
    if count_colours(picture) < _DENSE:
        raise InputFault(
            "The window was drawn without letters: Qt finds no font. On Debian or Ubuntu install "
            "one with: apt install fonts-dejavu-core"
        )
    size = f"{picture.width()} x {picture.height()}"
    return f"Qt {qVersion()}, {application.platformName()} drew {size}; {screen} can be loaded"


def count_colours(picture: QPixmap) -> int:
    """Return how many colours a picture has."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(set(memoryview(image.constBits()).cast("B").cast("I")))
