"""The interview's page as one who looks on: passes to it what the engine shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from app.core.actions import Note
from app.core.events import Event
from app.core.faults import Fault
from app.core.view import View
from app.gui.pages.interview import InterviewPage
from app.gui.words import interview as words
from app.gui.words import turns as turn_words


class WindowDisplay:
    """Shows an interview on its page.

    Args:
        page: The page.
        saved_s: How much is safe on disk, in seconds.
    """

    def __init__(self, page: InterviewPage, saved_s: Callable[[], float]) -> None:
        self._page = page
        self._saved_s = saved_s

    def event(self, event: Event, now: float) -> None:
        """See nothing: what happened is in the view."""

    def note(self, note: Note, now: float) -> None:
        """Show what was said."""
        if note.kind == "said":
            self._page.show_said(note.payload)
        elif note.kind == "answer.ended" and note.payload["how"] == "withdrawn":
            self._page.say(turn_words.taken_back())

    def view(self, view: View, now: float) -> None:
        """Show the interview as it stands."""
        self._page.show_view(view, self._saved_s(), now)

    def say(self, text: str) -> None:
        """Show a sentence."""
        self._page.say(text)

    def stands_in(self, missing: Literal["microphone", "loudspeaker"], fault: Fault) -> None:
        """Show that something else takes the place of a device; the start page told why."""
        self._page.say(words.stands_in(missing))
