from __future__ import annotations

import pytest

from app.audio.capture import Capture
from app.audio.choice import Chosen, Devices
from app.audio.file_microphone import FileMicrophone
from app.audio.playback import Playback
from app.audio.ring import BlockRing
from app.audio.speaker import SilentSpeaker, Speaker
from app.audio.worker import DeviceWorker
from app.wiring import echo
from app.wiring.echo import echo_path
from app.wiring.resources import RESOURCES

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
    ("both", "headphones"),
    [
        (devices(), True),
        (devices(microphone=False), False),
        (devices(speaker=False), False),
    ],
    ids=["headphones", "a file", "no loudspeaker"],
)
def test_where_there_is_no_echo_nothing_is_taken_out(both: Devices, headphones: bool) -> None:
    assert echo_path(both, headphones=headphones, tell=lambda mode: None) is None
    assert both.playback.on_pulled is None


def test_where_nothing_can_cancel_the_loudspeaker_is_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(echo, "load_canceller", lambda: None)
    both = devices()
    assert echo_path(both, headphones=False, tell=lambda mode: None) is None
    assert both.playback.on_pulled is None
