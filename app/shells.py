"""What the engine needs of the shells, as they must be to fit: nothing here does anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import app.core.actions as act
import app.core.events as ev
from app.core.outgoing import Audio, Outgoing
from app.core.view import View


class LiveLink(Protocol):
    """An open connection."""

    async def send(self, item: Outgoing, pcm: bytes) -> None:
        """Hand an item to the socket; raise LinkFault if the connection is gone."""

    def send_at_once(self, item: Audio, pcm: bytes) -> bool:
        """Hand sound to the socket if that needs no waiting; False if it does, or is in vain."""

    def receive(self, epoch: int) -> AsyncIterator[ev.Event]:
        """Yield what the server sends; raise LinkFault in the end."""


class Transport(Protocol):
    """Opens connections; raises LinkFault and nothing else."""

    def open(self, request: act.Connect) -> AbstractAsyncContextManager[LiveLink]:
        """Open a connection, and abort it on leaving."""

    def abort(self) -> None:
        """End the socket that may be open or opening, now."""


class Sound(Protocol):
    """The sound device, both ways. None of its calls blocks."""

    @property
    def deadline(self) -> float | None:
        """When ``heard`` has something to give although nothing wakes us, in seconds, or None."""

    def heard(self, *, muted: bool) -> Sequence[tuple[ev.MicFrame, bytes]]:
        """Return the frames captured since the last call, with their sound."""

    def played(self) -> Sequence[tuple[ev.Played, bytes]]:
        """Return what was played since the last call, with its sound at 24 kHz."""

    def obey(self, action: act.SoundAction) -> None:
        """Carry out an action of microphone or loudspeaker."""


class Record(Protocol):
    """What is kept. None of its calls blocks."""

    def keep_frame(self, index: int, pcm: bytes) -> None:
        """Keep a frame of the candidate."""

    def keep_played(self, played: ev.Played, pcm: bytes, at_s: float) -> None:
        """Keep a piece of the interviewer where it was heard, in seconds on the timeline."""

    def note(self, note: act.Note, at: float) -> None:
        """Keep an event of the journal, at this time of the clock in seconds."""

    def frames_at_hand(self, first: int, count: int) -> bytes | None:
        """Return the same as ``read_frames`` if that needs no waiting, else None."""

    async def read_frames(self, first: int, count: int) -> bytes:
        """Return frames of the candidate that were kept; raise StoreFault."""


class Observer(Protocol):
    """Who looks on: a screen, lines of JSON, counters."""

    def event(self, event: ev.Event, now: float) -> None:
        """Look at what happened."""

    def note(self, note: act.Note, now: float) -> None:
        """Look at what is written into the journal."""

    def view(self, view: View, now: float) -> None:
        """Look at the interview as it stands; 4 to 30 times a second."""
