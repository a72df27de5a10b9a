"""When does a connection that still works give way to the next one? Before it is taken away.

    FIXED -- goAway, or of age ---> DUE -- a quiet moment, or the deadline ---> move
      ^                                                                          |
      +---------------------------- the next one is open -----------------------+

The service announces with ``goAway`` that it will close a connection. After that it may say nothing
any more (tau2-bench 461), so a timer watches the deadline and not the next message. A quiet moment
is the caller's to see: no window open, nothing under way or left to play, and a clean handle that
covers everything. If none comes, the connection is given up at the deadline, and what was open is
replayed on the next. Age asks for a quiet moment and sets no deadline.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RotationParams:
    """Times in seconds.

    ``margin_s`` is how long before the server's deadline the connection is given up; ``age_s`` is
    after how long one is renewed unasked, or None for never: whether the service ends connections
    by age is not established, and a needless renewal is a needless risk.
    """

    margin_s: float = 1.0
    age_s: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.margin_s <= 60:
            raise ValueError(f"margin_s is {self.margin_s}; it must lie between 0 and 60 s")
        if self.age_s is not None and self.age_s < 10:
            raise ValueError(f"age_s is {self.age_s}; it must be at least 10 s")


class Rotation:
    """Follows one connection at a time.

    Attributes:
        deadline: When a Tick is due, in seconds, or None.
    """

    def __init__(self, params: RotationParams) -> None:
        self._params = params
        self._of_age_at: float | None = None
        self._latest: float | None = None
        self._is_due = False

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        of_age_at = None if self._is_due else self._of_age_at
        return min((at for at in (of_age_at, self._latest) if at is not None), default=None)

    def opened(self, now: float) -> None:
        """A connection is there."""
        self.lost()
        if self._params.age_s is not None:
            self._of_age_at = now + self._params.age_s

    def lost(self) -> None:
        """It is gone, and with it whatever was announced of it."""
        self._of_age_at = self._latest = None
        self._is_due = False

    def go_away(self, time_left_s: float, now: float) -> None:
        """The server will close the connection; a second announcement can only bring it nearer."""
        latest = now + max(0.0, time_left_s - self._params.margin_s)
        self._latest = latest if self._latest is None else min(latest, self._latest)
        self._is_due = True

    def is_due(self, now: float) -> bool:
        """Whether the next quiet moment is one to move in."""
        if self._of_age_at is not None and now >= self._of_age_at:
            self._is_due = True
        return self._is_due

    def is_late(self, now: float) -> bool:
        """Whether to move though it is not quiet."""
        return self._latest is not None and now >= self._latest
