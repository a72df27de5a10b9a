"""Which sound library is this, and how many devices does it find?"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from app.audio.portaudio import PortAudio


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a computer has for sound; never the names of its devices.

    Attributes:
        version: PortAudio's own word for itself.
        host_apis: The sound systems that it reaches.
        inputs: How many devices can be recorded from.
        outputs: How many can be played to.
    """

    version: str
    host_apis: tuple[str, ...]
    inputs: int
    outputs: int


def take_inventory(portaudio: PortAudio) -> Inventory:
    """Return what there is. On the thread of ``DeviceWorker``.

    Raises:
        DeviceFault: If PortAudio is missing or does not start.
    """
    devices, host_apis = portaudio.query()
    library: Any = importlib.import_module("sounddevice")  # which the query has loaded
    _, version = library.get_portaudio_version()
    return Inventory(
        version=version,
        host_apis=tuple(str(one["name"]) for one in host_apis),
        inputs=sum(one["max_input_channels"] > 0 for one in devices),
        outputs=sum(one["max_output_channels"] > 0 for one in devices),
    )
