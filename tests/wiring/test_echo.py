from __future__ import annotations

from typing import Any

import pytest

from app.audio.capture import Capture
from app.audio.choice import Chosen, Devices
from app.audio.echo import EchoPath
from app.audio.file_microphone import FileMicrophone
from app.audio.playback import Playback
from app.audio.reference import Reference
from app.audio.ring import BlockRing
from app.audio.speaker import SilentSpeaker, Speaker
from app.audio.worker import DeviceWorker
from app.core import events as ev
from app.core.echo import Echo
from app.wiring import echo
from app.wiring.echo import EchoWatch, echo_path, has_echo
from app.wiring.resources import RESOURCES

SOUND = b"\x00\x10" * 320
VOICES = [RESOURCES / "answers" / "2-enjoy.wav"]


def awake() -> None:
    """Called by the audio thread."""


def devices(*, microphone: bool = True, speaker: bool = True) -> Devices:
    """Devices that nobody opens: each the real one, or what stands in for it."""
    worker, ring, playback = DeviceWorker(), BlockRing(), Playback(awake)
    return Devices(
        ring,
        playback,
        Chosen(Capture(worker, ring, awake) if microphone else FileMicrophone(VOICES, ring, awake)),
        Chosen(Speaker(worker, playback, awake) if speaker else SilentSpeaker(playback)),
        worker,
    )


def test_a_loudspeaker_is_shown_to_what_takes_its_echo_out() -> None:
    both = devices()
    path = echo_path(both, headphones=False, tell=lambda mode: None)
    assert path is not None
    assert both.playback.on_pulled == path.reference.put


@pytest.mark.parametrize(
    "both", [devices(microphone=False), devices(speaker=False)], ids=["a file", "no loudspeaker"]
)
def test_where_there_is_no_echo_nothing_is_taken_out(both: Devices) -> None:
    assert not has_echo(both)
    assert echo_path(both, headphones=False, tell=lambda mode: None) is None
    assert both.playback.on_pulled is None


def test_with_headphones_nothing_is_taken_out_as_long_as_they_are_worn() -> None:
    told = list[Echo]()
    path = echo_path(devices(), headphones=True, tell=told.append)
    assert path is not None
    assert path.clean(SOUND, 0.02) is SOUND
    path.change(0.02, headphones=False)
    assert told == [Echo.HALF_DUPLEX]
    assert path.clean(SOUND, 0.04) is not SOUND


def test_where_nothing_can_cancel_the_loudspeaker_is_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(echo, "load_canceller", lambda: None)
    both = devices()
    assert echo_path(both, headphones=False, tell=lambda mode: None) is None
    assert both.playback.on_pulled is None


# --- other devices in mid-interview


class Way:
    """The way of the echo as the watch sees it: what it was told."""

    def __init__(self, *, declared: bool = False, can_cancel: bool = True) -> None:
        self.told = list[Echo]()
        self.now = 0.0
        path = EchoPath(NothingTaken(), Reference(), self.told.append, self._mode(declared))
        self._watch = EchoWatch(
            path if can_cancel else None, declared=declared, tell=self.told.append
        )

    @staticmethod
    def _mode(declared: bool) -> Echo:
        return Echo.HEADPHONES if declared else Echo.HALF_DUPLEX

    def hear(self, *opened: ev.Event) -> list[Echo]:
        """Return what was told of these."""
        self.told.clear()
        for one in opened:
            self.now += 1.0
            self._watch.event(one, self.now)
        return list(self.told)


class NothingTaken:
    """A canceller that cancels nothing."""

    def process(self, near: Any, far: Any) -> Any:
        del far
        return near

    def reset(self) -> None:
        """There is nothing to forget."""


MIC, DESK, EARS = (
    ev.MicrophoneOpened("Mic"),
    ev.SpeakerOpened("Desk speakers"),
    ev.SpeakerOpened("Kopfhörer (USB)"),
)


@pytest.mark.parametrize("can_cancel", [True, False])
def test_headphones_are_known_by_their_name(*, can_cancel: bool) -> None:
    way = Way(can_cancel=can_cancel)
    assert way.hear(EARS, MIC) == [Echo.HEADPHONES]
    assert way.hear(EARS, MIC) == [], "the same were opened again"
    assert way.hear(DESK) == [Echo.HALF_DUPLEX]
    assert way.hear(EARS) == [Echo.HEADPHONES]


def test_declared_headphones_count_as_long_as_they_are_the_loudspeaker() -> None:
    way = Way(declared=True)
    assert way.hear(DESK, MIC) == [], "they are what was declared"
    assert way.hear(ev.SpeakerOpened("Another")) == [Echo.HALF_DUPLEX]
    assert way.hear(DESK) == [Echo.HEADPHONES]


def test_another_microphone_hears_the_same_headphones() -> None:
    way = Way()
    way.hear(MIC, EARS)
    assert way.hear(ev.MicrophoneOpened("USB")) == []


def test_another_microphone_has_to_learn_the_way_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = list[bool]()
    way = Way()
    monkeypatch.setattr(EchoPath, "change", lambda _s, _t, headphones: changes.append(headphones))
    way.hear(DESK, MIC, ev.MicrophoneOpened("USB"), ev.EchoTold(Echo.CANCELLED))
    assert changes == [False, False]
