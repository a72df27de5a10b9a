"""Was it the same sound? Correlation of blocks, and frames found again in a recording."""

from __future__ import annotations

import itertools
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

Samples = npt.NDArray[np.float32]
HZ = 16_000
BLOCK = HZ // 2
FOUND = 0.9
BEHIND = 0.85
"""The same behind the interviewer's voice: the canceller is still at work, which changes sound."""
_NEAR, _FAR = HZ * 30 // 1000, HZ
_LEAST_RMS = 300.0


def load(path: Path) -> Samples:
    """Return a WAV file as mono at 16 kHz."""
    with wave.open(str(path)) as file:
        rate, channels = file.getframerate(), file.getnchannels()
        raw = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32)
    mono = raw.reshape(-1, channels).mean(axis=1)
    return mono if rate == HZ else soxr.resample(mono, rate, HZ)


def samples(pcm: bytes) -> Samples:
    """Return PCM at 16 kHz as samples."""
    return np.frombuffer(pcm, np.int16).astype(np.float32)


def place(played: Samples, heard: Samples) -> int:
    """Return the sample of ``heard`` at which ``played`` begins."""
    lags = _products(heard, played)
    lag = int(np.argmax(lags))
    return lag if lag < len(lags) // 2 else lag - len(lags)


def _products(sound: Samples, block: Samples) -> npt.NDArray[np.float64]:
    """Return the scalar product of a block with a sound, for each shift; the last are below 0."""
    size = 1 << (len(sound) + len(block)).bit_length()
    return np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(block, size)), size)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well the speech of one sound was found again in another.

    Attributes:
        blocks: The correlation of each half second that is at least half speech, in order.
        slips: How often it went on earlier or later than it should: something was held up there.
        behind: How many of the first blocks lie behind the interviewer's voice.
    """

    blocks: tuple[float, ...]
    slips: int
    behind: int = 0

    @property
    def _are_lost(self) -> list[bool]:
        return [
            one < (BEHIND if place < self.behind else FOUND)
            for place, one in enumerate(self.blocks)
        ]

    @property
    def lost(self) -> int:
        """How many blocks were not found."""
        return sum(self._are_lost)

    @property
    def most_lost_in_a_row(self) -> int:
        """How many blocks in a row were not found at most."""
        rows = itertools.groupby(self._are_lost)
        return max((len([*row]) for is_lost, row in rows if is_lost), default=0)


def find(said: Samples, heard: Samples, behind_s: float = 0.0) -> Likeness:
    """Look for the speech of one sound in another, block by block, each aligned by itself.

    A block is looked for within 30 ms of where it belongs; if it is not there, within a second.
    Where it is found then, the rest belongs too.

    Args:
        said: The one.
        heard: The other.
        behind_s: So much of the first lies behind the interviewer's voice, in seconds.
    """
    behind = 0
    around = np.pad(heard, _FAR + BLOCK)
    shift, blocks, slips = place(said, heard) + _FAR + BLOCK, list[float](), 0
    for start in range(0, len(said) - BLOCK + 1, BLOCK):
        block = said[start : start + BLOCK]
        if _share_of_speech(block) < 0.5:
            continue
        is_behind = start < behind_s * HZ
        behind += is_behind
        best, _ = _best(block, around, shift + start, _NEAR)
        if best < (BEHIND if is_behind else FOUND):
            far, at = _best(block, around, shift + start, _FAR)
            if far >= FOUND:
                best, shift, slips = far, at - start, slips + 1
        blocks.append(best)
    return Likeness(tuple(blocks), slips, behind)


def assert_same(one: Samples, other: Samples, *, gaps: int = 0, behind_s: float = 0.0) -> None:
    """Check that two recordings hold the same speech, all of it, in order, once.

    A machine that is late makes gaps: a stream runs dry, silence is heard, and the rest comes
    later. Each may spoil two blocks, and let the sound go on later, earlier again, and once more
    where it is the later part that was aligned first; but none takes away more than a second, and
    what it leaves is the sound itself.

    Args:
        one: A recording.
        other: The other.
        gaps: How many gaps the machine made.
        behind_s: So much of both lies behind the interviewer's voice, in seconds: the canceller
            that was at work there changes the sound.
    """
    ways = (("first in second", one, other), ("second in first", other, one))
    for way, said, heard in ways:
        like = find(said, heard, behind_s)
        assert like.blocks, f"{way}: nobody speaks"
        assert np.median(like.blocks) >= 0.95, f"{way}: it is another sound: {like}"
        assert like.lost <= 2 * gaps, f"{way}: lost, with {gaps} gaps: {like}"
        assert like.slips <= 3 * gaps, f"{way}: held up, with {gaps} gaps: {like}"
        assert like.most_lost_in_a_row <= 2, f"{way}: no gap is that long: {like}"


def _share_of_speech(block: Samples) -> float:
    frames = block[: len(block) // 320 * 320].reshape(-1, 320)
    return float(np.mean(np.sqrt(np.mean(frames**2, axis=1)) > _LEAST_RMS))


def _best(block: Samples, around: Samples, at: int, slack: int) -> tuple[float, int]:
    """Return the best correlation of a block near a place, and where that is."""
    first = min(max(at - slack, 0), len(around) - len(block))
    stretch = around[first : at + slack + len(block)]
    if len(stretch) < len(block):
        return 0.0, at
    powers = np.concatenate([[0.0], np.cumsum(stretch.astype(np.float64) ** 2)])
    energy = powers[len(block) :] - powers[: -len(block)]
    loud = np.sqrt(np.maximum(energy, 1.0) * np.sum(block.astype(np.float64) ** 2))
    likeness = _products(stretch, block)[: len(energy)] / loud
    best = int(np.argmax(likeness))
    return float(likeness[best]), first + best


def recorded(path: Path) -> bytes:
    """Return the samples of a recording, as bytes."""
    with wave.open(str(path)) as file:
        return file.readframes(file.getnframes())
