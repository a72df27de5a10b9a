"""A recording in the microphone's place: the same blocks, at the same pace, into the same ring.

It never ends, as no microphone does. Where no clip plays, and where a clip is digitally silent, it
delivers the faintest noise, as any microphone does: exact zeros mean one that is blocked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import numpy as np

from app.audio.pace import PacedThread
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BlockRing
from app.audio.wav import read_clip

T = TypeVar("T")

_ZEROS = bytes(BLOCK_BYTES)
_SILENCE = np.random.default_rng(1).integers(-1, 2, BLOCK_BYTES // 2, np.int16).tobytes()
"""Noise of one bit, -92 dBFS."""


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
        self._name = paths[0].name
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

    def open(self, _device: str | None = None) -> Future[str]:
        """Begin or go on to deliver; the future holds the name of the first file."""
        self._thread.start()
        return _done(self._name)

    def close(self) -> Future[None]:
        """Deliver nothing until it is opened again."""
        self._thread.stop()
        return _done(None)

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
        block = block.ljust(BLOCK_BYTES, b"\x00")
        return _SILENCE if block == _ZEROS else block


def _done(result: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(result)
    return future
