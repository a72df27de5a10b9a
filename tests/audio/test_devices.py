from __future__ import annotations

import pytest

from app.audio.devices import find_microphone, find_speaker, list_devices, told
from app.audio.portaudio import PortAudio
from app.core.device_events import DevicesTold
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


def two_apis(*apis: str) -> PortAudio:
    """Return a library in which a second host API has the headset, and a device of its own."""
    library = FakeLibrary(("Headset", 1, 2), ("Headset", 1, 2), ("Other", 1, 0), default=(0, 0))
    library.apis, library.api_of = list(apis), {1: 1, 2: 1}
    return PortAudio(library.load)


def test_a_name_under_two_host_apis_is_told_apart_by_them() -> None:
    both = two_apis("ALSA", "JACK")
    assert [one.label for one in list_devices(both)] == ["Headset", "Headset (JACK)", "Other"]
    assert find_microphone(both, "Headset").index == 0
    assert find_microphone(both, "headset (jack)").index == 1
    assert find_microphone(both, "head").index == 0, "the first is PortAudio's own choice"


def test_on_windows_only_the_devices_of_wasapi_are_offered() -> None:
    both = two_apis("MME", "Windows WASAPI")
    assert [(one.index, one.label) for one in list_devices(both)] == [(1, "Headset"), (2, "Other")]


def test_without_a_device_of_wasapi_those_of_the_first_are_offered() -> None:
    library = FakeLibrary(("Headset", 1, 2))
    library.apis = ["MME", "Windows WASAPI"]
    assert [one.label for one in list_devices(PortAudio(library.load))] == ["Headset"]


def test_two_devices_of_one_name_are_numbered() -> None:
    twins = portaudio(("Webcam", 1, 0), ("Webcam", 1, 0))
    assert [one.label for one in list_devices(twins)] == ["Webcam", "Webcam #2"]
    assert find_microphone(twins, "Webcam #2").index == 1


def test_what_is_told_are_the_labels_and_the_systems_own() -> None:
    assert told(list_devices(portaudio(*DESK))) == DevicesTold(
        ("Built-in Microphone", "USB Headset", "USB Camera", "usb headset"),
        ("Built-in Output", "USB Headset"),
        "USB Camera",
        "Built-in Output",
    )
    assert told([]) == DevicesTold((), (), None, None)


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
