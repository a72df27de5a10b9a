"""Blocks on their way from the audio thread to the loop.

One thread puts, one thread takes, and neither waits for the other: ``deque.append`` and
``popleft`` are atomic in CPython, so there is no lock that a busy loop could hold while the sound
device waits. The ring is a minute deep. A loop that is blocked for many seconds therefore loses
nothing; it finds the blocks, each with the time at which the device delivered it.

A microphone that offers no mono puts blocks of several channels. They are mixed by ``take``, on
the loop's side, because the callback does no arithmetic.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from app.audio.callback_times import CallbackTimes

RATE_HZ = 48_000
"""The rate of every stream that we open."""
BLOCK_SAMPLES = 960
"""Samples in one block: 20 ms."""
BLOCK_S = BLOCK_SAMPLES / RATE_HZ
BLOCK_BYTES = 2 * BLOCK_SAMPLES
"""Bytes in one block of one channel, int16."""


class Block(NamedTuple):
    """What the device delivered in one callback.

    Attributes:
        stamp: ``time.perf_counter()`` in the callback, in seconds.
        pcm: 960 mono int16 samples at 48 kHz, 1,920 bytes.
    """

    stamp: float
    pcm: bytes


class BlockRing:
    """Holds the microphone's blocks until the loop takes them.

    When the ring is full the *newest* block is dropped and counted: only the audio thread may
    decide that without a lock, and what lies in the ring stays whole. The gap shows in the stamps.

    Args:
        capacity_blocks: How many blocks of 20 ms it holds; the default is 60 s.

    Attributes:
        blocks_in: Blocks put, dropped ones included. Written by the audio thread only.
        overruns: Blocks dropped because the ring was full. Written by the audio thread only.
        input_overflows: Callbacks in which the device said that it had lost sound before the
            block. Written by the audio thread only.
        callback_times: How long the callbacks took. Written by the audio thread only.
    """

    def __init__(self, capacity_blocks: int = 3000) -> None:
        assert capacity_blocks > 0
        self._capacity_blocks = capacity_blocks
        self._blocks: deque[Block] = deque()
        self.blocks_in = 0
        self.overruns = 0
        self.input_overflows = 0
        self.callback_times = CallbackTimes()

    def put(self, stamp: float, pcm: bytes) -> None:
        """Add one block. Audio thread only.

        Args:
            stamp: Seconds on ``time.perf_counter``.
            pcm: Interleaved int16 at 48 kHz: 1,920 bytes for each channel.
        """
        self.blocks_in += 1
        if len(self._blocks) >= self._capacity_blocks:
            self.overruns += 1
            return
        self._blocks.append(Block(stamp, pcm))

    def take(self) -> list[Block]:
        """Return all blocks that have come, oldest first, and forget them. Loop thread only."""
        waiting = len(self._blocks)  # what comes meanwhile is for the next call
        return [_mono(self._blocks.popleft()) for _ in range(waiting)]


def _mono(block: Block) -> Block:
    if len(block.pcm) == BLOCK_BYTES:
        return block
    channels = np.frombuffer(block.pcm, np.int16).reshape(BLOCK_SAMPLES, -1)
    return Block(block.stamp, channels.mean(axis=1).astype(np.int16).tobytes())
