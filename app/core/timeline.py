"""Which frame is this? Blocks of the microphone on one timeline of 20 ms frames.

The timeline runs with the clock throughout the session. A device delivers one block each 20 ms of
its own clock; so long as it does, indices rise by one and the device's clock is the timeline. Two
things break that:

* Blocks stop coming and later go on (a suspended source, a reopened device): the index advances by
  the clock, and what lies between is a gap.
* Blocks were held back and come in a burst (a daemon that was frozen and thaws): they are older
  than their stamps say, each by one block length more than the one behind it.

On the first block after a silence one cannot know which it is, so blocks are held for as long as
they arrive faster than they can have been captured, at most ``SETTLE_S``; then they are back-dated
from whichever of them came with the least delay. Blocks stamped on time pass at once, however late
the loop takes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import FRAME_S, REPLY_HZ, Played

STALL_S = 0.3
"""Silence of the device that makes the next blocks doubtful. PulseAudio's bursts reach 0.2 s."""
SETTLE_S = 0.1
"""How long doubtful blocks are held after the newest of them, in seconds."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its place: the index of its frame and its true capture time in seconds."""

    index: int
    t: float
    pcm: bytes


class Timeline:
    """Gives blocks of 20 ms their indices.

    Args:
        origin: The time of index 0, in seconds.
    """

    def __init__(self, origin: float) -> None:
        self._next = 0
        self._newest_t = origin  # capture time of the newest block placed
        self._origin = origin
        self._doubtful: list[tuple[float, bytes]] = []

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
        by_clock = round((first_t - self._origin) / FRAME_S) - 1
        self._next = max(self._next, by_clock)
        return [self._place(first_t + n * FRAME_S, pcm) for n, (_, pcm) in enumerate(held)]

    def _place(self, t: float, pcm: bytes) -> Placed:
        self._newest_t = max(t, self._newest_t)
        placed = Placed(self._next, self._newest_t, pcm)
        self._next += 1
        return placed


class ReplyTrack:
    """Where on the timeline the interviewer's sound lies, in samples at 24 kHz.

    A reply lies where its first sample was heard and runs on from there without a hole, so what was
    heard can be read back as it was; never over the reply before it.

    Args:
        origin: The time of index 0, in seconds.
    """

    def __init__(self, origin: float) -> None:
        self._origin = origin
        self._reply = 0
        self._base = 0
        self._end = 0

    def place(self, played: Played) -> int:
        """Return the place of the first sample of a piece that was played."""
        if played.reply != self._reply:
            self._reply = played.reply
            by_clock = round((played.t - self._origin) * REPLY_HZ)
            self._base = max(by_clock - played.first, self._end)
        at = max(self._base + played.first, self._end)
        self._end = at + played.samples
        return at
