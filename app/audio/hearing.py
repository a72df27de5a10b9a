"""From the microphone's blocks to frames with a place, a score and a level.

    ring -> timeline (which block is this?) -> 16 kHz -> echo out -> score
                                                                   -> silence if muted -> level

What is said while muted is scored apart, so that the candidate can be told of it; the sound goes
nowhere, and the score of what comes after begins anew.

The resampler holds back a part of the newest block, so a frame comes out with the block after it.
Where the device left a gap, silence pushes out what was held, and the next frame begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from app.audio.echo import EchoPath
from app.audio.level import level_dbfs
from app.audio.resample import FRAME_BYTES, MicResampler
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BlockRing
from app.audio.score import SpeechScore
from app.core.events import MicFrame
from app.core.timeline import Placed, Timeline

_SILENCE_BLOCK = bytes(BLOCK_BYTES)
_SILENCE_FRAME = bytes(FRAME_BYTES)


class Heard(NamedTuple):
    """A frame and its sound: 640 bytes, mono int16 at 16 kHz."""

    frame: MicFrame
    pcm: bytes


class Hearing:
    """Takes blocks from a ring and makes frames of them. Loop thread only.

    Args:
        ring: Where the blocks come from.
        origin: The time of frame 0, in seconds on ``time.perf_counter``.
        echo: Takes the interviewer's sound out; None where the microphone cannot hear it.
        tap: Is shown the blocks ("raw", 48 kHz) and what is left without the echo ("cancelled",
            16 kHz); or None.
    """

    def __init__(
        self,
        ring: BlockRing,
        origin: float,
        echo: EchoPath | None = None,
        tap: Callable[[str, bytes], None] | None = None,
    ) -> None:
        self._ring = ring
        self._echo = echo
        self._tap = tap
        self._timeline = Timeline(origin)
        self._resampler = MicResampler()
        self._score = SpeechScore()
        self._next_block = 0
        self._next_frame = 0
        self._is_blank = False  # whether the newest block was exact zeros: most of the next frame
        self._was_muted = False

    @property
    def deadline(self) -> float | None:
        """When ``take`` has something to give although no block comes, or None."""
        return self._timeline.deadline

    def take(self, now: float, *, muted: bool) -> list[Heard]:
        """Return the frames that are whole now, oldest first.

        Args:
            now: Seconds on ``time.perf_counter``.
            muted: Put silence in their place.
        """
        placed = [one for block in self._ring.take() for one in self._timeline.put(*block)]
        placed += self._timeline.settle(now)
        return [heard for one in placed for heard in self._hear(one, muted=muted)]

    def _hear(self, block: Placed, *, muted: bool) -> list[Heard]:
        frames: list[Heard] = []
        if block.index != self._next_block:
            held = self._resampler.feed(_SILENCE_BLOCK)[:1] if self._next_block else []
            frames += [self._frame(pcm, block.t, muted=muted) for pcm in held]
            self._resampler.reset()
            self._score.reset()
            if self._echo is not None:
                self._echo.restart(block.t)
            self._next_frame = block.index
        self._next_block = block.index + 1
        if self._tap is not None:
            self._tap("raw", block.pcm)
        whole = self._resampler.feed(block.pcm)
        frames += [self._frame(pcm, block.t, muted=muted) for pcm in whole]
        self._is_blank = block.pcm == _SILENCE_BLOCK
        return frames

    def _frame(self, raw: bytes, t: float, *, muted: bool) -> Heard:
        index, self._next_frame = self._next_frame, self._next_frame + 1
        if self._was_muted and not muted:
            self._score.reset()  # what was said while muted lends it nothing
        self._was_muted = muted
        captured_at = t - BLOCK_S
        pcm = raw if self._echo is None else self._echo.clean(raw, captured_at)
        if self._tap is not None:
            self._tap("cancelled", pcm)
        score = self._score.feed(pcm)
        sound, score, muted_score = (_SILENCE_FRAME, 0.0, score) if muted else (pcm, score, 0.0)
        level = level_dbfs(sound)
        return Heard(MicFrame(index, captured_at, score, level, self._is_blank, muted_score), sound)
