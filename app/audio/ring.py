"""Blocks on their way from the audio thread to the loop.

One thread puts, one thread takes, and neither waits for the other: ``deque.append`` and
``popleft`` are atomic in CPython, so there is no lock that a busy loop could hold while the sound
device waits. The ring is a minute deep. A loop that is blocked for many seconds therefore loses
nothing; it finds the blocks, each with the time at which the device delivered it.

A microphone that offers no mono, or not 48 kHz, puts blocks of its own form. ``take`` brings them
into ours, on the loop's side, because the callback does no arithmetic.
"""

from __future__ import annotations

from collections import deque

from app.audio.block import BLOCK_BYTES, BLOCK_S, BLOCK_SAMPLES, RATE_HZ, Block
from app.audio.callback_times import CallbackTimes
from app.audio.device_rate import FromDevice

__all__ = ["BLOCK_BYTES", "BLOCK_S", "BLOCK_SAMPLES", "RATE_HZ", "Block", "BlockRing"]


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
        self._blocks: deque[tuple[Block, int]] = deque()
        self._form = FromDevice()
        self.blocks_in = 0
        self.overruns = 0
        self.input_overflows = 0
        self.callback_times = CallbackTimes()

    def put(self, stamp: float, pcm: bytes, samples: int = BLOCK_SAMPLES) -> None:
        """Add one block. Audio thread only.

        Args:
            stamp: Seconds on ``time.perf_counter``.
            pcm: 20 ms of interleaved int16, of any number of channels.
            samples: How many of each channel.
        """
        self.blocks_in += 1
        if len(self._blocks) >= self._capacity_blocks:
            self.overruns += 1
            return
        self._blocks.append((Block(stamp, pcm), samples))

    def take(self) -> list[Block]:
        """Return all blocks that have come, oldest first, and forget them. Loop thread only."""
        waiting = len(self._blocks)  # what comes meanwhile is for the next call
        taken = [self._form.take(*self._blocks.popleft()) for _ in range(waiting)]
        return [block for blocks in taken for block in blocks]
