from __future__ import annotations

import sys
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from app.audio import device_watch
from app.audio.choice import Devices
from app.audio.sound import SoundDevice
from app.core.actions import ListDevices
from app.core.device_events import DevicesTold
from app.wiring.listing import chosen, listed
from tests.wiring.test_echo import devices

CHILD = """
import sys
line = '{"microphones": ["M"], "speakers": ["S"], "microphone": "M", "speaker": "S"}'
print(line, flush=True)
for _ in sys.stdin:
    print(line, flush=True)
"""


@pytest.fixture(autouse=True)
def child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another process than the real one tell of the devices."""
    monkeypatch.setattr(device_watch, "command", lambda: [sys.executable, "-c", CHILD])


def sound_of(both: Devices) -> SoundDevice:
    hearing: Any = None  # nobody hears
    streams = both.microphone.stream, both.speaker.stream
    return SoundDevice(*streams, hearing, both.playback, lambda: 0.0, lambda _: None)


def test_an_interview_is_told_of_the_devices_and_can_ask() -> None:
    both, told = devices(), Queue[DevicesTold]()
    sound = sound_of(both)
    with listed(both, sound, told.put):
        first = told.get(timeout=20)
        sound.obey(ListDevices())
        again = told.get(timeout=20)
    assert first == again == DevicesTold(("M",), ("S",), "M", "S")


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        (devices(microphone=False), DevicesTold((), ("S",), None, "S")),
        (devices(speaker=False), DevicesTold(("M",), (), "M", None)),
    ],
    ids=["a file", "no loudspeaker"],
)
def test_of_what_stands_in_for_a_device_none_is_told(both: Devices, expected: DevicesTold) -> None:
    told = Queue[DevicesTold]()
    with listed(both, sound_of(both), told.put):
        assert told.get(timeout=20) == expected


def test_where_there_is_no_device_at_all_nobody_looks() -> None:
    both = devices(microphone=False, speaker=False)
    sound = sound_of(both)
    with listed(both, sound, lambda _: None):
        sound.obey(ListDevices())  # is asked of nobody


def test_what_stands_in_was_not_chosen_by_a_label() -> None:
    assert chosen(devices(), "USB", None) == ("USB", None)
    file = str(Path("answer.wav"))
    assert chosen(devices(microphone=False), file, "Headset") == (None, "Headset")
    assert chosen(devices(speaker=False), None, "none") == (None, None)
