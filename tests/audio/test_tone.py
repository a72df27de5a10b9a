"""The tones, measured: their level, their length, their ends."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from app.audio.level import level_dbfs
from app.audio.ring import RATE_HZ
from app.audio.tone import LEVEL_DBFS, RAMP_S, sound_of
from app.core.tones import Tone

RAMP = round(RAMP_S * RATE_HZ)


def samples(tone: Tone) -> npt.NDArray[np.int16]:
    return np.frombuffer(sound_of(tone), np.int16)


def pitch_hz(sound: npt.NDArray[np.int16]) -> float:
    """Return the frequency of a stretch of sound, by its crossings of zero."""
    crossings = np.flatnonzero((sound[:-1] < 0) & (sound[1:] >= 0))
    return float(RATE_HZ * (crossings.size - 1) / (crossings[-1] - crossings[0]))


@pytest.mark.parametrize("tone", list(Tone))
def test_it_is_short_quiet_and_does_not_click(tone: Tone) -> None:
    sound = samples(tone)
    assert 0.05 <= sound.size / RATE_HZ <= 0.08
    full = sound[RAMP:-RAMP]
    assert level_dbfs(full.tobytes()) == pytest.approx(LEVEL_DBFS, abs=0.3)
    assert abs(int(sound[0])) <= 3
    assert abs(int(sound[-1])) <= 3
    steepest = 2 * np.pi * 880 / RATE_HZ * 32768 * 2**0.5 * 0.1
    assert np.abs(np.diff(sound.astype(int))).max() <= 1.01 * steepest, "nowhere a step"


def test_up_means_on_and_down_means_off() -> None:
    half = 0.03 * RATE_HZ
    for tone, is_up in ((Tone.TALK_ON, True), (Tone.TALK_OFF, False)):
        sound = samples(tone)
        assert (pitch_hz(sound[: int(half)]) < pitch_hz(sound[int(half) :])) is is_up


def test_no_tone_is_another() -> None:
    assert len({sound_of(one) for one in Tone}) == len(Tone)
