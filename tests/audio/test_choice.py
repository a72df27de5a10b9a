from __future__ import annotations

import asyncio
import threading
import wave
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from app.audio.capture import Capture
from app.audio.choice import (
    NO_SPEAKER,
    SAMPLES,
    Chosen,
    Devices,
    choose_devices,
    choose_microphone,
    choose_speaker,
)
from app.audio.file_microphone import FileMicrophone
from app.audio.playback import Playback
from app.audio.portaudio import PortAudio
from app.audio.ring import BlockRing
from app.audio.speaker import SilentSpeaker, Speaker
from app.audio.worker import ANSWER_S, DeviceWorker
from app.core.faults import DeviceFault, InputFault
from tests.audio.fake_library import FakeLibrary

NOTHING = [("Nothing", 0, 0)]


def nobody() -> None:
    """Wake nobody."""


def clip(path: Path, rate_hz: int = 48_000) -> Path:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate_hz)
        wav.writeframes(np.full(960, 7, np.int16).tobytes())
    return path


@pytest.fixture
def make() -> Iterator[Callable[..., DeviceWorker]]:
    """Make workers with a library of the given devices; they are stopped afterwards."""
    made: list[DeviceWorker] = []

    def begin(*devices: tuple[str, int, int]) -> DeviceWorker:
        library = FakeLibrary(*devices)
        made.append(DeviceWorker(PortAudio(library.load)))
        return made[-1]

    yield begin
    for worker in made:
        worker.stop()


Make = Callable[..., DeviceWorker]


@pytest.mark.parametrize("name", [None, "mic"])
def test_a_microphone_of_the_system_is_taken_where_there_is_one(
    make: Make, name: str | None
) -> None:
    chosen = asyncio.run(choose_microphone(make(), BlockRing(), nobody, name, []))
    assert isinstance(chosen.stream, Capture)
    assert (chosen.notes, chosen.missing, chosen.samples) == ((), None, None)


def test_a_recording_takes_the_place_of_the_microphone_and_says_what_was_converted(
    make: Make, tmp_path: Path
) -> None:
    path = clip(tmp_path / "a.wav", rate_hz=16_000)
    chosen = asyncio.run(choose_microphone(make(*NOTHING), BlockRing(), nobody, str(path), []))
    assert isinstance(chosen.stream, FileMicrophone)
    assert "16,000 Hz" in chosen.notes[0]
    assert chosen.samples is None, "it plays from the start, nobody cues it"


@pytest.mark.parametrize("name", ["gone.wav", "GONE.WAVE"])
def test_the_name_of_a_recording_that_is_not_there_is_no_name_of_a_device(
    make: Make, tmp_path: Path, name: str
) -> None:
    with pytest.raises(InputFault, match=f"(?i){name}"):
        asyncio.run(choose_microphone(make(), BlockRing(), nobody, str(tmp_path / name), []))


def test_any_file_that_is_there_is_taken_as_a_recording_whatever_its_name(
    make: Make, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no sound")
    with pytest.raises(InputFault, match=r"notes\.txt"):
        asyncio.run(choose_microphone(make(), BlockRing(), nobody, str(tmp_path / "notes.txt"), []))


def test_samples_stand_in_where_there_is_no_microphone_and_say_why(
    make: Make, tmp_path: Path
) -> None:
    samples = [clip(tmp_path / "1.wav"), clip(tmp_path / "2.wav")]
    chosen = asyncio.run(choose_microphone(make(*NOTHING), BlockRing(), nobody, None, samples))
    assert chosen.stream is chosen.samples
    assert "No microphone" in str(chosen.missing)


def test_samples_are_taken_where_they_are_asked_for_though_there_is_a_microphone(
    make: Make, tmp_path: Path
) -> None:
    samples = [clip(tmp_path / "1.wav")]
    chosen = asyncio.run(choose_microphone(make(), BlockRing(), nobody, SAMPLES, samples))
    assert chosen.stream is chosen.samples
    assert chosen.missing is None
    with pytest.raises(DeviceFault, match=SAMPLES):  # an interview with a service has none
        asyncio.run(choose_microphone(make(), BlockRing(), nobody, SAMPLES, []))


def test_without_samples_a_missing_microphone_is_a_fault(make: Make) -> None:
    with pytest.raises(DeviceFault, match="No microphone"):
        asyncio.run(choose_microphone(make(*NOTHING), BlockRing(), nobody, None, []))


def test_a_microphone_that_was_named_is_never_replaced(make: Make, tmp_path: Path) -> None:
    with pytest.raises(DeviceFault, match=r"Yeti.*Mic"):
        asyncio.run(
            choose_microphone(make(), BlockRing(), nobody, "Yeti", [clip(tmp_path / "1.wav")])
        )


@pytest.mark.parametrize("name", [None, "Speaker"])
def test_a_loudspeaker_of_the_system_is_taken_where_there_is_one(
    make: Make, name: str | None
) -> None:
    chosen = asyncio.run(choose_speaker(make(), Playback(nobody), nobody, name))
    assert isinstance(chosen.stream, Speaker)
    assert chosen.missing is None


def test_without_a_loudspeaker_a_clock_pulls_and_says_why(make: Make) -> None:
    chosen = asyncio.run(choose_speaker(make(*NOTHING), Playback(nobody), nobody, None))
    assert isinstance(chosen.stream, SilentSpeaker)
    assert "No loudspeaker" in str(chosen.missing)


def test_who_wants_no_loudspeaker_is_not_told_of_a_missing_one(make: Make) -> None:
    chosen = asyncio.run(choose_speaker(make(*NOTHING), Playback(nobody), nobody, NO_SPEAKER))
    assert isinstance(chosen.stream, SilentSpeaker)
    assert chosen.missing is None


def test_a_loudspeaker_that_was_named_is_never_replaced(make: Make) -> None:
    with pytest.raises(DeviceFault, match=r"Boom.*Speaker"):
        asyncio.run(choose_speaker(make(), Playback(nobody), nobody, "Boom"))


def test_both_are_chosen_together_and_let_go_together(make: Make, tmp_path: Path) -> None:
    devices = asyncio.run(
        choose_devices(make(), nobody, str(clip(tmp_path / "a.wav")), NO_SPEAKER, [])
    )
    assert isinstance(devices, Devices)
    assert isinstance(devices.microphone.stream, FileMicrophone)
    assert isinstance(devices.speaker.stream, SilentSpeaker)
    devices.speaker.stream.open()
    assert "silent-speaker" in {thread.name for thread in threading.enumerate()}
    devices.close()
    assert "silent-speaker" not in {thread.name for thread in threading.enumerate()}


class BrokenSpeaker:
    """It is listed, and cannot be opened."""

    finished = False

    def __init__(self) -> None:
        self.closings = 0

    def open(self, _device: str | None = None) -> Future[str]:
        refused: Future[str] = Future()
        refused.set_exception(DeviceFault("The loudspeaker is kept by another application."))
        return refused

    def close(self) -> Future[None]:
        self.closings += 1
        return Future()

    def flush(self) -> None:
        """Nothing plays."""


def test_a_loudspeaker_that_cannot_be_opened_does_not_stop_the_interview(make: Make) -> None:
    speaker = BrokenSpeaker()
    broken = Chosen(speaker)
    devices = Devices(BlockRing(), Playback(nobody), broken, broken, make())
    assert asyncio.run(devices.open_speaker()) == ""
    assert isinstance(devices.speaker.stream, SilentSpeaker)
    assert "another application" in str(devices.speaker.missing)
    assert speaker.closings == 1, "should it open later, one would pull too many"
    devices.speaker.stream.close()


def test_a_loudspeaker_that_was_opened_has_a_label(make: Make) -> None:
    worker = make(("Mic", 1, 0), ("Speaker", 0, 2))
    devices = asyncio.run(choose_devices(worker, nobody, None, "speak", []))
    assert asyncio.run(devices.open_speaker()) == "Speaker"
    devices.close()


def test_a_sound_system_that_does_not_answer_is_said_in_words(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, release = make(), threading.Event()
    monkeypatch.setattr(type(worker), "busy_s", ANSWER_S)  # it has hung for so long
    worker.submit(release.wait)
    with pytest.raises(DeviceFault, match="does not answer"):
        asyncio.run(choose_devices(worker, nobody, None, None, []))
    devices = asyncio.run(choose_devices(worker, nobody, None, None, [clip(tmp_path / "1.wav")]))
    assert "does not answer" in str(devices.microphone.missing)
    assert "does not answer" in str(devices.speaker.missing)
    release.set()
