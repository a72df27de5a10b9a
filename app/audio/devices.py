"""Which sound devices there are, and which of them a label means.

A device is known by its label: its name, with the host API behind it where PortAudio's default one
has a device of that name too, and a number where one host API has two.

On Windows only those of WASAPI are offered, if there are any. PortAudio's default there is MME,
which lists the same devices once more, cuts their names after 31 characters and holds 90 ms at the
least (PortAudio issues #1058, #790); so would DirectSound and WDM-KS, the latter taking the device
for itself. WASAPI takes no other rate than the device is set to: see ``portaudio.open``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.audio.portaudio import PortAudio
from app.core.device_events import DevicesTold
from app.core.faults import DeviceFault

_BEST = "Windows WASAPI"


@dataclass(frozen=True, slots=True)
class Device:
    """One device as one host API offers it.

    Attributes:
        index: PortAudio's number for it; good until the next refresh.
        name: As the system calls it.
        label: Its name, or more where that is not enough to tell it from another.
        host_api: Through what it is reached: ALSA, Core Audio, Windows WASAPI ...
        rate_hz: The rate that it has of its own.
        inputs: Channels that it can record.
        outputs: Channels that it can play.
        is_default_input: Whether the system records from it unless told otherwise.
        is_default_output: Whether the system plays on it unless told otherwise.
    """

    index: int
    name: str
    label: str
    host_api: str
    rate_hz: float
    inputs: int
    outputs: int
    is_default_input: bool
    is_default_output: bool


def list_devices(portaudio: PortAudio) -> list[Device]:
    """Return every device that is offered, in PortAudio's order. To be called on the worker.

    Raises:
        DeviceFault: If PortAudio is missing or does not start.
    """
    found, host_apis = portaudio.query()
    number = _preferred(found, host_apis)
    main: dict[str, Any] = host_apis[number] if host_apis else {}
    only = number if main.get("name") == _BEST else None
    names = {str(one["name"]) for one in found if one["hostapi"] == number}
    seen = Counter[str]()
    devices = []
    for index, one in enumerate(found):
        if only not in {None, one["hostapi"]}:
            continue
        name, host_api = str(one["name"]), str(host_apis[one["hostapi"]]["name"])
        label = f"{name} ({host_api})" if one["hostapi"] != number and name in names else name
        seen[label] += 1
        devices.append(
            Device(
                index=index,
                name=name,
                label=label if seen[label] == 1 else f"{label} #{seen[label]}",
                host_api=host_api,
                rate_hz=float(one["default_samplerate"]),
                inputs=int(one["max_input_channels"]),
                outputs=int(one["max_output_channels"]),
                is_default_input=index == main["default_input_device"],
                is_default_output=index == main["default_output_device"],
            )
        )
    return devices


def told(devices: list[Device]) -> DevicesTold:
    """Return the labels of these, and which are the system's own."""
    microphones = [one for one in devices if one.inputs]
    speakers = [one for one in devices if one.outputs]
    return DevicesTold(
        tuple(one.label for one in microphones),
        tuple(one.label for one in speakers),
        next((one.label for one in microphones if one.is_default_input), None),
        next((one.label for one in speakers if one.is_default_output), None),
    )


def _preferred(found: list[dict[str, Any]], host_apis: list[dict[str, Any]]) -> int:
    """Return which host API is used unless another is named: PortAudio's default comes first."""
    used = {one["hostapi"] for one in found}
    names = [one["name"] for one in host_apis]
    return names.index(_BEST) if _BEST in names and names.index(_BEST) in used else 0


def find_microphone(portaudio: PortAudio, name: str | None) -> Device:
    """Return the microphone of that label, or the system's own where none is given.

    A label may be given in part and in any case. To be called on the worker.

    Raises:
        DeviceFault: If there is none, none of that label, or several that fit; the text lists
            those that are known.
    """
    microphones = [device for device in list_devices(portaudio) if device.inputs]
    if not microphones:
        raise DeviceFault(
            "No microphone was found. Connect one, check that this application may use it in the "
            "system's privacy settings, or let a recording stand in for it: --mic FILE.wav"
        )
    return _find(microphones, name, "microphone", lambda device: device.is_default_input)


def find_speaker(portaudio: PortAudio, name: str | None) -> Device:
    """Return the loudspeaker of that label, or the system's own; else as ``find_microphone``."""
    speakers = [device for device in list_devices(portaudio) if device.outputs]
    if not speakers:
        raise DeviceFault(
            "No loudspeaker was found. Connect one or put on headphones, or go on without sound: "
            "--speaker none"
        )
    return _find(speakers, name, "loudspeaker", lambda device: device.is_default_output)


def _find(
    devices: list[Device], name: str | None, noun: str, is_default: Callable[[Device], bool]
) -> Device:
    if name is None:
        return next(filter(is_default, devices), devices[0])
    sought = name.strip().casefold()
    exact = [device for device in devices if device.label.casefold() == sought]
    found = exact or [device for device in devices if sought and sought in device.label.casefold()]
    if len({device.name.casefold() for device in found}) == 1:
        return found[0]  # the default host API's comes first
    problem = "fits several" if found else "is not known"
    known = ", ".join(device.label for device in found or devices)
    raise DeviceFault(f"The {noun} \u201c{name}\u201d {problem}. Choose one of: {known}.")
