from __future__ import annotations

import threading

import pytest

from app.audio.device_stream import IN, OUT, DeviceStream, Way
from app.audio.portaudio import PortAudio
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault
from tests.audio.fake_library import FakeLibrary, FakeStream, PortAudioError


class Fakes:
    """A microphone and a loudspeaker on a fake library."""

    def __init__(self, *devices: tuple[str, int, int]) -> None:
        self.library = FakeLibrary(*devices)
        self.worker = DeviceWorker(PortAudio(self.library.load))
        self.ends: list[str] = []
        self.microphone = self.stream(IN, "microphone")
        self.speaker = self.stream(OUT, "loudspeaker")

    def stream(self, way: Way, name: str) -> DeviceStream:
        return DeviceStream(self.worker, way, lambda *_: None, lambda: self.ends.append(name), None)

    @property
    def streams(self) -> list[FakeStream]:
        return self.library.streams

    def settle(self) -> None:
        """Let the worker do what it was asked for."""
        self.worker.submit(lambda: None).result(timeout=10)

    def block(self) -> threading.Event:
        """Let a call be stuck until the event is set."""
        begun, release = threading.Event(), threading.Event()
        self.worker.submit(lambda: (begun.set(), release.wait(10)))
        assert begun.wait(10)
        return release


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


def test_it_opens_the_device_of_its_way_and_says_its_name(fakes: Fakes) -> None:
    assert fakes.microphone.open().result() == "Mic"
    assert fakes.speaker.open().result() == "Speaker"
    assert [stream.wanted["device"] for stream in fakes.streams] == [0, 1]
    assert fakes.speaker.latency_s == fakes.library.latency
    assert fakes.worker.stop()


def test_another_device_than_the_chosen_one_is_opened_by_its_name() -> None:
    fakes = Fakes(("Mic", 1, 0), ("Headset", 1, 0))
    assert fakes.microphone.open("Headset").result() == "Headset"
    assert fakes.microphone.open().result() == "Mic"
    assert [stream.active for stream in fakes.streams] == [False, True]
    assert fakes.worker.stop()


def test_nothing_is_wanted_before_it_is_opened_and_after_it_is_closed(fakes: Fakes) -> None:
    assert not fakes.microphone.is_wanted
    fakes.microphone.open().result()
    assert fakes.microphone.is_wanted
    closed = fakes.microphone.close()
    assert not fakes.microphone.is_wanted
    closed.result()
    assert not fakes.streams[0].active
    fakes.microphone.close().result()  # again is harmless
    assert fakes.ends == []
    assert fakes.worker.stop()


def test_who_asks_again_and_again_while_a_call_is_stuck_gets_one_opening(fakes: Fakes) -> None:
    release = fakes.block()
    calls = {fakes.microphone.open() for _ in range(40)}
    assert len(calls) == 1
    release.set()
    assert calls.pop().result() == "Mic"
    assert len(fakes.streams) == 1
    assert fakes.worker.stop()


def test_only_the_newest_of_many_wishes_is_granted(fakes: Fakes) -> None:
    release = fakes.block()
    for _ in range(40):
        fakes.microphone.open()
        fakes.microphone.close()
        assert fakes.microphone.close() is fakes.microphone.close()
    release.set()
    fakes.settle()
    assert fakes.streams == []

    release = fakes.block()
    fakes.microphone.close()
    opened = fakes.microphone.open()
    release.set()
    assert opened.result() == "Mic"
    assert len(fakes.streams) == 1
    assert fakes.worker.stop()


def test_an_end_is_news_unless_it_is_of_a_stream_that_is_not_wanted(fakes: Fakes) -> None:
    fakes.microphone.open().result()
    fakes.streams[0].wanted["finished_callback"]()
    assert fakes.microphone.finished
    assert fakes.ends == ["microphone"]
    fakes.microphone.open()
    assert not fakes.microphone.finished, "at once, not when the worker gets to it"
    fakes.microphone.close()
    fakes.streams[0].wanted["finished_callback"]()
    assert not fakes.microphone.finished
    assert fakes.ends == ["microphone"]
    assert fakes.worker.stop()


def test_a_device_that_was_connected_meanwhile_is_found_and_the_other_stream_runs_on() -> None:
    fakes = Fakes(("Old", 1, 0), ("Speaker", 0, 2))
    fakes.speaker.open().result()
    fakes.library.devices = [("Speaker", 0, 2), ("New", 1, 0)]
    fakes.library.default = (1, 0)
    fakes.library.calls.clear()
    assert fakes.microphone.open("New").result() == "New"
    assert fakes.library.calls == ["terminate", "initialise"]
    before, speaker, microphone = fakes.streams
    assert not before.active
    assert (speaker.active, speaker.wanted["device"]) == (True, 0)
    assert (microphone.active, microphone.wanted["device"]) == (True, 1)
    assert fakes.ends == []
    assert not fakes.speaker.finished
    assert fakes.worker.stop()


def test_a_device_that_is_in_the_list_is_opened_without_a_break(fakes: Fakes) -> None:
    fakes.speaker.open().result()
    fakes.microphone.open().result()
    assert fakes.streams[0].calls == []
    assert fakes.library.calls == ["load"]
    assert fakes.worker.stop()


def test_a_device_that_is_nowhere_is_a_fault_and_the_other_stream_runs_on(fakes: Fakes) -> None:
    fakes.speaker.open().result()
    with pytest.raises(DeviceFault, match="Boom"):
        fakes.microphone.open("Boom").result()
    assert fakes.streams[-1].active
    assert not fakes.speaker.finished
    assert fakes.worker.stop()


def test_a_device_that_refuses_breaks_no_other_stream(fakes: Fakes) -> None:
    fakes.speaker.open().result()
    fakes.library.open_error = PortAudioError("Device unavailable", -9985)
    with pytest.raises(DeviceFault, match="Another application"):
        fakes.microphone.open().result()
    assert fakes.streams[0].calls == []
    assert fakes.worker.stop()


def test_the_other_stream_that_cannot_be_opened_again_has_ended() -> None:
    fakes = Fakes(("Mic", 1, 0), ("Speaker", 0, 2))
    fakes.speaker.open().result()
    fakes.library.devices = [("New", 1, 0)]
    assert fakes.microphone.open("New").result() == "New"
    assert fakes.speaker.finished
    assert fakes.ends == ["loudspeaker"]
    assert fakes.worker.stop()


def test_the_other_stream_stays_closed_if_nobody_wants_it(fakes: Fakes) -> None:
    fakes.speaker.open().result()
    release = fakes.block()
    opened = fakes.microphone.open("Boom")
    fakes.speaker.close()
    release.set()
    with pytest.raises(DeviceFault):
        opened.result()
    fakes.settle()
    assert not any(stream.active for stream in fakes.streams)
    assert fakes.ends == []
    assert fakes.worker.stop()


def test_a_restart_throws_away_what_the_device_holds_and_is_no_end(fakes: Fakes) -> None:
    fakes.speaker.restart()  # nothing is open
    fakes.speaker.open().result()
    fakes.speaker.restart()
    fakes.settle()
    assert fakes.streams[0].calls == ["abort"]
    assert fakes.streams[0].active
    assert fakes.ends == []
    assert fakes.worker.stop()


def test_a_stream_that_does_not_start_again_has_ended(fakes: Fakes) -> None:
    fakes.speaker.open().result()
    fakes.library.start_error = PortAudioError("gone", -9985)
    fakes.speaker.restart()
    fakes.settle()
    assert fakes.speaker.finished
    assert fakes.ends == ["loudspeaker"]
    assert fakes.worker.stop()
