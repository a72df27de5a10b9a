"""Which sound devices there are, and which of them a name means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.audio.portaudio import PortAudio
from app.core.faults import DeviceFault


@dataclass(frozen=True, slots=True)
class Device:
    """One device as one host API offers it.

    Attributes:
        index: PortAudio's number for it; good until the next refresh.
        name: As the system calls it.
        host_api: Through what it is reached: ALSA, Core Audio, Windows WASAPI ...
        inputs: Channels that it can record.
        outputs: Channels that it can play.
        is_default_input: Whether the system records from it unless told otherwise.
        is_default_output: Whether the system plays on it unless told otherwise.
    """

    index: int
    name: str
    host_api: str
    inputs: int
    outputs: int
    is_default_input: bool
    is_default_output: bool


def list_devices(portaudio: PortAudio) -> list[Device]:
    """Return every device, in PortAudio's order. To be called on the worker.

    Raises:
        DeviceFault: If PortAudio is missing or does not start.
    """
    devices, host_apis = portaudio.query()
    first = host_apis[0] if host_apis else {}  # PortAudio's own default host API comes first
    return [
        Device(
            index=index,
            name=str(device["name"]),
            host_api=str(host_apis[device["hostapi"]]["name"]),
            inputs=int(device["max_input_channels"]),
            outputs=int(device["max_output_channels"]),
            is_default_input=index == first["default_input_device"],
            is_default_output=index == first["default_output_device"],
        )
        for index, device in enumerate(devices)
    ]


def find_microphone(portaudio: PortAudio, name: str | None) -> Device:
    """Return the microphone of that name, or the system's own where there is no name.

    A name may be given in part and in any case. To be called on the worker.

    Raises:
        DeviceFault: If there is none, none of that name, or several that fit; the text lists
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
    """Return the loudspeaker of that name, or the system's own; else as ``find_microphone``."""
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
    exact = [device for device in devices if device.name.casefold() == sought]
    found = exact or [device for device in devices if sought and sought in device.name.casefold()]
    if len({device.name.casefold() for device in found}) == 1:
        # Windows lists one device under several host APIs; the first is PortAudio's default.
        return found[0]
    problem = "fits several" if found else "is not known"
    known = ", ".join(dict.fromkeys(device.name for device in found or devices))
    raise DeviceFault(f"The {noun} \u201c{name}\u201d {problem}. Choose one of: {known}.")
