"""How much the newest status is worth now: one that stops coming must not go on looking well."""

from __future__ import annotations

from app.core.status import Report, SessionStatus, judge
from app.core.view import ENDS

_HOW = {situation: how for how, situation in ENDS.items()}


class Freshness:
    """Keeps the newest status and when it came, by a clock that never jumps."""

    def __init__(self) -> None:
        self._status: SessionStatus | None = None
        self._came = 0.0

    def take(self, status: SessionStatus | None, now: float) -> None:
        """Take the newest status; None when there is no interview."""
        self._status, self._came = status, now

    def report(self, now: float) -> Report | None:
        """Return what may be said now; None when there is no interview."""
        if self._status is None:
            return None
        return judge(self._status, now - self._came, _HOW.get(self._status.situation))
