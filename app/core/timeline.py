"""Which frame is this? Blocks of the microphone on one timeline of 20 ms frames.

The timeline runs with the clock throughout the session. A device delivers one block each 20 ms of
its own clock; so long as it does, indices rise by one and the device's clock is the timeline. Two
things break that:

* Blocks stop coming and later go on (a suspended source, a reopened device): the index advances by
  the clock, less what the device's clock has drifted until then, and what lies between is a gap.
* Blocks were held back and come in a burst (a daemon that was frozen and thaws): they are older
  than their stamps say, each by one block length more than the one behind it.

On the first block after a silence one cannot know which it is, so blocks are held for as long as
they arrive faster than they can have been captured, at most ``SETTLE_S``; then they are back-dated
from whichever of them came with the least delay. Blocks stamped on time pass at once, however late
the loop takes them.

Two clocks drift apart: by 100 millionths in bad cases, which is 0.36 s in an hour. What the
interviewer says comes with times of our clock and lies beside what the candidate said meanwhile, so
``MicClock`` says where on the timeline a time lies.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import FRAME_S, REPLY_HZ, Played

STALL_S = 0.3
"""Silence of the device that makes the next blocks doubtful. PulseAudio's bursts reach 0.2 s."""
SETTLE_S = 0.1
"""How long doubtful blocks are held after the newest of them, in seconds."""
HOLE_S = 0.25
"""A reply that goes on so much later than it would have has a hole, where it was silent."""
_LEAK = 0.001
"""A late frame hides the drift of a slow clock; so fast does the estimate follow without it."""
_MOST_DRIFT = 300e-6
"""No clock of a device is worse; whatever looks so is late."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its place: the index of its frame and its true capture time in seconds."""

    index: int
    t: float
    pcm: bytes


class MicClock:
    """Where on the timeline lies a time of our clock? Told by the frames near to it.

    A frame is never stamped too early, and at times too late: so the earliest count, over the last
    seconds. Over a gap the timeline may shift against our clock, and it begins anew.

    Attributes:
        offset: Our clock's time at the timeline's second 0, as of the newest frame.
    """

    def __init__(self) -> None:
        self.offset = 0.0
        self._next: int | None = None

    def begin(self, origin: float) -> None:
        """Until a frame comes, frame 0 is captured from ``origin`` on, in seconds."""
        self.offset = origin

    def hear(self, index: int, t: float) -> None:
        """Take a frame whose last sample was captured at ``t``, in seconds."""
        offset = t - (index + 1) * FRAME_S
        is_next = index == self._next
        self.offset = min(self.offset + _LEAK * FRAME_S, offset) if is_next else offset
        self._next = index + 1

    def at_s(self, t: float) -> float:
        """Return where on the timeline this time lies, in seconds."""
        return t - self.offset


class Timeline:
    """Gives blocks of 20 ms their indices.

    Args:
        origin: The time of index 0, in seconds.
    """

    def __init__(self, origin: float) -> None:
        self._next = 0
        self._newest_t = origin  # capture time of the newest block placed
        self._origin = origin  # of index 0 by our clock, corrected by the device's drift
        self._doubtful: list[tuple[float, bytes]] = []
        self._clock = MicClock()
        self._began = (origin, 0.0)  # the present run of blocks: when, and its offset then

    @property
    def deadline(self) -> float | None:
        """When held blocks are placed, if no further one comes."""
        return self._doubtful[-1][0] + SETTLE_S if self._doubtful else None

    def put(self, stamp: float, pcm: bytes) -> list[Placed]:
        """Take one block, stamped when the device delivered it; return those now placed."""
        placed = self.settle(stamp)  # what a timer would have done that a stalled loop kept back
        if self._doubtful:
            is_on_time = stamp - self._doubtful[-1][0] >= FRAME_S * 0.75
            self._doubtful.append((stamp, pcm))
            return self._place_doubtful() if is_on_time else []
        if self._next == 0 or stamp - self._newest_t > STALL_S:
            self._doubtful.append((stamp, pcm))
            return placed
        return [*placed, self._place(stamp, pcm)]

    def settle(self, now: float) -> list[Placed]:
        """Place the held blocks if their time has come."""
        deadline = self.deadline
        return [] if deadline is None or now < deadline else self._place_doubtful()

    def _place_doubtful(self) -> list[Placed]:
        held, self._doubtful = self._doubtful, []
        # No block is younger than its stamp, so the earliest that any of them allows is the truth.
        first_t = min(stamp - n * FRAME_S for n, (stamp, _) in enumerate(held))
        if self._next:
            self._origin += self._drift_s
        by_clock = round((first_t - self._origin) / FRAME_S) - 1
        self._next = max(self._next, by_clock)
        placed = [self._place(first_t + n * FRAME_S, pcm) for n, (_, pcm) in enumerate(held)]
        self._began = self._newest_t, self._clock.offset
        return placed

    @property
    def _drift_s(self) -> float:
        """How much the device's clock has fallen behind ours in the present run, in seconds."""
        began_t, offset = self._began
        most_s = _MOST_DRIFT * (self._newest_t - began_t)
        return max(-most_s, min(most_s, self._clock.offset - offset))

    def _place(self, t: float, pcm: bytes) -> Placed:
        self._newest_t = max(t, self._newest_t)
        placed = Placed(self._next, self._newest_t, pcm)
        self._clock.hear(placed.index, placed.t)
        self._next += 1
        return placed


class ReplyTrack:
    """Where on the timeline the interviewer's sound lies, in samples at 24 kHz.

    A reply lies where its first sample was heard and runs on from there, so what was heard can be
    read back as it was: without a hole, unless it was silent for a while; never over the reply
    before it.
    """

    def __init__(self) -> None:
        self._reply = 0
        self._base = 0
        self._end = 0

    def place(self, played: Played, at_s: float) -> int:
        """Return the place of the first sample of a piece that was played.

        Args:
            played: The piece.
            at_s: Where on the timeline it was heard, in seconds.
        """
        base = round(at_s * REPLY_HZ) - played.first
        if played.reply != self._reply or base - self._base > HOLE_S * REPLY_HZ:
            self._reply = played.reply
            self._base = base
        at = max(self._base + played.first, self._end)
        self._end = at + played.samples
        return at
