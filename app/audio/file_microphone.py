"""A recording in the microphone's place: the same blocks, at the same pace, into the same ring.

It never ends, as no microphone does: where no clip plays it delivers silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from app.audio.pace import PacedThread
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BlockRing
from app.audio.wav import read_clip

_SILENCE = bytes(BLOCK_BYTES)


class FileMicrophone:
    """Delivers each clip once it is cued, and silence in between; used as ``Capture`` is.

    For ``--mic FILE`` cue all at once and the clips follow each other from the start; for the
    sample answers cue each when its question has been asked. While it is closed nothing plays on.

    Args:
        paths: WAV files, read here and now.
        ring: Where the blocks go.
        wake: Called after each block, by the thread that stands in for the audio thread. Not
            called after ``close``.

    Attributes:
        notes: What was converted, a sentence each.
        finished: Never True: it has no device to lose.

    Raises:
        InputFault: If a file cannot be used.
    """

    finished = False

    def __init__(self, paths: Sequence[Path], ring: BlockRing, wake: Callable[[], None]) -> None:
        clips = [read_clip(path) for path in paths]
        self.notes = [note for clip in clips for note in clip.notes]
        self._ring = ring
        self._wake = wake
        self._clips = [clip.pcm for clip in clips]
        self._cued = 0  # how many clips may play; written by the loop thread only
        self._clip = 0  # which one plays; this and the next are the pacing thread's
        self._at = 0
        self._thread = PacedThread("file-microphone", BLOCK_S, self._deliver)

    @property
    def exhausted(self) -> bool:
        """Whether every clip has been delivered to its end."""
        return self._clip == len(self._clips)

    def cue(self) -> None:
        """Let the next clip begin, after the one that plays; nothing if there is none left."""
        self._cued = min(self._cued + 1, len(self._clips))

    def cue_all(self) -> None:
        """Let all clips play, one after another."""
        self._cued = len(self._clips)

    def open(self) -> Future[None]:
        """Begin or go on to deliver."""
        self._thread.start()
        return _done()

    def close(self) -> Future[None]:
        """Deliver nothing until it is opened again."""
        self._thread.stop()
        return _done()

    def _deliver(self, due: float) -> None:
        self._ring.put(due, self._next_block())
        self._wake()

    def _next_block(self) -> bytes:
        if self._clip >= self._cued:
            return _SILENCE
        pcm = self._clips[self._clip]
        block = pcm[self._at : self._at + BLOCK_BYTES]
        self._at += BLOCK_BYTES
        if self._at >= len(pcm):
            self._clip, self._at = self._clip + 1, 0
        return block.ljust(BLOCK_BYTES, b"\x00")


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future
