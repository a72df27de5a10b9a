from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.audio.capture import Capture
from app.audio.portaudio import PortAudio
from app.audio.ring import BlockRing
from app.audio.wav import read_clip
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault
from tests.audio.fake_library import FakeLibrary, PortAudioError, Status
from tests.audio.on_device import OnDevice
from tests.sound import Sound, say, wait_until


class Fakes:
    """A capture on a fake library."""

    def __init__(self, *devices: tuple[str, int, int]) -> None:
        self.library = FakeLibrary(*devices)
        self.worker = DeviceWorker(PortAudio(self.library.load))
        self.ring = BlockRing()
        self.wakes: list[None] = []
        self.capture = Capture(self.worker, self.ring, lambda: self.wakes.append(None))


def test_each_block_is_copied_into_the_ring_and_wakes_the_loop() -> None:
    fakes = Fakes()
    fakes.capture.open().result()
    buffer = bytearray(b"\x01\x02" * 960)
    fakes.library.streams[0].deliver(buffer)
    buffer[:] = bytes(1920)  # the device reuses its memory

    assert [block.pcm for block in fakes.ring.take()] == [b"\x01\x02" * 960]
    assert len(fakes.wakes) == 1
    assert fakes.ring.callback_times.percentile_s(100) > 0
    assert fakes.worker.stop()


def test_lost_input_is_counted() -> None:
    fakes = Fakes()
    fakes.capture.open().result()
    fakes.library.streams[0].deliver(bytes(1920), Status(input_overflow=True))
    fakes.library.streams[0].deliver(bytes(1920))
    assert fakes.ring.input_overflows == 1
    assert fakes.worker.stop()


def test_no_block_and_no_wake_comes_after_close() -> None:
    fakes = Fakes()
    fakes.capture.open().result()
    fakes.capture.close()
    fakes.library.streams[0].deliver(bytes(1920))
    fakes.library.streams[0].wanted["finished_callback"]()
    assert fakes.ring.take() == []
    assert not fakes.wakes
    assert not fakes.capture.finished
    assert fakes.worker.stop()


def test_a_stream_that_ends_by_itself_is_finished_until_it_is_opened_again() -> None:
    fakes = Fakes()
    fakes.capture.open().result()
    fakes.library.streams[0].wanted["finished_callback"]()
    assert fakes.capture.finished
    assert len(fakes.wakes) == 1

    fakes.capture.open().result()
    assert not fakes.capture.finished
    assert fakes.library.streams[0].calls == ["abort", "close"]
    assert fakes.worker.stop()


def test_the_stream_runs_at_48_khz_in_blocks_of_20_ms_with_low_latency() -> None:
    fakes = Fakes()
    fakes.capture.open().result()
    wanted = fakes.library.streams[0].wanted
    assert (wanted["samplerate"], wanted["blocksize"], wanted["dtype"]) == (48_000, 960, "int16")
    assert (wanted["channels"], wanted["latency"]) == (1, 0.02)
    assert fakes.worker.stop()


def test_each_opening_reads_the_list_of_devices_anew() -> None:
    fakes = Fakes(("Speaker", 0, 2))
    with pytest.raises(DeviceFault):
        fakes.capture.open().result()
    fakes.library.devices.append(("Mic", 1, 0))
    fakes.capture.open().result()
    assert fakes.library.calls == ["load", "terminate", "initialise"]
    assert fakes.worker.stop()


def test_a_microphone_without_mono_is_mixed() -> None:
    fakes = Fakes(("Mic", 2, 0))
    fakes.library.refuses_mono = True
    fakes.capture.open().result()
    fakes.library.streams[0].deliver(np.array([[100, 300]] * 960, np.int16).tobytes())
    (block,) = fakes.ring.take()
    assert block.pcm == np.full(960, 200, np.int16).tobytes()
    assert fakes.worker.stop()


def test_no_microphone_is_a_fault_that_says_what_to_do() -> None:
    fakes = Fakes(("Speaker", 0, 2))
    with pytest.raises(DeviceFault, match=r"No microphone.*--mic FILE"):
        fakes.capture.open().result()
    assert fakes.worker.stop()


def test_a_refused_rate_is_a_fault_that_says_what_to_do() -> None:
    fakes = Fakes()
    fakes.capture.open().result()
    fakes.library.open_error = PortAudioError("Invalid sample rate", -9997)
    with pytest.raises(DeviceFault, match=r"Mic.*Invalid sample rate.*48,000 Hz"):
        fakes.capture.open().result()
    assert fakes.worker.stop()


def correlation(heard: npt.NDArray[np.int16], said: npt.NDArray[np.int16]) -> float:
    """The normalised correlation at the best lag."""
    h, s = heard.astype(np.float64), said.astype(np.float64)
    size = 1 << (len(h) + len(s)).bit_length()
    lags = np.fft.irfft(np.fft.rfft(h, size) * np.conj(np.fft.rfft(s, size)), size)
    at = int(np.argmax(lags[: len(h)]))
    part = h[at : at + len(s)]
    s = s[: len(part)]
    return float(part @ s / np.sqrt((part @ part) * (s @ s)))


def test_what_is_spoken_arrives_whole(sound: Sound, tmp_path: Path) -> None:
    wav = say("Good morning. I build engines that forget nothing.", tmp_path / "say.wav")
    said = np.frombuffer(read_clip(wav).pcm, np.int16)
    raw = tmp_path / "heard.raw"
    with OnDevice(sound) as device:
        device.ask("open_microphone")
        wait_until(lambda: device.ask("microphone")["blocks"], "the first block")
        assert sound.speak(wav).wait() == 0
        enough = device.ask("save_recorded", str(raw)) + 48_000
        wait_until(lambda: device.ask("save_recorded", str(raw)) >= enough, "the end of the speech")
        assert device.ask("microphone")["overruns"] == 0
    heard = np.frombuffer(raw.read_bytes(), np.int16)
    assert correlation(heard, said) > 0.95


def test_a_suspended_microphone_says_nothing_and_comes_back(sound: Sound) -> None:
    with OnDevice(sound) as device:
        device.ask("open_microphone")
        wait_until(lambda: device.ask("microphone")["blocks"], "the first block")
        sound.suspend_microphone(on=True)
        try:
            wait_until(lambda: device.ask("microphone")["quiet_s"] > 0.5, "the blocks to stop")
            assert not device.ask("microphone")["finished"]
        finally:
            sound.suspend_microphone(on=False)
        wait_until(lambda: device.ask("microphone")["quiet_s"] < 0.1, "further blocks")


def test_a_sound_server_that_dies_is_noticed_and_its_successor_found(own_sound: Sound) -> None:
    with OnDevice(own_sound) as device:
        device.ask("open_microphone")
        own_sound.kill()
        wait_until(lambda: device.ask("microphone")["finished"], "the end of the stream")
        assert "fault" in device.ask("open_microphone")
        own_sound.start()
        assert device.ask("open_microphone") is None
        blocks = device.ask("microphone")["blocks"]
        wait_until(lambda: device.ask("microphone")["blocks"] > blocks + 5, "further blocks")
        assert not device.ask("microphone")["finished"]
