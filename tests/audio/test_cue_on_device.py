"""The tones on a real device, as its monitor records them: level, length, and the reply beneath."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.audio.on_device import OnDevice
from tests.audio.test_speaker import tone_file
from tests.sound import RATE_HZ, Recording, Sound, wait_until

Samples = npt.NDArray[np.int16]
SETTLED = RATE_HZ // 2  # samples without a tone that show that none comes any more


@pytest.fixture
def device(own_sound: Sound) -> Iterator[OnDevice]:
    """The loudspeaker runs."""
    with OnDevice(own_sound) as one:
        one.ask("open_speaker")
        yield one


def recorded(recording: Recording, since: int, is_whole: int) -> Samples:
    """Return what was recorded since then, once there is so much of it."""
    wait_until(lambda: recording.samples().size >= since + is_whole, "the recording")
    return recording.samples()[since : since + is_whole]


def sounding(sound: Samples, least: int = 30) -> Samples:
    """Return the stretch from the first to the last sample that is heard."""
    loud = np.flatnonzero(np.abs(sound.astype(int)) > least)
    assert loud.size, "nothing is heard"
    return sound[loud[0] : loud[-1] + 1]


@pytest.mark.parametrize(
    ("tone", "seconds"), [("TALK_ON", 0.06), ("TALK_OFF", 0.06), ("REMINDER", 0.08)]
)
def test_a_tone_is_heard_as_long_and_as_loud_as_it_is_meant(
    own_sound: Sound, device: OnDevice, tone: str, seconds: float
) -> None:
    with own_sound.listen() as recording:
        since = recording.samples().size
        device.ask("cue", tone)
        heard = sounding(recorded(recording, since, RATE_HZ))
    assert heard.size / RATE_HZ == pytest.approx(seconds, abs=0.004)
    full = heard[RATE_HZ // 100 : -RATE_HZ // 100].astype(float)
    level_dbfs = 10 * np.log10(np.mean(full**2)) - 20 * np.log10(32768)
    assert level_dbfs == pytest.approx(-20.0, abs=0.5)
    assert device.ask("played") == []


def test_tones_over_a_reply_neither_end_nor_delay_it_and_what_was_played_is_told_as_it_was(
    own_sound: Sound, device: OnDevice, tmp_path: Path
) -> None:
    """The monitor has the reply's 440 Hz from its beginning to its end without a break."""
    with own_sound.listen() as recording:
        since = recording.samples().size
        samples = device.ask("play", 1, tone_file(tmp_path / "reply.wav", 1.5))
        for tone in ("TALK_ON", "REMINDER", "TALK_OFF"):
            device.ask("cue", tone)
        sound = recorded(recording, since, 2 * RATE_HZ + SETTLED)
        played = device.ask("played")
    heard = sounding(sound, least=300)
    assert heard.size / RATE_HZ == pytest.approx(1.5, abs=0.01)
    assert sum(count for _, _, count in played) == samples
    assert [first for _, first, _ in played] == list(range(0, samples, 480))
    mixed, alone = heard[: RATE_HZ // 5].astype(int), heard[RATE_HZ // 2 : -RATE_HZ // 5]
    assert np.abs(mixed).max() > 10_000, "the tone is on top of the reply's 8,000"
    assert np.abs(alone.astype(int)).max() < 8_300, "and over soon"
