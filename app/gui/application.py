"""The Qt application and its loop, which is asyncio's too.

    QApplication -> Window.show() -> the loop -> live(window): everything else

The window is shown before anything else is imported, so that it is there at once. The application
ends when ``live`` returns and by nothing else: closing the last window asks, it does not end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import qasync
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app import PRODUCT, VERSION
from app.gui.garbage import Garbage
from app.gui.icons import icon
from app.gui.palette import LIGHT
from app.gui.screen import require_screen
from app.gui.theme import Theme
from app.gui.window import Window
from app.gui.wishes import ChoosePlan
from app.settings import Options

DESKTOP_FILE = "org.fairhearing.fairhearing"
"""Name of the file by which a Linux desktop knows us, without its ending; from briefcase.toml."""


class Application(QApplication):
    """The process's Qt application.

    Signals:
        asked: ``ChoosePlan``: macOS passes a plan that was double clicked as an event, also to an
            application that runs already. Other systems pass it on the command line
            (``packaging/launcher.py``).
    """

    asked = Signal(object)

    def event(self, event: QEvent) -> bool:
        """Take the events that open a file."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit(ChoosePlan(Path(event.file())))
            return True
        return super().event(event)


def show_window(
    options: Options, live: Callable[[Window, Options], Coroutine[None, None, int]]
) -> int:
    """Show the window and let it live; return the exit status.

    Args:
        options: What the command line asked for.
        live: Brings the window to life; the application ends when it returns.

    Raises:
        InputFault: There is no screen that a window can be shown on.
    """
    require_screen(sys.platform, os.environ)
    application = make_application()
    window = Window(Theme())
    application.asked.connect(window.asked)
    window.show()
    with Garbage(), qasync.QEventLoop(application) as loop:
        return int(loop.run_until_complete(live(window, options)))


def make_application() -> Application:
    """Return the process's Qt application."""
    application = QApplication.instance() or Application(sys.argv[:1])
    assert isinstance(application, Application)
    application.setApplicationName(PRODUCT)
    application.setApplicationDisplayName(PRODUCT)
    application.setApplicationVersion(VERSION)
    application.setDesktopFileName(DESKTOP_FILE)
    application.setStyle("Fusion")  # the same everywhere: the theme is made for it
    application.setWindowIcon(icon("talk", LIGHT.accent, 64))
    application.setQuitOnLastWindowClosed(False)  # qasync: the loop would stop under its tasks
    return application
