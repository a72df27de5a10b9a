from __future__ import annotations

import json
import subprocess
import sys
import time
from queue import Empty, SimpleQueue

import pytest

from app.audio.device_list import EVERY_S, look, watch
from app.audio.portaudio import PortAudio
from app.core.device_events import DevicesTold
from tests.audio.fake_library import FakeLibrary, PortAudioError
from tests.sound import ROOT, Sound

NONE = DevicesTold((), (), None, None)
ONE = DevicesTold(("Mic",), ("Speaker",), "Mic", "Speaker")


def test_each_look_reads_the_list_anew() -> None:
    library = FakeLibrary()
    portaudio = PortAudio(library.load)
    assert look(portaudio) == ONE
    library.devices.append(("Headset", 1, 0))
    assert look(portaudio).microphones == ("Mic", "Headset")


def test_without_a_sound_system_the_list_is_empty() -> None:
    library = FakeLibrary()
    portaudio = PortAudio(library.load)
    look(portaudio)
    library.init_error = PortAudioError("no driver", -9999)
    assert look(portaudio) == NONE


class Asked(SimpleQueue[None]):
    """Questions that come, or do not come in time; counts how long was waited for each."""

    def __init__(self, *are_asked: bool) -> None:
        self.are_asked = list(are_asked)
        self.waits: list[float] = []

    def get(self, block: bool = True, timeout: float | None = None) -> None:
        del block
        self.waits.append(timeout or 0.0)
        if not self.are_asked.pop(0):
            raise Empty


class Gone(Exception):
    """The test is over."""


def said(lists: list[DevicesTold], asked: Asked, spent_s: float = 0.0) -> list[int]:
    """Return which of the lists were said, by their numbers; each reading takes ``spent_s``."""
    numbers, clock, seen = list[int](), iter(range(1000)), iter(range(1000))
    at = -1

    def look_again() -> DevicesTold:
        nonlocal at
        at = next(seen)
        if at == len(lists):
            raise Gone
        return lists[at]

    with pytest.raises(Gone):
        watch(look_again, asked, lambda _: numbers.append(at), lambda: next(clock) * spent_s)
    return numbers


def test_the_list_is_said_at_once_at_each_change_and_whenever_asked() -> None:
    asked = Asked(False, False, True, False)
    assert said([NONE, NONE, ONE, ONE], asked) == [0, 2, 3]
    assert asked.waits == [EVERY_S] * 4


def test_what_costs_much_is_done_seldom() -> None:
    asked = Asked(False, False)
    said([NONE, NONE], asked, spent_s=0.1)
    assert asked.waits == [EVERY_S, pytest.approx(12.5)]


def test_it_ends_when_nobody_reads_any_more() -> None:
    def say(_: str) -> None:
        raise BrokenPipeError

    watch(lambda: ONE, Asked(), say)


class Child:
    """The process itself, on a sound card of the test's own."""

    def __init__(self, sound: Sound) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "app.audio.device_list"],
            env=sound.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def read(self) -> dict[str, object]:
        assert self._child.stdout is not None
        found: dict[str, object] = json.loads(self._child.stdout.readline())
        return found

    def ask(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write("again\n")
        self._child.stdin.flush()

    def leave(self) -> float:
        """Let go of it; return how long it took to end."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        began = time.monotonic()
        self._child.stdin.close()
        assert self._child.wait(10) == 0
        self._child.stdout.close()
        return time.monotonic() - began


def test_it_tells_what_is_there_and_what_comes_and_goes_with_the_sound_server(
    own_sound: Sound,
) -> None:
    child = Child(own_sound)
    first = child.read()
    assert (first["microphone"], first["speaker"]) == ("default", "default")
    assert "mic" in str(first["microphones"])
    own_sound.plug("headset")
    assert "headset" in str(child.read()["microphones"])
    own_sound.kill()
    assert child.read() == {"microphones": [], "speakers": [], "microphone": None, "speaker": None}
    own_sound.start()
    assert "headset" in str(child.read()["microphones"])
    child.ask()
    assert "headset" in str(child.read()["microphones"])
    child.leave()


def test_it_leaves_at_once_though_the_sound_server_is_frozen(own_sound: Sound) -> None:
    child = Child(own_sound)
    child.read()
    own_sound.freeze(on=True)
    child.ask()
    assert child.leave() < 5.0
