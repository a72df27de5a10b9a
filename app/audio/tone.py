"""How do the tones that tell of the talk key sound? Made once, by arithmetic.

A tone of 60 to 80 ms whose ends rise and fall as a raised cosine, so that nothing clicks. Up in
pitch means on, down means off; the reminder is one soft note between them. Each is quiet: its RMS
where it is full is -20 dBFS, about that of speech at an arm's length.
"""

from __future__ import annotations

from functools import cache
from math import sqrt

import numpy as np

from app.audio.ring import RATE_HZ
from app.core.tones import Tone

LEVEL_DBFS = -20.0
RAMP_S = 0.01
_NOTES: dict[Tone, tuple[tuple[float, float], ...]] = {  # Hz, seconds
    Tone.TALK_ON: ((660.0, 0.03), (880.0, 0.03)),
    Tone.TALK_OFF: ((880.0, 0.03), (660.0, 0.03)),
    Tone.REMINDER: ((740.0, 0.08),),
}


@cache
def sound_of(tone: Tone) -> bytes:
    """Return a tone: mono int16 at 48 kHz, at most 80 ms."""
    steps = [np.full(round(s * RATE_HZ), 2 * np.pi * hz / RATE_HZ) for hz, s in _NOTES[tone]]
    wave = np.sin(np.cumsum(np.concatenate(steps)))  # the phase goes on where the pitch steps
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(RAMP_S * RATE_HZ)))
    wave[: ramp.size] *= ramp
    wave[-ramp.size :] *= ramp[::-1]
    peak = 32768 * sqrt(2) * 10 ** (LEVEL_DBFS / 20)
    pcm: bytes = np.round(wave * peak).astype(np.int16).tobytes()
    return pcm
