"""Knows the sample answers by their sound, and nothing else.

The interviewer must never invent a candidate's words. Only a window that *is* one of the
recorded samples in ``resources/answers`` gets a transcription: the text beside the recording.

The samples are cut to blocks of 0.5 s. A window is a sample if every block that holds speech is
found in it as a waveform (normalised cross-correlation), each about where the one before lets
it be expected, and if hardly any sound is left over. Blocks are looked for one by one because a
replay shortens pauses, a resampler shifts by fractions of a sample, and a sound device may lose
a moment; within half a second none of these moves a waveform by much. Other speech, the same
voice with one other word included, fails at its first differing block.

The comparison is made at 8 kHz: at 4 kHz the filter's edge already costs 0.15 of the score.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from app.core.faults import StoreFault
from app.practice.messages import RATE_HZ

_Signal = npt.NDArray[np.float32]

_COARSE_HZ: Final = 8_000
_BLOCK: Final = _COARSE_HZ // 2
_HOPS: Final = 50  # of 10 ms, in a block
_LONGEST_S: Final = 20.0

# How much earlier or later a block may come than where the one before lets it be expected:
# a replay keeps 0.5 s of a pause, and no sample pauses longer than 1 s.
_EARLIER: Final = round(0.6 * _COARSE_HZ)
_LATER: Final = round(0.1 * _COARSE_HZ)

# Measured, lowest block of each (2026-11-23): the samples after resampling to 48 kHz and back,
# a change of gain, half a sample's shift and noise at 20 dB: 0.98. The same voice saying the
# same sentences but for one word: at most 0.48.
_BLOCK_SCORE: Final = 0.75
_EXPLAINED: Final = 0.8
"""Which share of the window's energy the blocks must cover."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Half a second of a sample that holds speech."""

    start: int
    """Where it begins in the sample, at 8 kHz."""
    shape: _Signal
    """Shape (4000,), mean-free, of norm 1."""


@dataclass(frozen=True, slots=True)
class _Sample:
    text: str
    blocks: tuple[_Block, ...]


class SampleAnswers:
    """The recorded answers and their texts.

    Args:
        folder: Where ``*.wav`` (16 kHz, mono, PCM16) lie, each with its ``.txt`` beside it.

    Raises:
        StoreFault: If one of them cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._samples = [_load(path) for path in sorted(folder.glob("*.wav"))]
        except (OSError, EOFError, ValueError, wave.Error) as error:
            raise StoreFault(
                f"A sample answer in {folder} cannot be read. Install the application again."
            ) from error

    def text_of(self, pcm: bytes | None) -> str | None:
        """Return the text of the sample that this sound is, or None.

        Args:
            pcm: PCM16 little-endian mono at 16 kHz; None if it is not at hand.
        """
        if pcm is None or not 1.0 <= len(pcm) / 2 / RATE_HZ <= _LONGEST_S:
            return None
        window = _coarse(pcm)
        if not np.any(window):
            return None
        search = _Search(window)
        return next((one.text for one in self._samples if search.holds(one.blocks)), None)


class _Search:
    """Looks for blocks in one window.

    Args:
        window: At 8 kHz, shape (n,), n > 4000, not all zero.
    """

    def __init__(self, window: _Signal) -> None:
        self._window = window
        self._size = 1 << (window.size + _BLOCK - 1).bit_length()
        self._spectrum = np.fft.rfft(window, self._size)
        energy = np.concatenate(([0.0], np.cumsum(np.square(window, dtype=np.float64))))
        self._total = float(energy[-1])
        # Where the window is next to silent any shape fits: the floor lets such places score 0.
        self._norms = np.sqrt(energy[_BLOCK:] - energy[:-_BLOCK] + 1e-6 * self._total)

    def holds(self, blocks: tuple[_Block, ...]) -> bool:
        """Whether all blocks are there, in order, and little else."""
        covered = np.zeros(self._window.size, dtype=bool)
        first, last = 0, self._norms.size
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            score, at = self._best(block, first, last)
            if score < _BLOCK_SCORE:
                return False
            covered[at : at + _BLOCK] = True
            if following is not None:
                expected = at + following.start - block.start
                first, last = max(0, expected - _EARLIER), expected + _LATER
        explained = float(np.sum(np.square(self._window[covered], dtype=np.float64)))
        return explained >= _EXPLAINED * self._total

    def _best(self, block: _Block, first: int, last: int) -> tuple[float, int]:
        """Return the best score in [-1, 1] from ``first`` to before ``last``, and its place."""
        product = self._spectrum * np.conj(np.fft.rfft(block.shape, self._size))
        found = np.fft.irfft(product, self._size)[: self._norms.size]
        scores = (found / self._norms)[first:last]
        if not scores.size:
            return -1.0, first
        best = int(np.argmax(scores))
        return float(scores[best]), first + best


def _load(path: Path) -> _Sample:
    with wave.open(str(path), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE_HZ, 1, 2):
            raise ValueError(f"{path.name} is not 16 kHz mono PCM16")
        if file.getnframes() < RATE_HZ:
            raise ValueError(f"{path.name} is shorter than a second")
        signal = _coarse(file.readframes(file.getnframes()))
    text = path.with_suffix(".txt").read_text(encoding="utf-8").strip()
    return _Sample(text, tuple(_blocks(signal)))


def _blocks(signal: _Signal) -> Iterator[_Block]:
    """Cut to blocks; the last one ends where the signal ends. Keep those that hold speech."""
    starts = [*range(0, signal.size - _BLOCK, _BLOCK), signal.size - _BLOCK]
    energies = [_energy(signal[start : start + _BLOCK]) for start in starts]
    speech = 1e-3 * max(float(np.max(energy)) for energy in energies)  # 30 dB below the loudest
    for start, energy in zip(starts, energies, strict=True):
        if np.mean(energy > speech) >= 0.5:
            yield _Block(start, _unit(signal[start : start + _BLOCK]))


def _energy(block: _Signal) -> _Signal:
    """Return the energy of each 10 ms, shape (50,)."""
    energy: _Signal = np.mean(np.square(block.reshape(_HOPS, -1)), axis=1)
    return energy


def _unit(block: _Signal) -> _Signal:
    centred: _Signal = block - block.mean()
    return centred / np.float32(np.linalg.norm(centred))


def _coarse(pcm: bytes) -> _Signal:
    """Return PCM16 of 16 kHz as mean-free float at 8 kHz, shape (n,)."""
    samples = np.frombuffer(pcm, dtype="<i2", count=len(pcm) // 2).astype(np.float32)
    coarse: _Signal = soxr.resample(samples, RATE_HZ, _COARSE_HZ, quality="MQ")
    centred: _Signal = coarse - coarse.mean()
    return centred
