"""Noise of seven kinds at a root mean square of one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.bench.speech.labels import RATE_HZ, Samples, rms
from tests.bench.speech.voices import Voices

KINDS = ("white", "pink", "hum", "fan", "keyboard", "music", "babble")


def noise(kind: str, seconds: float, but: str, voices: Voices, seed: int) -> Samples:
    """Return noise of a kind.

    Args:
        kind: One of ``KINDS``.
        seconds: How long.
        but: The voice that babble must not have.
        voices: Where babble and music come from.
        seed: The same noise for the same seed.
    """
    random = np.random.default_rng(seed)
    if kind == "babble":
        return _unit(voices.babble(seconds, but, random))
    if kind == "music":
        return _unit(voices.music(seconds, random))
    count = round(seconds * RATE_HZ)
    if kind == "keyboard":
        return _keyboard(count, random)
    made = {"white": _white, "pink": _pink, "hum": _hum, "fan": _fan}[kind](count, random)
    return _unit(made)


def _unit(samples: Samples) -> Samples:
    return (samples / rms(samples)).astype(np.float32)


def _white(count: int, random: np.random.Generator) -> Samples:
    return random.standard_normal(count).astype(np.float32)


def _shaped(
    count: int, random: np.random.Generator, gain: Callable[[np.ndarray], np.ndarray]
) -> Samples:
    length = 1 << (count - 1).bit_length()  # quick to transform
    spectrum = np.fft.rfft(random.standard_normal(length))
    frequencies = np.fft.rfftfreq(length, 1 / RATE_HZ)
    return np.fft.irfft(spectrum * gain(frequencies), length)[:count].astype(np.float32)


def _pink(count: int, random: np.random.Generator) -> Samples:
    return _shaped(count, random, lambda hz: 1 / np.sqrt(np.maximum(hz, 20)))


def _hum(count: int, random: np.random.Generator) -> Samples:
    t = np.arange(count) / RATE_HZ
    tones = [
        np.sin(2 * np.pi * 50 * n * t + random.uniform(0, 2 * np.pi)) / n
        for n in (1, 2, 3, 4, 5, 7, 9)
    ]
    made: Samples = np.sum(tones, axis=0).astype(np.float32)
    return made


def _fan(count: int, random: np.random.Generator) -> Samples:
    air = _unit(_shaped(count, random, lambda hz: 1 / (1 + (hz / 400) ** 2)))
    t = np.arange(count) / RATE_HZ
    blades = 0.3 * np.sin(2 * np.pi * 118 * t) + 0.2 * np.sin(2 * np.pi * 236 * t)
    return air + blades.astype(np.float32)


def _keyboard(count: int, random: np.random.Generator) -> Samples:
    """Bursts of 4 to 11 keys a second; the root mean square is that while there is typing."""
    made = np.zeros(count + RATE_HZ, np.float32)
    typing = np.zeros(count + RATE_HZ, bool)
    at = random.uniform(0, 0.5)
    while at < count / RATE_HZ:
        end, rate = at + random.uniform(1, 4), random.uniform(4, 11)
        typing[int(at * RATE_HZ) : int(end * RATE_HZ)] = True
        while at < end:
            loud = random.uniform(0.5, 1)
            _click(made, at, loud, random)
            _click(made, at + random.uniform(0.06, 0.11), 0.4 * loud, random)
            at += random.uniform(0.6, 1.4) / rate
        at = end + random.uniform(0.3, 1.5)
    made, typing = made[:count], typing[:count]
    return (made / rms(made[typing])).astype(np.float32)


def _click(made: Samples, at: float, loud: float, random: np.random.Generator) -> None:
    """Add a key's press or release: a burst of 40 ms around a frequency of the key's own."""
    count = RATE_HZ // 25
    first = int(at * RATE_HZ)
    if first + count > len(made):
        return
    t = np.arange(count) / RATE_HZ
    decay = np.exp(-t / random.uniform(0.003, 0.009))
    body = np.sin(2 * np.pi * random.uniform(200, 600) * t)
    hiss = np.diff(random.standard_normal(count + 1))
    made[first : first + count] += (loud * decay * (hiss + 0.5 * body)).astype(np.float32)
