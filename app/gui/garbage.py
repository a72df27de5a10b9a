"""Collects Python's garbage on the window's thread alone.

Python collects on whichever thread happens to make the next object. A widget or a timer of Qt's
that dies on another thread than its own crashes the process ("Timers cannot be stopped from
another thread" is the mild form, seen here). So the collector is switched off, and this timer,
which lives on the window's thread, does its work by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 100


class Garbage(QObject):
    """Collects from its context's beginning to its end.

    The timer also gives Python a moment ten times a second, in which it handles signals such as
    Ctrl-C: it does so only while it runs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def __enter__(self) -> Garbage:
        """Begin."""
        gc.disable()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take away all that is left, and let Python do it by itself again."""
        self._timer.stop()
        gc.unfreeze()  # whoever has frozen something meant the time until now
        gc.collect()
        gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that has reached its threshold."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation] > 0:
                gc.collect(generation)
                break
