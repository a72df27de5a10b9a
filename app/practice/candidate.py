"""A candidate made of sample answers, for a computer without a microphone.

It looks at the interview as a person would: when the interviewer has finished and the floor has
been open for a moment, it begins its next answer.
"""

from __future__ import annotations

from collections.abc import Callable

from app.core.actions import Note
from app.core.events import Event
from app.core.turns import Floor
from app.core.view import View

_THINKS_S = 0.8


class SampleCandidate:
    """Cues one sample answer each time the floor opens.

    Args:
        cue: Lets the next answer begin.
    """

    def __init__(self, cue: Callable[[], None]) -> None:
        self._cue = cue
        self._was_asked = False
        self._open_since: float | None = None

    def event(self, event: Event, now: float) -> None:
        """Nothing to do."""

    def note(self, note: Note, now: float) -> None:
        """Nothing to do."""

    def view(self, view: View, now: float) -> None:
        """Begin to answer once the floor has been open for a moment."""
        if view.floor is Floor.INTERVIEWER:
            self._was_asked = True
        if not (self._was_asked and view.floor is Floor.NOBODY and view.hears):
            self._open_since = None
        elif self._open_since is None:
            self._open_since = now
        elif now - self._open_since >= _THINKS_S:
            self._was_asked, self._open_since = False, None
            self._cue()
