"""The window: one page at a time, and what stays the same on all of them.

    start --Begin--> interview --its end--> finish --start over--> start
    start --Licences--> licences --Back--> start
    start --Check my sound--> check --Back--> start

Closing it asks: in an interview on the page itself what to keep, elsewhere it is a wish to quit.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget

from app import PRODUCT
from app.core.ending import Ending
from app.core.lobby import Lobby
from app.core.status import SessionStatus
from app.gui.header import Header
from app.gui.indicator import Indicator
from app.gui.pages.check import CheckPage
from app.gui.pages.finish import FinishPage
from app.gui.pages.interview import InterviewPage
from app.gui.pages.licences import LicencesPage
from app.gui.pages.start import StartPage
from app.gui.theme import Theme
from app.gui.wishes import Quit

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_USUAL = QSize(1000, 740)


class Window(QWidget):
    """The application's window.

    Args:
        theme: Its colours.

    Attributes:
        theme: The same.
        check: The page that checks the sound.
        interview: The page of the interview.
        indicator: Tray and strip, for whoever monitors.

    Signals:
        asked: A ``wishes.Wish``, or during an interview a ``core.events.Intent``.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setWindowTitle(PRODUCT)
        self.resize(_USUAL)
        self._start = StartPage(theme)
        self.check = CheckPage(theme)
        self.interview = InterviewPage(theme)
        self._finish = FinishPage(theme)
        licences = LicencesPage()
        self._pages = QStackedWidget()
        for page in (self._start, self.check, self.interview, self._finish):
            page.asked.connect(self.asked)
            self._pages.addWidget(page)
        self._pages.addWidget(licences)
        self._start.licences_asked.connect(lambda: self._turn_to(licences))
        licences.back_asked.connect(self.show_start)
        self._header = Header(theme)
        self.indicator = Indicator(theme)
        self._header.strip_asked.connect(self.indicator.show_strip)
        self.indicator.window_asked.connect(self._come_forward)
        self.indicator.strip_shown.connect(self._header.show_strip)
        self.indicator.leave_asked.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._pages, stretch=1)
        self.show_start()

    def show_lobby(self, lobby: Lobby) -> None:
        """Show what is known and chosen before an interview."""
        self._start.show_lobby(lobby)
        self.interview.show_habits(lobby.habits)

    def show_levels(self, microphone_dbfs: float, speaker_dbfs: float) -> None:
        """Show the levels of the devices that are tried, in dBFS."""
        self._start.show_levels(microphone_dbfs, speaker_dbfs)

    def show_start(self) -> None:
        """Turn to the start page."""
        self._turn_to(self._start)

    def show_check(self) -> None:
        """Turn to the page that checks the sound, which begins empty."""
        self.check.begin()
        self._turn_to(self.check)

    def show_interview(self) -> None:
        """Turn to the interview's page, which begins empty."""
        self.interview.begin()
        self._turn_to(self.interview)

    def show_ending(self, ending: Ending) -> None:
        """Turn to the finish page."""
        self._finish.show_ending(ending)
        self._turn_to(self._finish)

    def show_status(self, status: SessionStatus | None) -> None:
        """Show a status in tray and strip; None when there is no interview."""
        self.indicator.show_status(status)

    def open_folder(self, path: str) -> None:
        """Show a folder in the system's own way."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Ask instead of closing: whoever granted the wish ends the application."""
        event.ignore()
        if self._pages.currentWidget() is self.interview:
            self._come_forward()
            self.interview.ask_to_leave()
        else:
            self.asked.emit(Quit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let Enter press what has the focus, as Space does: Qt does so in dialogs only."""
        focus = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(focus, QAbstractButton):
            if not event.isAutoRepeat():
                focus.click()
        else:
            super().keyPressEvent(event)

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_forward(self) -> None:
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()
