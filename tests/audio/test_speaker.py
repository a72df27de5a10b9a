from __future__ import annotations

import queue
import threading
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from app.audio.playback import Playback
from app.audio.portaudio import PortAudio
from app.audio.speaker import SilentSpeaker, Speaker
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault
from tests.audio.fake_library import FakeLibrary, Status
from tests.audio.on_device import OnDevice
from tests.sound import RATE_HZ, Sound, wait_until


class Fakes:
    """A loudspeaker on a fake library."""

    def __init__(self, *devices: tuple[str, int, int]) -> None:
        self.library = FakeLibrary(*devices)
        self.worker = DeviceWorker(PortAudio(self.library.load))
        self.playback = Playback(lambda: None)
        self.ends: list[None] = []
        self.speaker = Speaker(self.worker, self.playback, lambda: self.ends.append(None))


def tone(seconds: float) -> bytes:
    t = np.arange(round(24_000 * seconds)) / 24_000
    return (8000 * np.sin(2 * np.pi * 440 * t)).astype(np.int16).tobytes()


def tone_file(path: Path, seconds: float) -> str:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(24_000)
        wav.writeframes(tone(seconds))
    return str(path)


def test_the_device_is_given_what_is_queued_and_its_latency_is_in_the_stamp() -> None:
    fakes = Fakes()
    fakes.library.latency = 1000.0
    fakes.speaker.open().result()
    fakes.playback.play(1, tone(0.1))
    before = time.perf_counter()
    assert any(fakes.library.streams[0].fetch())
    (piece,) = fakes.playback.take_played()
    assert before + 1000.0 <= piece.stamp <= time.perf_counter() + 1000.0
    assert fakes.speaker.callback_times.percentile_s(100) > 0
    assert fakes.worker.stop()


def test_a_block_is_heard_when_the_callback_tells_and_at_once_after_a_gap() -> None:
    fakes = Fakes()
    fakes.speaker.open().result()
    fakes.playback.play(1, tone(0.1))
    (stream,) = fakes.library.streams
    before = time.perf_counter()
    stream.fetch(takes_s=1.5)
    stream.fetch(Status(output_underflow=True), takes_s=1.51)
    first, second = fakes.playback.take_played()
    after = time.perf_counter()
    assert before + 1.5 <= first.stamp <= after + 1.5
    assert before + 1.51 <= second.stamp <= after + 1.51
    assert fakes.worker.stop()


def test_what_the_one_before_tells_while_another_is_opened_is_not_taken_for_the_others() -> None:
    fakes = Fakes(("Mic", 1, 0), ("Speaker", 0, 2), ("Headset", 0, 2))
    fakes.speaker.open("Speaker").result()
    release = threading.Event()
    fakes.worker.submit(lambda: release.wait(10))  # opening takes its time
    opening = fakes.speaker.open("Headset")
    for _ in range(30):
        fakes.library.streams[0].fetch(takes_s=fakes.library.latency + 0.04)
    release.set()
    opening.result()
    fakes.playback.play(1, tone(0.1))
    before = time.perf_counter()
    fakes.library.streams[1].fetch(takes_s=fakes.library.latency)
    (piece,) = fakes.playback.take_played()
    assert piece.stamp >= before + fakes.library.latency
    assert fakes.worker.stop()


def test_another_loudspeaker_may_tell_nothing() -> None:
    fakes = Fakes()
    for takes_s, holds_s in ((1.5, 1.5), (0.0, fakes.library.latency)):
        fakes.speaker.open().result()
        fakes.playback.play(1, tone(0.1))
        before = time.perf_counter()
        fakes.library.streams[-1].fetch(takes_s=takes_s)
        (piece,) = fakes.playback.take_played()
        assert before + holds_s <= piece.stamp <= time.perf_counter() + holds_s
    assert fakes.worker.stop()


def test_a_loudspeaker_without_mono_plays_on_every_channel() -> None:
    fakes = Fakes(("Speaker", 0, 2))
    fakes.library.refuses_mono = True
    fakes.library.default = (-1, 0)
    fakes.speaker.open().result()
    fakes.playback.play(1, tone(0.1))
    both = np.frombuffer(fakes.library.streams[0].fetch(), np.int16).reshape(-1, 2)
    assert both.any()
    assert (both[:, 0] == both[:, 1]).all()
    assert fakes.worker.stop()


def test_after_close_the_device_is_given_silence_and_what_is_queued_stays() -> None:
    fakes = Fakes()
    fakes.speaker.open().result()
    fakes.playback.play(1, tone(1.0))
    queued_s = fakes.playback.queued_s
    fakes.speaker.close()
    assert not any(fakes.library.streams[0].fetch())
    fakes.library.streams[0].wanted["finished_callback"]()
    assert fakes.playback.queued_s == queued_s
    assert not fakes.speaker.finished
    assert not fakes.ends
    assert fakes.worker.stop()


def test_a_stream_that_ends_by_itself_is_finished() -> None:
    fakes = Fakes()
    fakes.speaker.open().result()
    fakes.library.streams[0].wanted["finished_callback"]()
    assert fakes.speaker.finished
    assert len(fakes.ends) == 1
    assert fakes.worker.stop()


def test_a_flush_aborts_a_device_that_holds_much_and_what_it_held_was_not_heard() -> None:
    fakes = Fakes()
    fakes.library.latency = 1000.0
    fakes.speaker.open().result()
    (stream,) = fakes.library.streams
    fakes.playback.play(1, tone(1.0))
    stream.fetch()
    fakes.speaker.flush()
    fakes.worker.submit(lambda: None).result()
    assert stream.calls == ["abort"]
    assert stream.active, "it was started again"
    assert not fakes.ends
    assert not any(fakes.library.streams[0].fetch()[480:])
    assert fakes.playback.take_played() == []
    assert fakes.worker.stop()


@pytest.mark.parametrize(("latency_s", "seconds"), [(0.01, 1.0), (1000.0, 0.0)])
def test_a_flush_fades_a_device_that_holds_little_and_leaves_a_silent_one_alone(
    latency_s: float, seconds: float
) -> None:
    fakes = Fakes()
    fakes.library.latency = latency_s
    fakes.speaker.open().result()
    (stream,) = fakes.library.streams
    if seconds:
        fakes.playback.play(1, tone(seconds))
    stream.fetch()
    fakes.speaker.flush()
    fakes.worker.submit(lambda: None).result()
    assert stream.calls == []
    assert any(stream.fetch()) == bool(seconds)
    assert not any(stream.fetch())
    assert len(fakes.playback.take_played()) == (2 if seconds else 0)
    assert fakes.worker.stop()


def test_a_device_that_went_without_sound_is_counted() -> None:
    fakes = Fakes()
    fakes.speaker.open().result()
    fakes.library.streams[0].fetch(status=Status(output_underflow=True))
    assert fakes.speaker.output_underflows == 1
    assert fakes.worker.stop()


def test_no_loudspeaker_is_a_fault_that_says_what_to_do() -> None:
    fakes = Fakes(("Mic", 1, 0))
    with pytest.raises(DeviceFault, match=r"No loudspeaker.*--speaker none"):
        fakes.speaker.open().result()
    assert fakes.worker.stop()


def test_a_silent_speaker_plays_at_the_same_pace_to_nobody() -> None:
    wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
    playback = Playback(lambda: wakes.put(None))
    speaker = SilentSpeaker(playback)
    playback.play(1, tone(0.1))
    playback.finish(1)
    assert speaker.open().result() == "none"
    for _ in range(5):
        wakes.get(timeout=10)
    speaker.close().result()
    played = playback.take_played()
    assert b"".join(piece.pcm for piece in played) == tone(0.1)
    assert np.diff([piece.stamp for piece in played]) == pytest.approx([0.02] * 4)
    assert not speaker.finished
    playback.play(1, tone(0.1))
    speaker.flush()
    assert playback.queued_s == 0


def test_a_reply_is_heard_whole_at_the_loudspeaker(sound: Sound, tmp_path: Path) -> None:
    with OnDevice(sound) as device, sound.listen() as recording:
        device.ask("open_speaker")
        samples = device.ask("play", 1, tone_file(tmp_path / "tone.wav", 1.0))
        wait_until(lambda: loud_s(recording.samples()) > 0.98, "the reply at the loudspeaker")
        played = device.ask("played")
    assert [reply for reply, _, _ in played] == [1] * len(played)
    assert sum(count for _, _, count in played) == samples
    heard = recording.samples().astype(float)
    first = int(np.argmax(np.abs(heard) > 300))
    part = heard[first + 480 : first + 480 + 45_000]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    peak = int(np.argmax(spectrum))
    assert peak * RATE_HZ / len(part) == pytest.approx(440, abs=2)
    around = spectrum[peak - 4 : peak + 5]
    assert (around**2).sum() / (spectrum**2).sum() > 0.999  # one unbroken tone


def test_a_flush_silences_the_loudspeaker_within_a_reply(sound: Sound, tmp_path: Path) -> None:
    with OnDevice(sound) as device, sound.listen() as recording:
        device.ask("open_speaker")
        device.ask("play", 1, tone_file(tmp_path / "tone.wav", 10.0))
        wait_until(lambda: loud_s(recording.samples()) > 0.2, "the reply at the loudspeaker")
        device.ask("flush")
        enough = recording.samples().size + RATE_HZ
        wait_until(lambda: recording.samples().size > enough, "a second more")
        played_s = sum(count for _, _, count in device.ask("played")) / 24_000
    heard = recording.samples()
    assert not heard[-RATE_HZ // 2 :].any()
    # What is said to have been played was heard, to a block and what the cut itself takes.
    assert loud_s(heard) == pytest.approx(played_s, abs=0.03)


def loud_s(heard: np.ndarray[tuple[int], np.dtype[np.int16]]) -> float:
    """From the first to the last sample that is not quiet, in seconds."""
    loud = np.flatnonzero(np.abs(heard.astype(int)) > 300)
    return float(loud[-1] - loud[0]) / RATE_HZ if loud.size else 0.0
