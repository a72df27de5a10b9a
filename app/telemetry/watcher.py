"""Looks on at the interview and counts.

microphone block to socket: from the stamp of the block that completed a frame to the moment at
    which the socket had taken it, for frames that left one by one
end of speech to first audio: from the decision that an utterance is over to the moment at
    which the reply's first sample is heard
"""

from __future__ import annotations

from app.core.actions import Note
from app.core.events import FRAME_S, Event, Left, MicFrame, Played
from app.core.outgoing import Audio
from app.core.view import View
from app.telemetry.counters import Counters


class Watcher:
    """Feeds the counters."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._newest = (0, 0.0)  # frame, and when its block came
        self._asked_at: float | None = None

    def event(self, event: Event, now: float) -> None:
        """Measure what has a length."""
        match event:
            case MicFrame(index, t):
                self._newest = (index, t + FRAME_S)
            case Left(_, Audio(_, first, 1)) if first == self._newest[0]:
                self._counters.block_to_socket.add(max(0.0, now - self._newest[1]))
            case Played(_, 0, _, t) if self._asked_at is not None:
                self._counters.speech_end_to_audio.add(max(0.0, t - self._asked_at))
                self._asked_at = None
            case _:
                pass

    def note(self, note: Note, now: float) -> None:
        """An utterance's end is where the wait for a reply begins."""
        if note.kind == "utterance.ended":
            self._asked_at = now

    def view(self, view: View, now: float) -> None:
        """Note how much waits to be sent, in frames."""
        self._counters.note_depth("outbox", round(view.link.to_send_s / FRAME_S))
