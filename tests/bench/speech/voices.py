"""The voices as prompts, each with its labels."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from tests.bench.speech.labels import RATE_HZ, STEP, STEP_S, Flags, Samples, label, rms, spans

SPEAKERS = ("en f", "es f", "fr f", "it m", "it f", "ru f", "misc")
"""One scene each. ``it f`` has no sound above 4 kHz, ``misc`` has several speakers."""

_SHORTEST_S, _LONGEST_S = 1.6, 9.0
_LONGEST_GAP_S = 0.6  # within a prompt: the pauses between prompts are what is measured
_EDGE = 6  # labels kept around speech, with its soft ends
_LONE_SPEAKERS = 7


@dataclass(frozen=True)
class Prompt:
    """A sentence at its own level, from 60 ms before its first label to 60 ms behind its last."""

    samples: Samples
    labels: Flags

    @cached_property
    def active_rms(self) -> float:
        """The level of what is labelled speech."""
        return rms(self.samples[np.repeat(self.labels, STEP)])


class Voices:
    """What ``decode.py`` wrote."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._recordings = {
                voice: [
                    one.astype(np.float32) / np.float32(32768)
                    for one in np.split(
                        stored[f"{voice}/samples"], np.cumsum(stored[f"{voice}/lengths"])[:-1]
                    )
                ]
                for voice in (*SPEAKERS, "music")
            }
        self._prompts: dict[str, list[Prompt]] = {}

    def prompts(self, voice: str) -> list[Prompt]:
        """Return the usable prompts of one voice."""
        if voice not in self._prompts:
            cut = [_cut(samples) for samples in self._recordings[voice]]
            self._prompts[voice] = [one for one in cut if one]
        return self._prompts[voice]

    def music(self, seconds: float, random: np.random.Generator) -> Samples:
        """Return a piece of one of the recordings, repeated if need be."""
        piece = self._recordings["music"][random.integers(len(self._recordings["music"]))]
        wanted = round(seconds * RATE_HZ)
        begin = random.integers(len(piece))
        return np.resize(np.roll(piece, -begin), wanted)

    def babble(self, seconds: float, but: str, random: np.random.Generator) -> Samples:
        """Return seven voices at once, none of them ``but``, with a little of a room's sound."""
        wanted = round(seconds * RATE_HZ)
        others = [voice for voice in SPEAKERS if voice != but]
        mixed = np.zeros(wanted, np.float32)
        for n in range(_LONE_SPEAKERS):
            pool = self.prompts(others[n % len(others)])
            talk: list[Samples] = []
            while sum(map(len, talk)) < wanted:
                one = pool[random.integers(len(pool))]
                talk.append(one.samples / one.active_rms)
            mixed += np.concatenate(talk)[:wanted]
        tail = random.standard_normal(RATE_HZ // 5) * np.exp(-np.arange(RATE_HZ // 5) / 800)
        room = np.concatenate(([1.0], 0.05 * tail))
        length = 1 << (wanted + len(room)).bit_length()  # quick to transform
        spectrum = np.fft.rfft(mixed, length) * np.fft.rfft(room, length)
        return np.fft.irfft(spectrum, length)[:wanted].astype(np.float32)


def _cut(samples: Samples) -> Prompt | None:
    """Return the prompt within its edges, or None if its length or its gaps do not fit."""
    flags = label(samples)
    found = spans(flags)
    if not found:
        return None
    gaps = [after[0] - before[1] for before, after in itertools.pairwise(found)]
    seconds = (found[-1][1] - found[0][0]) * STEP_S
    if not _SHORTEST_S <= seconds <= _LONGEST_S or max(gaps, default=0) * STEP_S > _LONGEST_GAP_S:
        return None
    first, end = max(0, found[0][0] - _EDGE), min(len(flags), found[-1][1] + _EDGE)
    kept = samples[first * STEP : end * STEP].copy()
    fade = np.linspace(0, 1, STEP, dtype=np.float32)
    kept[:STEP] *= fade
    kept[-STEP:] *= fade[::-1]
    return Prompt(kept, flags[first:end])
