"""What the loudspeaker was given, laid beside what the microphone captures.

An echo canceller wants, with each frame of the microphone, the sound that may echo in it: up to
500 ms older than its echo, and never younger. A block is taken to sound when the loudspeaker's
callback pulls it. That is as early as can be, whatever latency a device claims, so the echo always
comes later: by what both devices hold back and the way through the room.

Both streams run on clocks of their own, and their callbacks come late or in bursts. So a block's
place is its number; the clock only tells where number 0 lies. For the microphone that is where its
least delayed blocks say, for the loudspeaker where its latest do: a device that pulls in bursts
holds at least a burst, and what it pulls late must be there when its echo may come. The two are
compared twice a second, and corrected where they drift apart: in silence if possible, because a
canceller takes every step for another room. Where a loudspeaker ran dry, the hole is put in here
as well; what it was made to throw away is taken out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from app.audio.resample import FRAME_BYTES, FRAME_HZ, FRAME_SAMPLES, Resampler
from app.audio.ring import BLOCK_S, RATE_HZ

_SILENCE = bytes(FRAME_BYTES)
_CAPACITY_BLOCKS = 3000  # 60 s: as long as the microphone's ring
_STALL_S = 0.3  # as the microphone's timeline has it
_LOOK_EVERY = 25  # frames
_WINDOW_BLOCKS = 250  # 5 s
_LEAD = FRAME_HZ // 100  # 10 ms: an echo at once is none that a canceller can follow (measured)
_FIRST_PULLS = 25  # a device fills itself when it starts: 0.5 s say nothing of its pace
_SURE_BLOCKS = 100  # 2 s
_STEP = FRAME_HZ // 100  # 10 ms, in silence or while little is known
_LEAP = 6 * _STEP  # 60 ms, at once
_QUIET_FRAMES = 30  # 0.6 s: no echo of the loudspeaker is on its way any more
_HOLE_S = 0.025
"""So much more from one block to the next than a block takes: the device ran dry. So much less: it
was made to throw away what it held. What jitter leaves is 20 ms."""
_REST_S = 0.008
_REST_BLOCKS = 25
"""How long a hole was is told in two steps (measured), the second of 8 to 18 ms within 0.1 s."""
_KEPT_BYTES = 50 * FRAME_BYTES  # behind the present place: a step back finds it still there


class _Pull(NamedTuple):
    number: int
    stamp: float
    pcm48: bytes
    hole_s: float  # so long was nothing heard before it; or so much before it was thrown away


class _Holes:
    """Finds where nothing was heard between two blocks. Audio thread only.

    Attributes:
        count: How many there were, thrown away sound apart.
    """

    def __init__(self) -> None:
        self.count = 0
        self._next_at: float | None = None  # when the next block is heard if there is no hole
        self._since_blocks = _REST_BLOCKS  # since the last

    def before(self, heard_at: float) -> float:
        """Return the seconds before the block that is heard then; below 0 is sound thrown away."""
        step_s = 0.0 if self._next_at is None else heard_at - self._next_at
        self._next_at = heard_at + BLOCK_S
        self._since_blocks += 1
        if abs(step_s) > _HOLE_S:
            self._since_blocks = 0
            self.count += step_s > 0
            return step_s
        return step_s if step_s > _REST_S and self._since_blocks <= _REST_BLOCKS else 0.0


class _Pace:
    """When would number 0 have been, by the clock?"""

    def __init__(self, late: float) -> None:
        self._late = late  # which of the offsets counts, from 0 for the least delayed to 1
        self._offsets: deque[float] = deque(maxlen=_WINDOW_BLOCKS)

    def add(self, number: float, stamp: float) -> None:
        self._offsets.append(stamp - number * BLOCK_S)

    @property
    def is_sure(self) -> bool:
        """Whether it has seen enough to know how late blocks come."""
        return len(self._offsets) >= _SURE_BLOCKS

    @property
    def origin(self) -> float | None:
        """The time of number 0 in seconds, or None while nothing is known."""
        ranked = sorted(self._offsets)
        return ranked[round((len(ranked) - 1) * self._late)] if ranked else None


class _Pulled:
    """The loudspeaker's sound since it last began, at 16 kHz. Loop thread only."""

    def __init__(self) -> None:
        self._resampler = Resampler(RATE_HZ, FRAME_HZ)
        self.pace = _Pace(0.9)
        self._pcm = bytearray()
        self._gone = 0  # bytes before those
        self._first = self._next = 0
        self._holes_s = 0.0
        self._newest = 0.0

    def add(self, pull: _Pull) -> bool:
        """Take a block; return whether it began anew with this one."""
        is_new = pull.number != self._next or pull.stamp - self._newest > _STALL_S
        if is_new:
            self._begin(pull.number)
        elif pull.hole_s:
            self._put_hole(pull.hole_s)
        self._next, self._newest = pull.number + 1, pull.stamp
        count = pull.number - self._first
        if count >= _FIRST_PULLS:
            self.pace.add(count + self._holes_s / BLOCK_S, pull.stamp)
        self._pcm += self._resampler.feed(pull.pcm48)
        return is_new

    def cut(self, at: int) -> bytes:
        """Return the frame from this sample on, with silence for what there is not."""
        begin = 2 * at - self._gone
        end = begin + FRAME_BYTES
        piece = bytes(self._pcm[max(0, begin) : max(0, end)])
        if begin < 0:
            piece = piece.rjust(min(FRAME_BYTES, max(0, end)), b"\x00")
        drop = begin - _KEPT_BYTES
        if drop > _KEPT_BYTES:
            self._gone += min(drop, len(self._pcm))
            del self._pcm[:drop]
        return piece.ljust(FRAME_BYTES, b"\x00")

    def _put_hole(self, seconds: float) -> None:
        size = 2 * round(abs(seconds) * FRAME_HZ)
        if seconds > 0:
            self._pcm += bytes(size)
        else:
            size = -min(size, len(self._pcm))
            del self._pcm[len(self._pcm) + size :]
        self._holes_s += size / 2 / FRAME_HZ

    def _begin(self, number: int) -> None:
        self._resampler.reset()
        self.pace = _Pace(0.9)
        self._pcm.clear()
        self._gone, self._first, self._holes_s = 0, number, 0.0


class Reference:
    """Takes what the loudspeaker pulls, gives what belongs to a frame of the microphone.

    Args:
        clock: ``time.perf_counter``, which stamps the microphone's blocks too.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._ring: deque[_Pull] = deque(maxlen=_CAPACITY_BLOCKS)
        self._puts = 0  # the audio thread's
        self._holes = _Holes()  # its own too
        self._pulled = _Pulled()
        self._captured = _Pace(0.1)
        self._frames = 0
        self._lag: int | None = None  # how many samples the loudspeaker's count is ahead
        self._quiet_frames = 0

    def put(self, heard_at: float, pcm48: bytes) -> None:
        """Take a block as ``Playback.on_pulled`` gives it. Audio thread only."""
        hole_s = self._holes.before(heard_at)
        self._ring.append(_Pull(self._puts, self._clock(), pcm48, hole_s))
        self._puts += 1

    @property
    def holes(self) -> int:
        """How often the loudspeaker ran dry: how long its sound takes is not certain then."""
        return self._holes.count

    def restart(self, t: float) -> None:
        """Forget the microphone's pace: the next frame comes after a gap.

        Args:
            t: About when that frame was captured; what was pulled long before is dropped.
        """
        self._captured = _Pace(0.1)
        self._frames, self._lag = 0, None
        while self._ring and self._ring[0].stamp < t - 1.0:
            self._ring.popleft()

    def frame(self, t: float) -> bytes:
        """Return what may echo in the next frame of the microphone: 640 bytes at 16 kHz.

        Args:
            t: When that frame's last sample was captured, by the stamp of its block.
        """
        for _ in range(len(self._ring)):
            if self._pulled.add(self._ring.popleft()):
                self._lag = None
        self._captured.add(self._frames, t)
        if self._lag is None or self._frames % _LOOK_EVERY == 0:
            self._align()
        at, self._frames = self._frames * FRAME_SAMPLES, self._frames + 1
        piece = _SILENCE if self._lag is None else self._pulled.cut(at + self._lag)
        self._quiet_frames = self._quiet_frames + 1 if piece == _SILENCE else 0
        return piece

    def _align(self) -> None:
        captured, pulled = self._captured.origin, self._pulled.pace.origin
        if captured is None or pulled is None:
            return
        # A microphone's block is stamped at its end, a loudspeaker's at its beginning.
        lag = round((captured - BLOCK_S - pulled) * FRAME_HZ) + _LEAD
        apart = abs(lag - self._lag) if self._lag is not None else _LEAP + 1
        may_step = self._quiet_frames >= _QUIET_FRAMES or not self._pulled.pace.is_sure
        if apart > _LEAP or (apart > _STEP and may_step):
            self._lag = lag
