"""How much of what is played arrives in the microphone, and how much of that is taken out?

Power against power, over a stretch that holds the whole sound and all of its echo, so that nothing
has to be laid side by side. What the room and the microphone add is measured just before the
loudspeaker begins, and taken off. Where the rest is small beside it, there is no telling.

What the canceller leaves is weighed whole, the room's noise in it too, as that is suppressed by a
share nobody knows: the figure is the least that is taken out.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

_FLOOR_BLOCKS = 25  # 0.5 s of the room alone are enough to know it
_RISES = 10 ** (2 / 10)  # 2 dB: so much a room's noise may change by itself
_MOST_DB = 60.0  # what is left is digital silence, or nearly
_CAPACITY_BLOCKS = 3000  # 60 s: whoever does not listen so long has no use for it


class EchoGauge:
    """Listens to both; only sound after ``begin`` counts."""

    def __init__(self) -> None:
        self._pulled: deque[bytes] = deque(maxlen=_CAPACITY_BLOCKS)
        self.begin()

    def begin(self) -> None:
        """Begin anew: the loudspeaker is silent now, and no echo is on its way."""
        self._pulled.clear()
        self._floor: list[float] = []
        self._far = self._near = 0.0  # summed powers of blocks, from the first sound on
        self._left = 0.0  # of frames, likewise
        self._blocks = self._frames = 0

    def put(self, _heard_at: float, pcm48: bytes) -> None:
        """Take a block as ``Playback.on_pulled`` gives it. Audio thread only."""
        self._pulled.append(pcm48)

    def hear(self, pcm48: bytes) -> None:
        """Take a block of the microphone as the device gave it."""
        for _ in range(len(self._pulled)):
            self._far += _power(self._pulled.popleft())
        if self._far:
            self._near += _power(pcm48)
            self._blocks += 1
        else:
            self._floor.append(_power(pcm48))

    def keep(self, pcm16: bytes) -> None:
        """Take what the canceller left of the microphone: 640 bytes at 16 kHz."""
        if self._far:
            self._left += _power(pcm16)
            self._frames += 1

    @property
    def arrives_db(self) -> float | None:
        """The echo's level against what was played; None if the room's noise hides it."""
        echo = self._echo()
        return None if echo is None else 10 * math.log10(echo * self._blocks / self._far)

    @property
    def taken_out_db(self) -> float | None:
        """How much of the echo is taken out, at least, in [0, 60] dB; None where none arrives."""
        echo = self._echo()
        if echo is None or not self._frames:
            return None
        left = max(self._left / self._frames, 1e-9)
        return min(_MOST_DB, max(0.0, 10 * math.log10(echo / left)))

    def _echo(self) -> float | None:
        """Return its power for a block, or None where the room's noise hides it."""
        if not self._blocks or len(self._floor) < _FLOOR_BLOCKS:
            return None
        near, floor = self._near / self._blocks, sum(self._floor) / len(self._floor)
        return near - floor if near > _RISES * floor else None


def _power(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, np.int16).astype(np.float32)
    return float(samples @ samples) / len(samples)
