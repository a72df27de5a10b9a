from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.faults import InputFault, LinkLost
from app.core.outgoing import Audio, WindowStart
from app.shells import LiveLink
from app.wiring.tapping import TappedSound, TappedTransport, tapping
from tests.fakes import FakeLink, FakeSound, FakeTransport, run

FRESH = act.Connect(1, None, with_history=False)
AUDIO = Audio(1, 0, 1)


async def append_all(live: LiveLink, heard: list[ev.Event]) -> None:
    async for event in live.receive(1):
        heard.append(event)  # noqa: PERF401  # all that came before the fault


class Taps:
    def __init__(self) -> None:
        self.passed: list[tuple[str, bytes]] = []

    def __call__(self, station: str, pcm: bytes) -> None:
        self.passed.append((station, pcm))


def test_what_the_socket_took_is_tapped_and_nothing_else() -> None:
    async def scene() -> None:
        taps, link = Taps(), FakeLink()
        async with TappedTransport(FakeTransport(link), taps).open(FRESH) as live:
            await live.send(WindowStart(1), b"")
            await live.send(AUDIO, b"1")
            assert live.send_at_once(AUDIO, b"2")
            link.is_broken = True
            assert not live.send_at_once(AUDIO, b"3")
            with pytest.raises(LinkLost):
                await live.send(AUDIO, b"4")
        assert taps.passed == [("sent", b"1"), ("sent", b"2")]
        assert [pcm for _, _, pcm in link.sent] == [b"", b"1", b"2"]

    run(scene)


def test_the_interviewers_sound_is_tapped_as_it_comes() -> None:
    async def scene() -> None:
        taps, link = Taps(), FakeLink()
        said = [ev.ReplyText(1, "Hello"), ev.ReplyAudio(1, b"55"), ev.TurnComplete(1)]
        link.say(*said, LinkLost("It is over."))
        heard: list[ev.Event] = []
        async with TappedTransport(FakeTransport(link), taps).open(FRESH) as live:
            with pytest.raises(LinkLost):
                await append_all(live, heard)
        assert heard == said
        assert taps.passed == [("received", b"55")]

    run(scene)


def test_a_tapped_transport_aborts_as_the_one_within() -> None:
    within = FakeTransport()
    TappedTransport(within, Taps()).abort()
    assert within.aborts == 1


def test_frames_and_what_was_played_are_tapped_on_their_way() -> None:
    async def scene() -> None:
        taps, device = Taps(), FakeSound()
        tapped = TappedSound(device, taps)
        frame = ev.MicFrame(0, 0.02, 0.5, -20.0)
        device.ring.append((frame, b"1"))
        device.came_out.append((ev.Played(1, 0, 1, 0.0), b"22"))
        assert list(tapped.heard(muted=False)) == [(frame, b"1")]
        assert list(tapped.played()) == [(ev.Played(1, 0, 1, 0.0), b"22")]
        assert tapped.deadline == device.deadline
        tapped.obey(act.OpenMicrophone())
        assert device.obeyed == [act.OpenMicrophone()]
        assert taps.passed == [("scored", b"1"), ("played", b"22")]

    run(scene)


def test_taps_are_whole_when_the_interview_is_over(tmp_path: Path) -> None:
    async def scene() -> None:
        async with tapping(None) as tap:
            assert tap is None
        async with tapping(tmp_path / "taps") as tap:
            assert tap is not None
            tap("scored", bytes(640))

    asyncio.run(scene())
    with wave.open(str(tmp_path / "taps" / "scored.wav")) as file:
        assert file.getnframes() == 320


def test_a_folder_that_holds_taps_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    async def scene() -> None:
        (tmp_path / "raw.wav").touch()
        with pytest.raises(InputFault, match="--tap"):
            async with tapping(tmp_path):
                pass

    asyncio.run(scene())
