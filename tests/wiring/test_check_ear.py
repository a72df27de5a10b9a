from __future__ import annotations

import numpy as np
import pytest

from app.audio.echo import EchoPath
from app.audio.reference import Reference
from app.audio.ring import BlockRing
from app.core.check_figures import CheckFrame
from app.wiring.check_ear import CheckEar, peak_dbfs
from tests.audio.room import HZ, blocks

SECONDS = np.arange(HZ) / HZ
TONE = 16_384 * np.sin(2 * np.pi * 440 * SECONDS)  # peaks of -6 dBFS


class Deaf:
    """A canceller that takes out half of everything."""

    def process(self, near: np.ndarray, far: np.ndarray) -> np.ndarray:
        return (near // 2).astype(np.int16)

    def reset(self) -> None:
        pass


def ear(sound: np.ndarray, path: EchoPath | None = None) -> tuple[CheckEar, list[CheckFrame]]:
    ring = BlockRing()
    made = CheckEar(ring, 0.0, path)
    for n, block in enumerate(blocks(sound)):
        ring.put((n + 1) * 0.02, block)
    return made, made.take(len(sound) / HZ)


def test_peaks_are_those_of_the_device() -> None:
    _, frames = ear(TONE)
    assert len(frames) == 49, "the resampler holds a part of the newest"
    assert all(one.peak_dbfs == pytest.approx(-6.02, abs=0.05) for one in frames)
    assert not any(one.is_clipped for one in frames)


def test_a_sample_at_the_end_of_the_range_is_a_clip_where_it_is() -> None:
    for full in (32_767, -32_768):
        sound = TONE.copy()
        sound[20 * 960 + 100] = full
        _, frames = ear(sound)
        assert [one.mic.index for one in frames if one.is_clipped] in ([19], [20])
    _, frames = ear(np.where(TONE > 16_000, 32_766, TONE))
    assert not any(one.is_clipped for one in frames)


@pytest.mark.parametrize(("peak", "dbfs"), [(32_768, 0.0), (16_384, -6.02), (1, -90.3), (0, -96.0)])
def test_a_peak_has_a_level(peak: int, dbfs: float) -> None:
    assert peak_dbfs(peak) == pytest.approx(dbfs, abs=0.01)


def test_the_voice_that_is_kept_is_that_of_the_frames_asked_for() -> None:
    made, _ = ear(np.concatenate((np.zeros(HZ), TONE)))
    made.take_voice(60, 84)
    voice = np.frombuffer(made.voice, np.int16).astype(float)
    assert len(voice) == 25 * 480
    assert np.sqrt(np.mean(voice[480:-480] ** 2)) == pytest.approx(16_384 / np.sqrt(2), rel=0.02)
    made.take_voice(0, 40)
    assert not np.frombuffer(made.voice, np.int16)[: 40 * 480].any()
    made.forget()
    assert made.voice == b""
    made.take_voice(60, 84)
    assert made.voice == b"", "nothing is left of it"


def test_only_the_last_seconds_are_held() -> None:
    made, _ = ear(np.tile(TONE, 15))
    made.take_voice(0, 10_000)
    assert len(made.voice) == 12 * 48_000


def test_without_a_canceller_nothing_is_known_of_delay_and_cancelling() -> None:
    told = ear(TONE)[0].measured()
    assert (told.delay_s, told.arrives_db, told.taken_out_db) == (None, None, None)


def test_how_much_arrives_and_how_much_of_it_is_taken_out_is_told() -> None:
    now = 0.0
    ring, path = BlockRing(), EchoPath(Deaf(), Reference(lambda: now), lambda _mode: None)
    made = CheckEar(ring, 0.0, path)
    faint, loud = blocks(TONE[: HZ // 2] / 1000), blocks(TONE)
    for n, block in enumerate([*faint, *loud]):
        now = (n + 1) * 0.02
        pulled = block if n >= len(faint) else bytes(1920)
        path.reference.put(now, pulled)
        if n >= len(faint):
            made.gauge.put(now, pulled)
        ring.put(now, block)
        made.take(now)
    assert made.measured().arrives_db == pytest.approx(0.0, abs=0.1)
    assert made.measured().taken_out_db == pytest.approx(6.0, abs=0.5), "half of it"
