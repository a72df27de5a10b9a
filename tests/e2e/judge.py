"""Was it the same sound? Correlation of blocks, and frames found again in a recording."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

Samples = npt.NDArray[np.float32]
HZ = 16_000
BLOCK = HZ // 2
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
    size = 1 << (len(played) + len(heard)).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    lags = np.fft.irfft(spectrum, size)
    lag = int(np.argmax(lags))
    return lag if lag < size // 2 else lag - size


def worst_block(played: Samples, heard: Samples, *, within_ms: float = 30.0) -> float:
    """Return the least correlation of any half second that is at least half speech.

    Each block is aligned by itself, within so many milliseconds of where the whole lies. 1.0 where
    there is no such block.
    """
    at, slack = place(played, heard), round(within_ms / 1000 * HZ)
    worst = 1.0
    for start in range(0, len(played) - BLOCK + 1, BLOCK):
        block = played[start : start + BLOCK]
        if _share_of_speech(block) < 0.5:
            continue
        worst = min(worst, _best(block, heard, at + start, slack))
    return worst


def _share_of_speech(block: Samples) -> float:
    frames = block[: len(block) // 320 * 320].reshape(-1, 320)
    return float(np.mean(np.sqrt(np.mean(frames**2, axis=1)) > _LEAST_RMS))


def _best(block: Samples, heard: Samples, at: int, slack: int) -> float:
    first, last = max(at - slack, 0), min(at + slack, len(heard) - len(block))
    if last < first:
        return 0.0
    stretch = heard[first : last + len(block)]
    products = np.correlate(stretch, block, "valid")
    energy = np.sqrt(np.convolve(stretch**2, np.ones(len(block), np.float32), "valid"))
    scale = energy * np.sqrt(np.sum(block**2))
    return float(np.max(products / np.maximum(scale, 1e-9)))


def recorded(path: Path) -> bytes:
    """Return the samples of a recording, as bytes."""
    with wave.open(str(path)) as file:
        return file.readframes(file.getnframes())
