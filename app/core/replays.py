"""What is sent again though its reply was heard: what may follow it, and when?

    left -- settled --> nothing more to wait for
                   +--> (patient) covered by a clean handle, or for too long without one

A window that begins would interrupt the reply to a replay, so nothing follows before that is
complete. Where the replays before were cut short, each is also followed by nothing until a handle
covers it: a line that lives for half a minute at a time would else begin again and again.
"""

from __future__ import annotations

import math


class Replays:
    """Follows the replays of one connection.

    Args:
        handle_wait_s: How long one waits for its handle, in seconds.

    Attributes:
        is_patient: Each waits for a handle.
    """

    def __init__(self, handle_wait_s: float) -> None:
        self._handle_wait_s = handle_wait_s
        self.is_patient = False
        self._windows: set[int] = set()  # not settled yet
        self._awaited: int | None = None  # the one that has left
        self._uncovered: float | None = None  # until when a handle is waited for

    @property
    def is_over(self) -> bool:
        """Whether all are settled."""
        return not self._windows

    def begin(self, windows: set[int]) -> None:
        """These are what a new connection is to hear again."""
        self._windows = windows
        self._awaited = self._uncovered = None

    def left(self, window: int) -> None:
        """The end of a window, or a prompt, has been taken."""
        if window in self._windows:
            self._awaited = window

    def settled(self, windows: tuple[int, ...]) -> None:
        """These windows have a complete reply."""
        self._windows.difference_update(windows)
        if self._awaited in windows:
            self._awaited = None
            self._uncovered = math.inf if self.is_patient else None

    def covered(self) -> bool:
        """A clean handle covers what is settled; return whether that was waited for."""
        was, self._uncovered = self._uncovered, None
        return was is not None

    def hold_until(self, now: float) -> float | None:
        """Return until when nothing may begin, in seconds (infinite: until settled), or None."""
        if self._awaited is not None:
            return math.inf
        if self._uncovered is None:
            return None
        self._uncovered = min(self._uncovered, now + self._handle_wait_s)
        if now >= self._uncovered:
            self._uncovered = None
        return self._uncovered
