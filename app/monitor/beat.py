"""The heartbeat for whoever monitors: makes statuses of the engine's views and keeps them.

view -> SessionStatus -> show(status)                          each
                      -> keep(Note("status", ...), now)        each change, and one a second
"""

from __future__ import annotations

from collections.abc import Callable

from app.core.actions import Note
from app.core.events import Event
from app.core.status import SessionStatus, StatusNotes, StatusTrack
from app.core.view import View


class Beat:
    """Looks on at an interview and tells how it is.

    Args:
        keep: Writes a note into the journal, at a time of the engine's clock.
        saved_s: Tells how much is safe on disk, in seconds.
        show: Is shown each status at the views' rate, or None.
    """

    def __init__(
        self,
        keep: Callable[[Note, float], None],
        saved_s: Callable[[], float],
        show: Callable[[SessionStatus], None] | None = None,
    ) -> None:
        self._keep = keep
        self._saved_s = saved_s
        self._show = show
        self._track = StatusTrack()
        self._notes = StatusNotes()

    def event(self, event: Event, now: float) -> None:
        """See nothing: what happened is in the view."""

    def note(self, note: Note, now: float) -> None:
        """See nothing: a status that is kept gives no reason for another."""

    def view(self, view: View, now: float) -> None:
        """Tell how the interview is."""
        status = self._track.take(view, self._saved_s(), now)
        # The end stands in the journal by itself, and is the last that does.
        if view.how is None and self._notes.is_due(status, now):
            self._keep(Note("status", status.payload()), now)
        if self._show is not None:
            self._show(status)
