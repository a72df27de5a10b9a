"""The record as the engine sees it: events of the core, on the clock of the core."""

from __future__ import annotations

from app.core.actions import Note
from app.core.events import FRAME_S, Played
from app.core.timeline import ReplyTrack
from app.store.record import InterviewRecord


class Keeper:
    """Puts what the engine gives into the record. Loop thread only; nothing blocks.

    Args:
        record: The record.
        origin: The time of frame 0, in seconds on the engine's clock.
    """

    def __init__(self, record: InterviewRecord, origin: float) -> None:
        self._record = record
        self._origin = origin
        self._track = ReplyTrack()

    @property
    def saved_s(self) -> float:
        """How much of the timeline is safe on disk, in seconds."""
        return self._record.saved_frames * FRAME_S

    def keep_frame(self, index: int, pcm: bytes) -> None:
        """Keep a frame of the candidate."""
        self._record.keep_frame(index, pcm)

    def keep_played(self, played: Played, pcm: bytes, at_s: float) -> None:
        """Keep a piece of the interviewer where it was heard, in seconds on the timeline."""
        self._record.keep_played(self._track.place(played, at_s), pcm)

    def note(self, note: Note, at: float) -> None:
        """Keep an event of the journal, at this time of the clock in seconds."""
        self._record.note(note.kind, note.payload, at - self._origin)

    def frames_at_hand(self, first: int, count: int) -> bytes | None:
        """Return the same if they are in memory, else None."""
        return self._record.frames_at_hand(first, count)

    async def read_frames(self, first: int, count: int) -> bytes:
        """Return frames of the candidate for sending: 640 bytes each."""
        return await self._record.read_frames(first, count)
