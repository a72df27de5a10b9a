"""When sound may arrive: the rules of manual activity detection.

    SHUT  --activityStart-->  OPEN  --activityEnd-->  SHUT

Anything else closes the connection with 1007: sound while shut (before the first activityStart
or after an activityEnd), a second start, a second end, audioStreamEnd. What the service does
about sound after an activityEnd and about a second start or end is not established; we take the
strict reading, so that a client that does so is found out here.

Where the client leaves detection to the server, activityStart and activityEnd are refused. This
server has no detector of its own: sound opens a window and audioStreamEnd closes it.
"""

from __future__ import annotations

from app.practice.messages import Audio
from app.practice.refusal import INVALID, Refusal
from app.practice.window import OpenWindow


class Ears:
    """The windows of one connection.

    Args:
        is_manual: Whether the client marks its windows itself.
    """

    def __init__(self, *, is_manual: bool) -> None:
        self.window: OpenWindow | None = None
        self.windows = 0
        self._is_manual = is_manual

    def open(self) -> None:
        """Take activityStart."""
        if not self._is_manual:
            raise _refusal("activityStart while automatic detection is on")
        if self.window is not None:
            raise _refusal("a second activityStart in one window")
        self._open()

    def hear(self, audio: Audio) -> None:
        """Take sound."""
        if self.window is None and self._is_manual:
            late = self.windows > 0
            raise _refusal(f"sound {'after activityEnd' if late else 'before activityStart'}")
        (self.window or self._open()).add(audio)

    def close(self) -> OpenWindow:
        """Take activityEnd and return the whole window."""
        if not self._is_manual:
            raise _refusal("activityEnd while automatic detection is on")
        if self.window is None:
            raise _refusal("activityEnd without activityStart")
        whole, self.window = self.window, None
        return whole

    def close_stream(self) -> OpenWindow | None:
        """Take audioStreamEnd and return the window, if there is one."""
        if self._is_manual:
            raise _refusal("audioStreamEnd while detection is manual")
        whole, self.window = self.window, None
        return whole

    def _open(self) -> OpenWindow:
        self.windows += 1
        self.window = OpenWindow(self.windows)
        return self.window


def _refusal(why: str) -> Refusal:
    return Refusal(1007, INVALID, why)
