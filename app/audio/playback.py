"""What the loudspeaker plays next, and what it has played.

The loop queues a reply's sound as it comes; the audio thread pulls one block of 20 ms each time.
They share one object, the *line* of waiting blocks, without a lock: the loop appends to it, the
audio thread pops from it. A flush puts a new, empty line in its place. The audio thread sees at its
next block that the line is another one, lets what was playing fade within 5 ms (a hard cut
clicks), and from then on is silent. The stream stays open, so the cut costs at most one block and
what the device itself holds; whoever makes the device throw that away says until when it was heard.

Every block that is pulled comes back to the loop as a ``Played``, once it is being heard: which
samples of which reply, and when. That, not what was queued, is what the candidate heard. What was
thrown away unheard does not come back. A tone that is mixed over it (``cue``) is no part of it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from app.audio.overlay import Overlay
from app.audio.resample import REPLY_HZ, ReplyResampler
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BLOCK_SAMPLES, RATE_HZ

_RATIO = RATE_HZ // REPLY_HZ
_REPLY_BLOCK_BYTES = BLOCK_BYTES // _RATIO
_FADE_SAMPLES = 240  # 5 ms
_FADE = np.linspace(1.0, 0.0, _FADE_SAMPLES, dtype=np.float32)
_SILENCE = bytes(BLOCK_BYTES)


class Played(NamedTuple):
    """A piece of a reply that went to the device.

    Attributes:
        reply: The reply's number.
        first_sample: Where in the reply it begins, in samples at 24 kHz.
        stamp: When its first sample is heard, in seconds on ``time.perf_counter``.
        pcm: Its sound, mono int16 at 24 kHz, for the recording; at most 480 samples.
    """

    reply: int
    first_sample: int
    stamp: float
    pcm: bytes

    @property
    def samples(self) -> int:
        """How many samples at 24 kHz."""
        return len(self.pcm) // 2


class _Waiting(NamedTuple):
    """A block in line: 960 samples for the device, and what they are."""

    pcm48: bytes
    reply: int
    first_sample: int
    pcm24: bytes


class _Line:
    """The blocks in line.

    Attributes:
        blocks: Appended to by the loop, popped by the audio thread.
        expects_more: Whether the reply at the end goes on. Written by the loop only.
        heard_until: What of it was to be heard after this time is not. Written by the loop only.
    """

    def __init__(self) -> None:
        self.blocks: deque[_Waiting] = deque()
        self.expects_more = False
        self.heard_until = math.inf


class _Cutter:
    """Cuts one reply's sound into blocks for the device."""

    def __init__(self, reply: int) -> None:
        self.reply = reply
        self._resampler = ReplyResampler()
        self._pcm24 = b""  # of this and the next, what is in no block yet
        self._pcm48 = b""
        self._first_sample = 0

    def feed(self, pcm24: bytes) -> list[_Waiting]:
        self._pcm24 += pcm24
        self._pcm48 += self._resampler.feed(pcm24)
        return [self._cut() for _ in range(len(self._pcm48) // BLOCK_BYTES)]

    def finish(self) -> list[_Waiting]:
        self._pcm48 += self._resampler.finish()
        blocks = self.feed(b"")
        if self._pcm48:
            blocks.append(self._cut())
        return blocks

    def _cut(self) -> _Waiting:
        pcm48, self._pcm48 = self._pcm48[:BLOCK_BYTES], self._pcm48[BLOCK_BYTES:]
        pcm24 = self._pcm24[: len(pcm48) // _RATIO]
        self._pcm24 = self._pcm24[len(pcm24) :]
        first_sample = self._first_sample
        self._first_sample += len(pcm24) // 2
        return _Waiting(pcm48.ljust(BLOCK_BYTES, b"\x00"), self.reply, first_sample, pcm24)


class Playback:
    """The queue between the loop and a loudspeaker (``Speaker`` or ``SilentSpeaker``).

    Args:
        wake: Called by the audio thread, block by block, while something that was played waits to
            be taken, and when the line ran dry within a reply; such as
            ``lambda: loop.call_soon_threadsafe(take)``.

    Attributes:
        underruns: How often the line ran dry within a reply. Written by the audio thread only.
        on_pulled: Called by the audio thread with each block that it pulls, silence included:
            when its first sample is heard, and its 960 mono int16 samples at 48 kHz. Or None.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._cutter: _Cutter | None = None
        self._line = _Line()
        self._pulled = self._line  # the line that the audio thread saw last; its own
        self._is_sounding = False  # whether its last block was sound; its own
        self._is_held = False  # written by the loop only
        self._played: deque[tuple[_Line, Played]] = deque()
        self._overlay = Overlay()
        self.underruns = 0
        self.on_pulled: Callable[[float, bytes], None] | None = None

    # The loop's side.

    @property
    def queued_s(self) -> float:
        """How much sound is in line, in seconds."""
        return len(self._line.blocks) * BLOCK_S

    @property
    def is_audible(self) -> bool:
        """Whether anything is in line, or at the device and not taken yet by ``take_played``."""
        return bool(self._line.blocks or self._played)

    def play(self, reply: int, pcm24: bytes) -> None:
        """Queue a piece of a reply: mono int16 at 24 kHz, of any length.

        A reply of another number finishes the one before it. A number that was finished or
        flushed begins at its sample 0 again.
        """
        if self._cutter is None or self._cutter.reply != reply:
            self._finish()
            self._cutter = _Cutter(reply)
        self._line.expects_more = True
        self._line.blocks.extend(self._cutter.feed(pcm24))

    def finish(self, reply: int) -> None:
        """Queue the end of a reply: no more of it will come. Nothing if it is not the current."""
        if self._cutter is not None and self._cutter.reply == reply:
            self._finish()

    def flush(self, heard_until: float = math.inf) -> None:
        """Drop all that is queued; the device is given silence from its next block on.

        Args:
            heard_until: When the device throws away what it holds, in seconds on
                ``time.perf_counter``; by default it plays that out.
        """
        self._cutter = None
        self._line.heard_until = heard_until
        self._line = _Line()

    def hold(self, *, on: bool) -> None:
        """Be silent from the next block on and keep what is queued; or go on where it stopped."""
        self._is_held = on

    def cue(self, pcm48: bytes, by: float = math.inf) -> None:
        """Mix a short sound over whatever plays, silence included; nothing of it is reported.

        Args:
            pcm48: Mono int16 at 48 kHz.
            by: It is dropped unless it can be heard by then, in seconds on ``time.perf_counter``.
        """
        self._overlay.put(pcm48, by)

    def take_played(self, by: float = math.inf) -> list[Played]:
        """Return what was heard since the last call, oldest first, and forget it.

        Args:
            by: The time now, in seconds on ``time.perf_counter``: what is heard later stays. By
                default whatever has gone to the device is taken.
        """
        heard = []
        for _ in range(len(self._played)):  # what comes meanwhile is for the next call
            if self._played[0][1].stamp > by:
                break
            line, piece = self._played.popleft()
            if line.heard_until < piece.stamp + BLOCK_S:
                samples = max(0, round((line.heard_until - piece.stamp) * REPLY_HZ))
                piece = piece._replace(pcm=piece.pcm[: 2 * samples])
            heard.append(piece)
        return [piece for piece in heard if piece.samples]

    def _finish(self) -> None:
        if self._cutter is not None:
            self._line.blocks.extend(self._cutter.finish())
            self._line.expects_more = False
            self._cutter = None

    # The audio thread's side.

    def pull(self, heard_at: float) -> bytes:
        """Return the next block: 960 mono int16 samples at 48 kHz. Audio thread only.

        Args:
            heard_at: When its first sample will be heard, in seconds on ``time.perf_counter``.
        """
        pcm = self._overlay.mix(self._next(heard_at), heard_at)
        if self.on_pulled is not None:
            self.on_pulled(heard_at, pcm)
        if self._played:
            self._wake()
        return pcm

    def _next(self, heard_at: float) -> bytes:
        line = self._line  # read once: the loop may put another in its place
        if line is not self._pulled:
            flushed, self._pulled = self._pulled, line
            if self._is_sounding and flushed.blocks:
                return self._fade_out(flushed, heard_at)
        if self._is_held:
            return self._wait(line)
        if not line.blocks:
            return self._be_silent(line)
        block = line.blocks.popleft()
        self._is_sounding = True
        self._report(line, block, block.pcm24, heard_at)
        return block.pcm48

    def _wait(self, line: _Line) -> bytes:
        """Fade into silence; the block that fades stays in line and is played whole later."""
        was_sounding, self._is_sounding = self._is_sounding, False
        return _faded(line.blocks[0].pcm48) if was_sounding and line.blocks else _SILENCE

    def _be_silent(self, line: _Line) -> bytes:
        if self._is_sounding and line.expects_more:
            self.underruns += 1
            self._wake()
        self._is_sounding = False
        return _SILENCE

    def _fade_out(self, flushed: _Line, heard_at: float) -> bytes:
        block = flushed.blocks.popleft()
        self._is_sounding = False
        self._report(flushed, block, block.pcm24[: 2 * _FADE_SAMPLES // _RATIO], heard_at)
        return _faded(block.pcm48)

    def _report(self, line: _Line, block: _Waiting, pcm24: bytes, heard_at: float) -> None:
        played = Played(block.reply, block.first_sample, heard_at, pcm24)
        self._played.append((line, played))


def _faded(pcm48: bytes) -> bytes:
    faded = np.zeros(BLOCK_SAMPLES, np.int16)
    faded[:_FADE_SAMPLES] = np.frombuffer(pcm48, np.int16)[:_FADE_SAMPLES] * _FADE
    return faded.tobytes()
