"""Between a device's own rate and channels and our blocks: 20 ms of mono at 48 kHz.

A device that refuses 48 kHz or mono is opened as it is: a Bluetooth headset whose microphone is in
use runs at 16 kHz or 8, many a Windows device at 44.1 kHz and nothing else. Its blocks are 20 ms
all the same, so the count of their samples tells the rate.

Of several channels the mean is taken, and those that hold nothing but exact zeros do not count: a
headset's one microphone in a stereo stream would come out at half its level.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from app.audio.block import BLOCK_BYTES, BLOCK_S, BLOCK_SAMPLES, RATE_HZ, Block
from app.audio.resample import Resampler

BLOCKS_HZ = round(1 / BLOCK_S)
"""A rate has to be a multiple of this, so that a block is whole: 11,025 Hz is none."""
_GAP_S = 0.3
"""What comes so long after the block before is not joined to it. PulseAudio's bursts reach 0.2."""


class FromDevice:
    """Takes blocks as a microphone delivers them, gives them in our form. One thread only.

    Of a device at another rate a block comes out up to 40 ms later than at ours, at 8 kHz 60.
    """

    def __init__(self) -> None:
        self._samples = 0  # in a block of the device, as long as it runs
        self._resampler: Resampler | None = None
        self._rest = b""
        self._stamp = 0.0

    def take(self, block: Block, samples: int) -> list[Block]:
        """Return the blocks that are whole now, oldest first.

        Args:
            block: What the device delivered: interleaved int16.
            samples: How many of each channel.
        """
        pcm = mono(block.pcm, samples)
        if samples == BLOCK_SAMPLES:
            self._samples = samples
            return [Block(block.stamp, pcm)]
        is_new = samples != self._samples or block.stamp - self._stamp > _GAP_S
        if is_new or self._resampler is None:
            self._samples, self._rest = samples, b""
            self._resampler = Resampler(samples * BLOCKS_HZ, RATE_HZ)
        self._stamp = block.stamp
        pcm = self._rest + self._resampler.feed(pcm)
        count = len(pcm) // BLOCK_BYTES
        self._rest = pcm[count * BLOCK_BYTES :]
        return [
            Block(
                block.stamp - (count - 1 - number) * BLOCK_S,
                pcm[number * BLOCK_BYTES : (number + 1) * BLOCK_BYTES],
            )
            for number in range(count)
        ]


class ToDevice:
    """Fills the blocks of a loudspeaker of another rate or with more channels. One thread only."""

    def __init__(self) -> None:
        self._samples = 0
        self._resampler: Resampler | None = None
        self._rest = b""

    def fill(self, pull: Callable[[], bytes], samples: int, channels: int) -> bytes:
        """Return a block: interleaved int16.

        Args:
            pull: Gives our next block; called as often as it takes.
            samples: How many of each channel the device wants.
            channels: How many of them.
        """
        if samples == BLOCK_SAMPLES:
            return _spread(pull(), channels)
        if samples != self._samples or self._resampler is None:
            self._samples, self._rest = samples, b""
            self._resampler = Resampler(RATE_HZ, samples * BLOCKS_HZ)
        while len(self._rest) < 2 * samples:
            self._rest += self._resampler.feed(pull())
        pcm, self._rest = self._rest[: 2 * samples], self._rest[2 * samples :]
        return _spread(pcm, channels)


def mono(pcm: bytes, samples: int) -> bytes:
    """Return the mean of the channels that hold anything.

    Args:
        pcm: Interleaved int16.
        samples: How many of each channel.
    """
    if len(pcm) == 2 * samples:
        return pcm
    channels: npt.NDArray[np.int16] = np.frombuffer(pcm, np.int16).reshape(samples, -1)
    sounding = channels[:, channels.any(axis=0)]
    if not sounding.size:
        return bytes(2 * samples)
    mean: npt.NDArray[np.int16] = sounding.mean(axis=1).astype(np.int16)
    return mean.tobytes()


def _spread(pcm: bytes, channels: int) -> bytes:
    if channels == 1:
        return pcm
    return np.repeat(np.frombuffer(pcm, np.int16), channels).tobytes()
