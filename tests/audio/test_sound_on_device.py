"""Microphone and loudspeaker as the engine sees them, on a real device that is ill-treated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.audio.on_device import OnDevice
from tests.audio.test_speaker import loud_s, tone_file
from tests.sound import RATE_HZ, Recording, Sound, wait_until


class Heard:
    """What the engine would see of a device that runs."""

    def __init__(self, device: OnDevice) -> None:
        self._device = device
        self.told: list[list[str]] = []
        self.frames = 0
        self.blank = 0

    def hear(self) -> None:
        came = self._device.ask("hear")
        self.told += came["told"]
        self.frames += came["frames"]
        self.blank += came["blank"]

    def until(self, is_so: Callable[[], object], what: str) -> None:
        def look() -> object:
            self.hear()
            return is_so()

        wait_until(look, f"{what}; so far {self.told}")

    def until_told(self, *names: str) -> None:
        """Wait for these events, in any order, and for no other; then forget them."""
        self.until(lambda: len(self.told) >= len(names), f"{names}")
        assert sorted(one[0] for one in self.told) == sorted(names), self.told
        self.told.clear()

    def until_frames(self) -> None:
        enough = self.frames + 10
        self.until(lambda: self.frames >= enough, "frames")


@pytest.fixture
def device(own_sound: Sound) -> Iterator[OnDevice]:
    """Both streams run."""
    with OnDevice(own_sound) as one:
        one.ask("open_speaker")
        one.ask("obey", "OpenMicrophone")
        yield one


@pytest.fixture
def heard(device: OnDevice) -> Heard:
    heard = Heard(device)
    heard.until_told("MicrophoneOpened")
    heard.until_frames()
    return heard


def is_loud(recording: Recording) -> Callable[[], Any]:
    """Whether the loudspeaker has been heard for 0.2 s since this call."""
    since = recording.samples().size
    return lambda: loud_s(recording.samples()[since:]) > 0.2


@contextmanager
def playing(sound: Sound, device: OnDevice, folder: Path) -> Iterator[Recording]:
    """Within the context, a reply of a minute is heard."""
    device.ask("play", 1, tone_file(folder / "tone.wav", 60.0))
    with sound.listen() as recording:
        wait_until(is_loud(recording), "the reply")
        yield recording


def test_a_sound_server_that_dies_takes_both_with_it_and_its_successor_has_both_again(
    own_sound: Sound, device: OnDevice, heard: Heard, tmp_path: Path
) -> None:
    device.ask("play", 1, tone_file(tmp_path / "tone.wav", 60.0))
    own_sound.kill()
    heard.until_told("MicrophoneFailed", "SpeakerFailed")
    device.ask("obey", "OpenMicrophone")
    device.ask("obey", "OpenSpeaker")
    heard.until_told("MicrophoneFailed", "SpeakerFailed")
    own_sound.start()
    device.ask("obey", "OpenMicrophone")
    device.ask("obey", "OpenSpeaker")
    heard.until_told("MicrophoneOpened", "SpeakerOpened")
    heard.until_frames()
    with own_sound.listen() as recording:
        wait_until(is_loud(recording), "the rest of the reply")


def test_who_asks_again_and_again_while_the_server_is_frozen_gets_one_microphone(
    own_sound: Sound, device: OnDevice, heard: Heard
) -> None:
    own_sound.freeze(on=True)
    for _ in range(20):
        device.ask("obey", "OpenMicrophone")
    heard.hear()
    assert heard.told == []
    own_sound.freeze(on=False)
    heard.until_told("MicrophoneOpened")
    heard.until_frames()
    assert heard.told == []


def test_a_microphone_that_is_closed_while_the_server_is_frozen_is_told_closed_after_the_thaw(
    own_sound: Sound, device: OnDevice, heard: Heard
) -> None:
    own_sound.freeze(on=True)
    device.ask("obey", "OpenMicrophone")
    device.ask("obey", "CloseMicrophone")
    heard.hear()
    assert heard.told == []
    own_sound.freeze(on=False)
    heard.until_told("MicrophoneClosed")


def test_a_suspended_microphone_is_silent_without_a_word_and_can_be_opened_again_meanwhile(
    own_sound: Sound, device: OnDevice, heard: Heard
) -> None:
    own_sound.suspend_microphone(on=True)
    device.ask("obey", "OpenMicrophone")
    heard.until_told("MicrophoneOpened")
    own_sound.suspend_microphone(on=False)
    heard.until_frames()


def test_a_microphone_that_is_muted_at_the_source_delivers_zeros(
    own_sound: Sound, heard: Heard
) -> None:
    assert heard.blank == 0
    own_sound.mute_microphone(on=True)
    heard.until(lambda: heard.blank > 10, "zeros")
    own_sound.mute_microphone(on=False)
    heard.until_frames()
    before = heard.blank
    heard.until_frames()
    assert heard.blank == before


def test_a_microphone_that_was_connected_meanwhile_is_opened_and_the_reply_plays_on(
    own_sound: Sound, device: OnDevice, heard: Heard, tmp_path: Path
) -> None:
    with playing(own_sound, device, tmp_path) as recording:
        own_sound.plug("headset")
        device.ask("obey", "OpenMicrophone", "headset")
        heard.until_told("MicrophoneOpened")
        heard.until_frames()
        wait_until(is_loud(recording), "the rest of the reply")
    heard.hear()
    assert heard.told == []


def test_the_application_leaves_a_frozen_server_at_once(
    own_sound: Sound, device: OnDevice, heard: Heard
) -> None:
    own_sound.freeze(on=True)
    device.ask("obey", "CloseMicrophone")
    device.ask("obey", "CloseSpeaker")
    assert device.exit_code() == 0
    assert heard.told == []


def test_a_reply_after_one_that_was_cut_is_heard_from_its_beginning(
    own_sound: Sound, device: OnDevice, heard: Heard, tmp_path: Path
) -> None:
    with playing(own_sound, device, tmp_path) as recording:
        device.ask("flush")
        cut = recording.samples().size
        device.ask("play", 2, tone_file(tmp_path / "short.wav", 1.0))
        wait_until(
            lambda: recording.samples().size > cut + 2 * RATE_HZ, "the end of the second reply"
        )
        second = recording.samples()[cut + RATE_HZ // 10 :]
    assert loud_s(second) == pytest.approx(1.0, abs=0.12)
    assert np.abs(second[-RATE_HZ // 4 :]).max() == 0
    assert heard.told == []
