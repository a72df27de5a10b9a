"""A Bluetooth headset: whoever opens its microphone ends what its loudspeaker plays.

It changes from the profile for music to the one for calls: both then run at 16 kHz. No such device
is here, so the library is made to behave as one does.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

import app.core.actions as act
import app.core.events as ev
from app.audio.capture import Capture
from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.audio.portaudio import PortAudio
from app.audio.ring import BlockRing
from app.audio.sound import News, SoundDevice
from app.audio.speaker import Speaker
from app.audio.worker import DeviceWorker
from app.core.devices import Devices
from app.core.microphone import Mic
from app.core.space import SpaceParams
from tests.audio.fake_library import FakeLibrary, FakeStream
from tests.sound import wait_until

CALLS_HZ = 16_000


class Headset(FakeLibrary):
    """Plays music at 44.1 or 48 kHz until its microphone is opened."""

    own_rate_hz = 44_100.0
    rates_hz = (44_100, 48_000)

    def __init__(self) -> None:
        super().__init__(("Headset", 1, 2), default=(0, 0))

    def RawInputStream(self, **wanted: Any) -> FakeStream:  # noqa: N802 - sounddevice's name
        self.rates_hz = (CALLS_HZ,)
        for stream in self.streams:
            if stream.active:
                stream.active = False
                stream.wanted["finished_callback"]()
        return super().RawInputStream(**wanted)


class Interview:
    """The core's devices on it, as the engine drives them."""

    def __init__(self) -> None:
        self.headset = Headset()
        self.worker = DeviceWorker(PortAudio(self.headset.load))
        self.told: list[News] = []
        self.core = Devices(SpaceParams())
        self.ring, self.playback = BlockRing(), Playback(self._wake)
        speaker = Speaker(self.worker, self.playback, self._wake)
        speaker.open().result()
        self.sound = SoundDevice(
            Capture(self.worker, self.ring, self._wake),
            speaker,
            Hearing(self.ring, time.perf_counter()),
            self.playback,
            time.perf_counter,
            self.told.append,
        )
        now = time.perf_counter()
        self._carry_out(self.core.begin(now, now))

    def step(self) -> list[ev.MicFrame]:
        frames = [frame for frame, _ in self.sound.heard(muted=False)]
        told, self.told[:] = list(self.told), []
        for frame in frames:
            self._carry_out(self.core.feed(frame, time.perf_counter()))
        for news in told:
            if (event := news()) is not None:
                self._carry_out(self.core.feed(event, time.perf_counter()))
        return frames

    def running(self) -> list[FakeStream]:
        self.step()
        return [stream for stream in self.headset.streams if stream.active]

    def _carry_out(self, actions: list[act.Action]) -> None:
        for action in actions:
            if not isinstance(action, act.Note):
                self.sound.obey(action)

    def _wake(self) -> None:
        """It is looked at all the time."""


def test_its_loudspeaker_is_opened_again_in_the_profile_for_calls_and_both_are_heard() -> None:
    interview = Interview()
    (music,) = interview.headset.streams
    assert music.wanted["samplerate"] == 48_000
    wait_until(lambda: len(interview.running()) == 2, "both in the profile for calls")
    microphone, speaker = interview.running()
    assert {one.wanted["samplerate"] for one in (microphone, speaker)} == {CALLS_HZ}
    assert interview.core.loudspeaker.fault is None

    voice = np.full(CALLS_HZ // 50, 1000, np.int16).tobytes()
    frames: list[ev.MicFrame] = []
    for _ in range(20):
        microphone.deliver(voice)
    wait_until(lambda: frames.extend(interview.step()) or len(frames) >= 15, "frames")
    assert interview.core.microphone.state is Mic.LIVE

    interview.playback.play(1, np.full(24_000, 1000, np.int16).tobytes())
    heard = np.frombuffer(b"".join(speaker.fetch() for _ in range(20)), np.int16)
    assert heard.size == 20 * CALLS_HZ // 50
    assert heard[-320:].mean() > 900
    assert interview.worker.stop()
