"""What whoever monitors sees of an interview: the tray's item and the strip, kept fresh.

A status is shown with its age: when none comes any more, both say so within 3 s.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.status import Report, SessionStatus
from app.core.view import Situation
from app.gui.freshness import Freshness
from app.gui.strip import Strip
from app.gui.theme import Theme
from app.gui.tray import Tray

_LOOK_EVERY_MS = 250


class Indicator(QObject):
    """Shows statuses.

    Args:
        theme: The colours.
        clock: Seconds.

    Signals:
        window_asked: The window is to come forward.
        strip_shown: Whether the strip is there now.
        leave_asked: The interview is to be left, or the window closed.
    """

    window_asked = Signal()
    strip_shown = Signal(bool)
    leave_asked = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._freshness = Freshness()
        self._situation: Situation | None = None
        self._strip = Strip(theme)
        self._tray = Tray(theme)
        self._tray.show_asked.connect(self.window_asked)
        self._tray.strip_asked.connect(lambda: self.show_strip(not self._strip.isVisible()))
        self._tray.leave_asked.connect(self.leave_asked)
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def show_status(self, status: SessionStatus | None) -> None:
        """Show a status; None when there is no interview."""
        self._freshness.take(status, self._clock())
        situation = status.situation if status else None
        if situation is self._situation:
            return  # seconds and figures are looked at by the clock
        self._situation = situation
        if status is None:
            self._timer.stop()
        else:
            self._timer.start()
        self._look()

    def show_strip(self, on: bool) -> None:  # a slot for a button's state
        """Show the strip, or take it away."""
        self._strip.setVisible(on)
        self.strip_shown.emit(on)

    @property
    def strip_text(self) -> str:
        """What the strip says; "" while it is not there."""
        return self._strip.accessibleName() if self._strip.isVisible() else ""

    @property
    def tray_text(self) -> str:
        """What the tray's item says."""
        return self._tray.toolTip()

    def _look(self) -> None:
        self._draw(self._freshness.report(self._clock()))

    def _draw(self, report: Report | None) -> None:
        self._strip.show_report(report)
        self._tray.show_report(report)
