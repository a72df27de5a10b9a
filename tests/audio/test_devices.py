from __future__ import annotations

import pytest

from app.audio.devices import find_microphone, find_speaker, list_devices
from app.audio.portaudio import PortAudio
from app.core.faults import DeviceFault
from tests.audio.fake_library import FakeLibrary
from tests.audio.on_device import OnDevice
from tests.sound import Sound

DESK = (
    ("Built-in Microphone", 1, 0),
    ("Built-in Output", 0, 2),
    ("USB Headset", 1, 2),
    ("USB Camera", 2, 0),
    ("usb headset", 1, 0),  # the same one under another host API
)


def portaudio(*devices: tuple[str, int, int], default: tuple[int, int] = (3, 1)) -> PortAudio:
    return PortAudio(FakeLibrary(*devices, default=default).load)


def test_devices_are_listed_with_their_channels_and_the_systems_choice() -> None:
    devices = list_devices(portaudio(*DESK))
    assert [(d.index, d.name, d.inputs, d.outputs) for d in devices[:2]] == [
        (0, "Built-in Microphone", 1, 0),
        (1, "Built-in Output", 0, 2),
    ]
    assert [d.index for d in devices if d.is_default_input] == [3]
    assert [d.index for d in devices if d.is_default_output] == [1]
    assert {d.host_api for d in devices} == {"API"}


def test_without_a_name_it_is_the_systems_choice() -> None:
    assert find_microphone(portaudio(*DESK), None).name == "USB Camera"
    assert find_speaker(portaudio(*DESK), None).name == "Built-in Output"


def test_without_a_choice_of_the_system_it_is_the_first() -> None:
    assert find_microphone(portaudio(*DESK, default=(-1, -1)), None).index == 0
    assert find_speaker(portaudio(*DESK, default=(-1, -1)), None).index == 1


def test_a_part_of_the_name_in_any_case_is_enough() -> None:
    assert find_microphone(portaudio(*DESK), "camera").index == 3
    assert find_speaker(portaudio(*DESK), "headset").index == 2


def test_a_whole_name_comes_before_a_part_of_another() -> None:
    desk = (("Mic two", 1, 0), ("Mic", 1, 0))
    assert find_microphone(portaudio(*desk), "Mic").index == 1


def test_one_device_under_two_host_apis_is_taken_by_the_first() -> None:
    assert find_microphone(portaudio(*DESK), "USB Headset").index == 2


def test_an_unknown_name_lists_those_that_are_known() -> None:
    with pytest.raises(DeviceFault) as caught:
        find_microphone(portaudio(*DESK), "Studio")
    assert "“Studio” is not known" in str(caught.value)
    assert "Built-in Microphone, USB Headset, USB Camera" in str(caught.value)
    assert "Built-in Output" not in str(caught.value)


def test_a_name_that_fits_several_lists_only_those() -> None:
    with pytest.raises(DeviceFault, match=r"fits several\. Choose one of: USB Headset, USB Camera"):
        find_microphone(portaudio(*DESK), "usb")


def test_an_empty_name_fits_nothing() -> None:
    with pytest.raises(DeviceFault, match="is not known"):
        find_microphone(portaudio(*DESK), " ")


def test_where_there_is_none_the_fault_says_what_to_do() -> None:
    with pytest.raises(DeviceFault, match=r"No microphone.*--mic FILE\.wav"):
        find_microphone(portaudio(("Out", 0, 2)), None)
    with pytest.raises(DeviceFault, match=r"No loudspeaker.*--speaker none"):
        find_speaker(portaudio(("In", 1, 0)), "In")


def test_the_real_device_is_found_by_name(sound: Sound) -> None:
    with OnDevice(sound) as device:
        assert {"mic", "speaker"} <= set(device.ask("devices"))
        assert device.ask("find_microphone", "mic") == "mic"
        fault = device.ask("find_microphone", "studio")["fault"]
        assert "studio" in fault
        assert {"mic", "speaker"} <= set(fault.removesuffix(".").split(": ")[1].split(", "))
