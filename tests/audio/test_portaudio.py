from __future__ import annotations

import builtins
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from app.audio.portaudio import PortAudio, Stream, Wanted
from app.core.faults import DeviceFault
from tests.audio.fake_library import FakeLibrary, PortAudioError
from tests.audio.on_device import OnDevice
from tests.sound import ROOT, Sound


def wanted(kind: str = "RawInputStream", channels: int = 2) -> Wanted:
    return Wanted(kind, 0, "Mic", channels, lambda *_: None, lambda: None, lambda: None)


def opened(library: FakeLibrary) -> tuple[PortAudio, Stream]:
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    return portaudio, portaudio.open(wanted())


def test_the_library_is_loaded_at_first_use_only() -> None:
    library = FakeLibrary()
    portaudio = PortAudio(library.load)
    assert library.calls == []
    portaudio.query()
    portaudio.query()
    assert library.calls == ["load"]


def test_a_refresh_reads_the_list_anew() -> None:
    library = FakeLibrary()
    portaudio = PortAudio(library.load)
    assert portaudio.refresh()
    assert portaudio.refresh()
    assert library.calls == ["load", "terminate", "initialise"]


def test_a_refresh_waits_while_a_stream_runs() -> None:
    library = FakeLibrary()
    portaudio, _ = opened(library)
    assert not portaudio.refresh()
    assert library.calls == ["load"]


def test_a_refresh_closes_streams_that_have_ended_and_nobody_closes_them_twice() -> None:
    library = FakeLibrary()
    portaudio, stream = opened(library)
    library.streams[0].active = False
    assert portaudio.refresh()
    portaudio.close(stream)
    assert library.streams[0].calls == ["abort", "close"]


class Two:
    """Two streams that run, and what their owners were told."""

    def __init__(self) -> None:
        self.library = FakeLibrary()
        self.portaudio = PortAudio(self.library.load)
        self.portaudio.refresh()
        self.told: list[str] = []
        self.streams = [self.portaudio.open(self._wanted(name)) for name in ("first", "second")]

    def _wanted(self, name: str) -> Wanted:
        return Wanted(
            *("RawInputStream", 0, name, 1, lambda *_: None),
            on_finished=lambda: self.told.append(f"{name} ended"),
            reopen=lambda: self.told.append(f"reopen {name}"),
        )


def test_the_list_can_be_read_anew_though_streams_run_and_those_are_opened_again() -> None:
    two = Two()
    two.library.streams[1].active = False  # it has ended: its owner knows
    two.portaudio.renew()
    assert two.library.calls == ["load", "terminate", "initialise"]
    assert two.library.streams[0].calls == ["abort", "close"]
    assert two.told == ["reopen first"]


def test_streams_are_asked_to_open_again_though_the_system_does_not_start() -> None:
    two = Two()
    two.library.init_error = PortAudioError("no driver", -9999)
    with pytest.raises(DeviceFault, match="no driver"):
        two.portaudio.renew()
    assert two.told == ["reopen first", "reopen second"]


def test_only_a_stream_that_ends_by_itself_is_told_of() -> None:
    two = Two()
    two.portaudio.close(two.streams[0])
    assert two.told == []
    two.library.streams[1].wanted["finished_callback"]()
    assert two.told == ["second ended"]


def test_a_stream_that_is_restarted_runs_on_and_its_end_is_news_again() -> None:
    two = Two()
    two.portaudio.restart(two.streams[0])
    assert two.library.streams[0].calls == ["abort"]
    assert two.library.streams[0].active
    assert two.told == []
    two.library.streams[0].wanted["finished_callback"]()
    assert two.told == ["first ended"]


def test_a_stream_that_does_not_run_on_is_a_fault_and_a_closed_one_is_left_alone() -> None:
    two = Two()
    two.library.start_error = PortAudioError("Device unavailable", -9985)
    with pytest.raises(DeviceFault, match=r"first.*Another application"):
        two.portaudio.restart(two.streams[0])
    two.portaudio.close(two.streams[1])
    two.portaudio.restart(two.streams[1])
    assert two.library.streams[1].calls == ["abort", "close"]


def test_a_failed_start_of_the_system_can_be_tried_again() -> None:
    library = FakeLibrary()
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    library.init_error = PortAudioError("no driver", -9999)
    with pytest.raises(DeviceFault, match="no driver"):
        portaudio.refresh()
    library.init_error = None
    assert portaudio.refresh()
    assert library.calls.count("terminate") == 1


def test_a_stream_that_cannot_start_is_closed() -> None:
    library = FakeLibrary()
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    library.start_error = PortAudioError("Device unavailable", -9985)
    with pytest.raises(DeviceFault, match="Another application"):
        portaudio.open(wanted())
    assert library.streams[0].calls == ["abort", "close"]


def test_a_device_that_refuses_its_only_channel_is_a_fault() -> None:
    library = FakeLibrary()
    library.refuses_mono = True
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    with pytest.raises(DeviceFault, match="Invalid number of channels"):
        portaudio.open(wanted(channels=1))


@pytest.mark.parametrize(
    ("own_hz", "takes_hz", "opened_hz", "block"),
    [
        (16_000.0, [8_000, 16_000], 16_000, 320),  # a Bluetooth headset that records
        (44_100.0, [44_100], 44_100, 882),
        (192_000.0, [192_000], 192_000, 3_840),
        (48_000.0, [8_000], 8_000, 160),
        (11_025.0, [11_025, 22_050], 22_050, 441),  # of which no block of 20 ms is whole
    ],
)
@pytest.mark.parametrize("code", [-9997, -9996])
def test_a_device_that_refuses_48_khz_is_opened_at_a_rate_that_it_takes(
    own_hz: float, takes_hz: list[int], opened_hz: int, block: int, code: int
) -> None:
    library = FakeLibrary()
    library.rates_hz, library.rate_error = takes_hz, code
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    portaudio.open(replace(wanted(), rate_hz=own_hz))
    (stream,) = library.streams
    assert (stream.wanted["samplerate"], stream.wanted["blocksize"]) == (opened_hz, block)


def test_a_device_of_its_own_rate_that_refuses_mono_too_is_opened_as_it_is() -> None:
    library = FakeLibrary()
    library.rates_hz, library.refuses_mono = [44_100], True
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    portaudio.open(replace(wanted(channels=4), rate_hz=44_100.0))
    (stream,) = library.streams
    assert (stream.wanted["samplerate"], stream.wanted["channels"]) == (44_100, 4)


def test_a_device_that_takes_no_rate_says_what_to_do() -> None:
    library = FakeLibrary()
    library.rates_hz = []
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    with pytest.raises(DeviceFault, match=r"no usual rate.*48,000 Hz"):
        portaudio.open(wanted())


def test_a_device_that_another_application_keeps_is_asked_once() -> None:
    library = FakeLibrary()
    library.open_error = PortAudioError("Device unavailable", -9985)
    portaudio = PortAudio(library.load)
    portaudio.refresh()
    with pytest.raises(DeviceFault, match="Another application"):
        portaudio.open(wanted(channels=1))
    assert library.opened == 1


def test_streams_are_aborted_and_closed_before_the_end() -> None:
    library = FakeLibrary()
    portaudio, _ = opened(library)
    portaudio.terminate()
    assert library.streams[0].calls == ["abort", "close"]
    assert library.calls == ["load", "terminate"]
    portaudio.terminate()
    assert library.calls == ["load", "terminate"]


def test_a_missing_library_is_a_fault_that_names_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def without_sounddevice(name: str, *rest: Any) -> Any:
        if name == "_sounddevice":  # where the real one fails too
            raise OSError("PortAudio library not found")
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", without_sounddevice)
    with pytest.raises(DeviceFault, match="apt install libportaudio2"):
        PortAudio().query()


def test_a_missing_sound_server_is_no_crash_and_its_start_is_seen(own_sound: Sound) -> None:
    own_sound.kill()
    with OnDevice(own_sound) as device:
        assert "No microphone was found" in device.ask("open_microphone")["fault"]
        own_sound.start()
        assert device.ask("open_microphone") is None


def test_whoever_comes_after_one_that_is_done_finds_the_devices_too() -> None:
    code = (
        "from app.audio.portaudio import PortAudio\n"
        "first, second = PortAudio(), PortAudio()\n"
        "first.query(); first.terminate(); print(second.query() is not None); second.terminate()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
