"""When is the block that a loudspeaker pulls now heard?

What a device holds is not what it claimed when it was opened: it grows by 5 to 20 ms whenever
the sound server and we are late together, stays so, and adds up (PulseAudio; measured). Right
after a gap it holds less, and is filled by blocks that are pulled all at once.

Each callback tells how long its block will take. How that *changes* follows the truth to 5 ms, but
for a second after such a moment it can be 20 ms wrong. So blocks are counted, 20 ms each, and the
middle of what the last of them told is where the count begins. A step that no jitter explains is a
gap: the count begins anew.

What is told from the beginning is more than what is claimed, by what the sound server works ahead:
up to 50 ms with a null sink, whose monitor hears its sound so much before it is "played". There the
claim is right, to a millisecond (measured). A device that tells of much more knows better: a
Bluetooth headset holds 0.2 s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Protocol

from app.audio.block import BLOCK_S

_BLOCKS = 25  # half a second
_STEP_S = 0.03
"""A step: what was told wrongly was wrong by 20 ms at most, and a gap costs more than a block."""
_AHEAD_S = 0.055
"""What is told from the beginning and the claim may lie so far apart before the claim is wrong."""
_MOST_S = 2.0
"""A device that tells of more, or of less than nothing, does not know."""


class CallbackTime(Protocol):
    """What PortAudio tells with each block, in seconds on a clock of its own."""

    currentTime: float  # noqa: N815 - PortAudio's name
    outputBufferDacTime: float  # noqa: N815 - PortAudio's name


class SoundsAt:
    """Places the blocks of a loudspeaker in time, from its opening on. One thread only."""

    def __init__(self) -> None:
        self._began: deque[float] = deque(maxlen=_BLOCKS)  # number 0, by each of the last blocks
        self._blocks = 0
        self._first: list[float] = []  # what it told that it held, after it was opened
        self._ahead_s = 0.0

    def next(self, now: float, time: CallbackTime, latency_s: float, *, gap: bool) -> float:
        """Return when the first sample of the next block is heard, on the clock of ``now``.

        Args:
            now: When it is pulled, in seconds.
            time: What PortAudio tells of it.
            latency_s: What the device claims to hold.
            gap: The device says that it had gone without sound before.
        """
        holds_s = time.outputBufferDacTime - time.currentTime
        told = now + (holds_s if self._tells(holds_s, latency_s) else latency_s + self._ahead_s)
        since_s = self._blocks * BLOCK_S
        if gap or (self._began and abs(told - since_s - _middle(self._began)) > _STEP_S):
            self._began.clear()
        self._began.append(told - since_s)
        self._blocks += 1
        return _middle(self._began) + since_s - self._ahead_s

    def _tells(self, holds_s: float, latency_s: float) -> bool:
        """Learn from it what is told beyond the claim; return whether anything is told."""
        if not 0 <= holds_s <= _MOST_S:
            return False
        if len(self._first) < _BLOCKS:
            self._first.append(holds_s)
            ahead_s = _middle(self._first) - latency_s
            self._ahead_s = ahead_s if abs(ahead_s) <= _AHEAD_S else 0.0
        return any(self._first)  # one that does not tell says 0, as does one that is empty


def _middle(values: Iterable[float]) -> float:
    ranked = sorted(values)
    return ranked[len(ranked) // 2]
