from __future__ import annotations

import sounddevice

from app.audio.inventory import take_inventory
from app.audio.portaudio import PortAudio
from tests.audio.fake_library import FakeLibrary


def test_devices_are_counted_and_not_named() -> None:
    library = FakeLibrary(("Jane's headset", 1, 0), ("Both", 2, 2), ("Nothing", 0, 0))
    found = take_inventory(PortAudio(library.load))
    assert (found.inputs, found.outputs) == (2, 1)
    assert "Jane" not in repr(found)


def test_the_library_tells_its_version() -> None:
    found = take_inventory(PortAudio(FakeLibrary(("Nothing", 0, 0)).load))
    assert found.version == sounddevice.get_portaudio_version()[1]
    assert found.version.startswith("PortAudio V19")
    assert (found.inputs, found.outputs) == (0, 0)
