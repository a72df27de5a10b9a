"""The record of one interview while it runs: what the engine speaks to.

    keep_frame   the candidate's 20 ms frames by index      -> candidate.wav, 16 kHz
    keep_played  the interviewer's sound where it was heard -> interviewer.wav, 24 kHz
    note         what happened, at which second             -> journal.db
    read_frames  what must be sent (again), by index

One timeline: index n is sample 320 n of the candidate's file and sample 480 n of the
interviewer's. Whatever the network does, each of these calls only hands over to the writer
thread: what was given is on disk within 1 s (law 5), and ``saved_frames`` tells how far.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.core.faults import StoreFault
from app.store.disk import refusal
from app.store.files import InterviewFiles
from app.store.journal import Json
from app.store.recent import FRAME_SAMPLES, RecentFrames
from app.store.schema import check, prepare
from app.store.writer import Note, Sound, Writer

# A minute in memory: longer than nearly every answer, so that a replay seldom needs the file.
RECENT_FRAMES = 60 * 50


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the record is doing.

    Args:
        queue_items: Items that wait for the writer thread.
        oldest_s: Age in seconds of the oldest item not yet safe on disk; about 0.5 at most on a
            disk that keeps up.
        written_events: Events written, of which ``saved_events`` are safe.
        saved_events: Events that a power cut would leave.
        written_frames: The candidate's frames written, without gaps.
        saved_frames: As ``InterviewRecord.saved_frames``.
        saved_played_samples: The interviewer's timeline in samples, as far as it is safe.
        lost_items: Items that came after the disk had failed, or found no room.
    """

    queue_items: int
    oldest_s: float
    written_events: int
    saved_events: int
    written_frames: int
    saved_frames: int
    saved_played_samples: int
    lost_items: int


class InterviewRecord:
    """Keeps one interview. Making it blocks; its methods are the loop thread's and do not.

    Args:
        folder: The interview's own, from ``DataFolder.new_session``.
        on_fault: Called if the disk fails, in any thread: hop to the loop first.
        past_frames: Where the timeline of an interview that is gone on with continues, from
            ``recovery.recover``; None for a new interview.
        utc_now: The wall clock, for people who read the journal.

    Raises:
        StoreFault: If the files cannot be made.
    """

    def __init__(
        self,
        folder: Path,
        *,
        on_fault: Callable[[StoreFault], None],
        past_frames: int | None = None,
        utc_now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self._utc_now = utc_now
        prepare()  # it takes a part of a second, which the loop does not have
        self._files = InterviewFiles(folder, exists=past_frames is not None)
        self._writer = Writer(self._files, on_fault=on_fault)
        self._recent = RecentFrames(RECENT_FRAMES, begin=past_frames or 0)

    def keep_frame(self, index: int, pcm: bytes) -> None:
        """Keep one frame of the candidate: 640 bytes, 16 kHz, its index above all before."""
        self._recent.add(index, pcm, saved=self.saved_frames)
        self._writer.put(Sound(self._files.candidate, index * FRAME_SAMPLES, pcm))

    def keep_played(self, sample: int, pcm: bytes) -> None:
        """Keep sound of the interviewer that was really played.

        Args:
            sample: Where it began to play: sample of the 24 kHz timeline, not before the end of
                what was kept last.
            pcm: Mono int16, little-endian, 24 kHz.
        """
        self._writer.put(Sound(self._files.interviewer, sample, pcm))

    def note(self, kind: str, payload: Mapping[str, Json], at_s: float) -> None:
        """Append one event to the journal.

        Args:
            kind: What happened, such as "answer.ended".
            payload: As ``core/entries.py`` says; what must change together is one event.
            at_s: Seconds since the session began.
        """
        wall = self._utc_now().isoformat(timespec="milliseconds")
        # ASCII, since a server's text can hold half a surrogate pair, which UTF-8 cannot; and now,
        # so that the caller may change the payload afterwards.
        check(kind, payload)
        text = json.dumps(payload, allow_nan=False, separators=(",", ":"))
        self._writer.put(Note(round(at_s * 1000), wall, kind, text))

    @property
    def saved_frames(self) -> int:
        """Index of the first frame that is not yet safe on disk."""
        return self._files.candidate.saved_samples // FRAME_SAMPLES

    def frames_at_hand(self, first: int, count: int) -> bytes | None:
        """Return the same as ``read_frames`` if memory holds them all, else None."""
        assert 0 <= first <= first + count <= self._recent.next, "frames not yet given"
        return self._recent.read(first, count) if first >= self._recent.first else None

    async def read_frames(self, first: int, count: int) -> bytes:
        """Return the candidate's frames by index; zeros where none was delivered.

        The newest minute comes from memory without giving up the loop; what is older comes from
        the file, in a worker thread.

        Args:
            first: Index of the first frame.
            count: How many; the last of them must have been given.

        Returns:
            640 bytes for each frame.

        Raises:
            StoreFault: If the file can no longer be read.
        """
        assert 0 <= first <= first + count <= self._recent.next, "frames not yet given"
        from_file = min(count, max(0, self._recent.first - first))
        # Read before the first await: meanwhile more may move from memory to the file alone.
        newest = (
            b"" if from_file == count else self._recent.read(first + from_file, count - from_file)
        )
        if not from_file:
            return newest
        try:
            oldest = await asyncio.to_thread(
                self._files.candidate.read, first * FRAME_SAMPLES, from_file * FRAME_SAMPLES
            )
        except OSError as error:
            raise refusal(f"The recording in {self.folder} cannot be read", error) from error
        return oldest + newest

    async def save(self) -> None:
        """Return when everything given so far is safe on disk.

        Raises:
            StoreFault: If the disk has failed.
        """
        await asyncio.wrap_future(self._writer.save())

    def statistics(self) -> Statistics:
        """Return the figures of now."""
        backlog = self._writer.backlog
        return Statistics(
            queue_items=backlog.items,
            oldest_s=backlog.oldest_s,
            written_events=self._files.journal.appended,
            saved_events=self._files.journal.committed,
            written_frames=self._files.candidate.written_samples // FRAME_SAMPLES,
            saved_frames=self.saved_frames,
            saved_played_samples=self._files.interviewer.saved_samples,
            lost_items=self._writer.lost_items + self._writer.refused_items,
        )

    async def close(self, timeout_s: float = 10.0) -> None:
        """Save the rest and close the files; nothing can be kept afterwards.

        Raises:
            StoreFault: If the disk does not take the rest in time.
        """
        await asyncio.to_thread(self._writer.close, timeout_s)
