"""Answers with known pauses, and the conditions under which a microphone hears them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.bench.speech.labels import RATE_HZ, STEP, STEP_S, Flags, Samples
from tests.bench.speech.noise import noise
from tests.bench.speech.voices import Prompt, Voices

PAUSES_S = {
    "speech": (0.15, 0.9),
    "uniform": (0.15, 1.5),
    "long": (1.2, 1.5),
    "thinking": (1.0, 3.0),
}
"""Pauses between the prompts of an answer, uniform within the limits."""

ANSWERS = 6
ACTIVE_DBFS = -26.0
NOISE_ONLY_S = 180.0
_BEFORE_S = 4.0
_AFTER_S = 6.0  # more than the longest wait and 1.5 s
_SELF_NOISE_DBFS = -70.0


@dataclass(frozen=True)
class Answer:
    """Seconds of the scene: where speech begins and ends, and each prompt in it."""

    onset: float
    end: float
    prompts: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Speech:
    """Clean answers, their labels of 10 ms each."""

    clean: Samples
    labels: Flags
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Condition:
    """What the microphone hears beside the voice.

    Attributes:
        kind: Of noise, or "" for none.
        snr_db: Active speech to noise.
        group: Which conditions are judged together.
        active_dbfs: How loud speech comes in.
        offset: Direct current, as a part of full scale.
        step_db: By how much the noise is softer in the first half.
    """

    kind: str = ""
    snr_db: float = 0.0
    group: str = "easy"
    active_dbfs: float = ACTIVE_DBFS
    offset: float = 0.0
    step_db: float = 0.0

    @property
    def name(self) -> str:
        """Say it in a word or three."""
        more = f" at {self.active_dbfs:.0f} dBFS" * (self.active_dbfs != ACTIVE_DBFS)
        more += " and DC" * (self.offset != 0) + " after a step" * (self.step_db != 0)
        return (f"{self.kind} {self.snr_db:.0f}" if self.kind else "clean") + more


_STATIONARY = ("white", "pink", "hum", "fan")
CONDITIONS = (
    Condition(),
    *(Condition(kind, snr) for kind in _STATIONARY for snr in (30, 20)),
    Condition("keyboard", 30),
    *(Condition(kind, snr, "hard") for kind in _STATIONARY for snr in (10, 5)),
    *(Condition("keyboard", snr, "hard") for snr in (20, 10, 5)),
    *(Condition("babble", snr, "babble") for snr in (30, 20, 10, 5)),
    *(Condition("music", snr, "music") for snr in (20, 10)),
    *(Condition("fan", 20, "level", active_dbfs=level) for level in (-40, -50, -6)),
    Condition("fan", 20, "level", offset=0.06),
    Condition("fan", 20, "level", step_db=20),
)
PAUSED_IN = {
    "long": ("clean", "fan 20", "white 10", "pink 10", "keyboard 10", "keyboard 5"),
    "uniform": ("clean", "fan 20", "white 10", "pink 10", "keyboard 10", "keyboard 5"),
    "thinking": ("clean", "fan 20", "keyboard 10"),
}
"""The conditions in which pauses other than those of speech are tried: easy and hard ones."""


@dataclass(frozen=True)
class Scene:
    """What a microphone hears.

    Attributes:
        microphone: Mono int16 at 16 kHz.
        speech: What was said; None in noise alone.
        far: What the loudspeaker plays meanwhile, on the same clock; None if there is none. The
            scenes of this file have none.
    """

    microphone: npt.NDArray[np.int16]
    speech: Speech | None = None
    far: npt.NDArray[np.int16] | None = None


def speech(voices: Voices, voice: str, pauses: str) -> Speech:
    """Return six answers of 3 to 5 prompts in one voice."""
    random = np.random.default_rng(seed_of(voice, pauses))
    pool = voices.prompts(voice)
    order = [int(n) for _ in range(9) for n in random.permutation(len(pool))]
    pieces: list[tuple[Samples, Flags]] = [_silence(_BEFORE_S)]
    answers = []
    for _ in range(ANSWERS):
        chosen = [pool[order.pop()] for _ in range(int(random.integers(3, 6)))]
        spoken: list[tuple[float, float]] = []
        for n, prompt in enumerate(chosen):
            if n:
                edges = _edges(chosen[n - 1])[1] + _edges(prompt)[0]
                pieces.append(_silence(random.uniform(*PAUSES_S[pauses]) - edges * STEP_S))
            begun = sum(len(one[1]) for one in pieces)
            before, behind = _edges(prompt)
            end = begun + len(prompt.labels) - behind
            spoken.append(((begun + before) * STEP_S, end * STEP_S))
            pieces.append(_at_level(prompt, random.uniform(-4, 3)))
        pieces.append(_silence(_AFTER_S))
        answers.append(Answer(spoken[0][0], spoken[-1][1], tuple(spoken)))
    clean, labels = (np.concatenate(one) for one in zip(*pieces, strict=True))
    return Speech(clean, labels, tuple(answers))


def under(said: Speech, condition: Condition, voices: Voices, voice: str) -> Scene:
    """Return the scene of these answers in this noise."""
    seed = seed_of(voice, condition.name)
    return Scene(_heard(said.clean, condition, voices, voice, seed), said)


def alone(condition: Condition, voices: Voices) -> Scene:
    """Return three minutes of the noise at the level that it has beside speech."""
    silence = np.zeros(round(NOISE_ONLY_S * RATE_HZ), np.float32)
    return Scene(_heard(silence, condition, voices, "", seed_of("alone", condition.name)))


def seed_of(*words: str) -> int:
    """Return the seed that these words stand for, the same on every machine."""
    return zlib.crc32("/".join(words).encode())


def _heard(
    clean: Samples, condition: Condition, voices: Voices, but: str, seed: int
) -> npt.NDArray[np.int16]:
    heard = clean.copy()
    seconds = len(clean) / RATE_HZ
    if condition.kind:
        beside = noise(condition.kind, seconds, but, voices, seed)
        beside *= _gain(ACTIVE_DBFS - condition.snr_db)
        beside[: len(beside) // 2] *= _gain(-condition.step_db)
        heard += beside
    heard *= _gain(condition.active_dbfs - ACTIVE_DBFS)
    own = np.random.default_rng(seed + 1).standard_normal(len(clean))
    heard += (own * _gain(_SELF_NOISE_DBFS)).astype(np.float32) + condition.offset
    return np.clip(np.rint(heard * 32768), -32768, 32767).astype(np.int16)


def _at_level(prompt: Prompt, louder_db: float) -> tuple[Samples, Flags]:
    gain = _gain(ACTIVE_DBFS + louder_db) / prompt.active_rms
    return prompt.samples * np.float32(gain), prompt.labels


def _edges(prompt: Prompt) -> tuple[int, int]:
    """Return the labels without speech before and behind: at most 60 ms each."""
    found = np.flatnonzero(prompt.labels)
    return int(found[0]), len(prompt.labels) - int(found[-1]) - 1


def _silence(seconds: float) -> tuple[Samples, Flags]:
    count = round(seconds / STEP_S)
    return np.zeros(count * STEP, np.float32), np.zeros(count, bool)


def _gain(db: float) -> float:
    return float(10 ** (db / 20))
