from __future__ import annotations

import sys
from pathlib import Path
from queue import Queue

import pytest

from app.audio import device_watch
from app.audio.choice import Devices
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


def test_an_interview_is_told_of_the_devices_and_can_ask() -> None:
    told = Queue[DevicesTold]()
    with listed(devices(), told.put) as again:
        first = told.get(timeout=20)
        again()
        second = told.get(timeout=20)
    assert first == second == DevicesTold(("M",), ("S",), "M", "S")


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
    with listed(both, told.put):
        assert told.get(timeout=20) == expected


def test_where_there_is_no_device_at_all_nobody_looks() -> None:
    told = list[DevicesTold]()
    with listed(devices(microphone=False, speaker=False), told.append) as again:
        again()
    assert told == []


def test_what_stands_in_was_not_chosen_by_a_label() -> None:
    assert chosen(devices(), "USB", None) == ("USB", None)
    file = str(Path("answer.wav"))
    assert chosen(devices(microphone=False), file, "Headset") == (None, "Headset")
    assert chosen(devices(speaker=False), None, "none") == (None, None)
