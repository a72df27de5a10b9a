"""What sound is made of on the way between a device and us: blocks of 20 ms."""

from __future__ import annotations

from typing import NamedTuple

RATE_HZ = 48_000
"""The rate of every stream that we open, unless its device refuses it."""
BLOCK_SAMPLES = 960
"""Samples in one block: 20 ms."""
BLOCK_S = BLOCK_SAMPLES / RATE_HZ
BLOCK_BYTES = 2 * BLOCK_SAMPLES
"""Bytes in one block of one channel, int16."""


class Block(NamedTuple):
    """What a microphone delivered in one callback.

    Attributes:
        stamp: ``time.perf_counter()`` in the callback, in seconds.
        pcm: Int16: 960 mono samples at 48 kHz, 1,920 bytes, unless another form is named.
    """

    stamp: float
    pcm: bytes
