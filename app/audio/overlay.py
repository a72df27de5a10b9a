"""What is mixed over the sound that plays: short tones, each to be heard soon or never.

The loop puts a sound in, the audio thread takes it block by block; they share one deque without a
lock. A sound whose time has passed is dropped: a loudspeaker that stood still for a while must not
tell of a key that was pressed before.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from app.audio.ring import BLOCK_BYTES, BLOCK_S

_MOST_BLOCKS = 100
"""Two seconds. More waits only where no loudspeaker takes it, and would be dropped by then."""


class _Block(NamedTuple):
    by: float
    pcm48: bytes


class Overlay:
    """Holds the blocks that wait to be mixed in."""

    def __init__(self) -> None:
        self._blocks: deque[_Block] = deque(maxlen=_MOST_BLOCKS)

    def put(self, pcm48: bytes, by: float) -> None:
        """Queue a sound behind those that wait. Loop thread only.

        Args:
            pcm48: Mono int16 at 48 kHz.
            by: It is dropped unless heard by then, in seconds on the clock of ``mix``.
        """
        cuts = range(0, len(pcm48), BLOCK_BYTES)
        self._blocks.extend(
            _Block(by + n * BLOCK_S, pcm48[at : at + BLOCK_BYTES].ljust(BLOCK_BYTES, b"\x00"))
            for n, at in enumerate(cuts)
        )

    def mix(self, pcm48: bytes, heard_at: float) -> bytes:
        """Return a block with what waits mixed over it. Audio thread only.

        Args:
            pcm48: 960 mono int16 samples at 48 kHz.
            heard_at: When its first sample will be heard, in seconds.
        """
        while self._blocks and self._blocks[0].by < heard_at:
            self._blocks.popleft()
        if not self._blocks:
            return pcm48
        ours, theirs = self._blocks.popleft().pcm48, np.frombuffer(pcm48, np.int16)
        both = theirs.astype(np.int32) + np.frombuffer(ours, np.int16)
        mixed: bytes = np.clip(both, -32768, 32767).astype(np.int16).tobytes()
        return mixed
