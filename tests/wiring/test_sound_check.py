from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.audio.level import FLOOR_DBFS
from app.audio.portaudio import PortAudio
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault, InputFault
from app.wiring.resources import RESOURCES
from app.wiring.sound_check import SoundCheck
from tests.audio.fake_library import FakeLibrary
from tests.commands import silence

SAMPLE = RESOURCES / "voice" / "greeting.wav"
LOUD = np.full(960, 16_384, np.int16).tobytes()
Levels = list[tuple[float, float]]
Step = Callable[[SoundCheck, FakeLibrary, Levels], Coroutine[Any, Any, None]]


def checked(step: Step, library: FakeLibrary | None = None) -> None:
    """Run one step of a test with a sound check of its own."""

    async def run() -> None:
        fake = library or FakeLibrary()
        worker = DeviceWorker(PortAudio(fake.load))
        levels: Levels = []
        check = SoundCheck(worker, SAMPLE, lambda *two: levels.append(two))
        try:
            await step(check, fake, levels)
        finally:
            await check.stop()
            await asyncio.to_thread(worker.stop)

    asyncio.run(run())


async def until(is_so: Callable[[], object]) -> None:
    """Let the loop run until it is so; pytest's own limit ends a wait in vain."""
    while not is_so():  # noqa: ASYNC110  # levels set no event
        await asyncio.sleep(0.001)


def test_it_finds_what_is_there() -> None:
    async def step(check: SoundCheck, _library: FakeLibrary, _levels: Levels) -> None:
        assert [device.name for device in await check.look()] == ["Mic", "Speaker"]

    checked(step)


def test_it_shows_how_loud_the_microphone_is() -> None:
    async def step(check: SoundCheck, library: FakeLibrary, levels: Levels) -> None:
        await check.listen("Mic")
        await until(lambda: levels)
        assert levels[-1] == (FLOOR_DBFS, FLOOR_DBFS)
        library.streams[-1].deliver(LOUD)
        await until(lambda: levels[-1][0] > FLOOR_DBFS)
        assert levels[-1] == (pytest.approx(-6.02, abs=0.01), FLOOR_DBFS)

    checked(step)


def test_another_microphone_takes_the_place_of_the_first() -> None:
    async def step(check: SoundCheck, library: FakeLibrary, levels: Levels) -> None:
        await check.listen("Mic")
        await check.listen("Other")
        first, second = library.streams
        assert (first.active, second.active) == (False, True)
        await check.stop()
        assert not second.active

    checked(step, FakeLibrary(("Mic", 1, 0), ("Other", 1, 0), ("Speaker", 0, 2)))


def test_of_two_that_are_asked_for_at_once_only_the_newest_is_opened() -> None:
    """Else the other stays open, through the interview too."""

    async def step(check: SoundCheck, library: FakeLibrary, _levels: Levels) -> None:
        await asyncio.gather(check.listen("Mic"), check.listen("Other"))
        assert [stream.wanted["device"] for stream in library.streams] == [1]

    checked(step, FakeLibrary(("Mic", 1, 0), ("Other", 1, 0), ("Speaker", 0, 2)))


def test_one_that_is_still_looked_for_is_not_opened_after_the_end() -> None:
    async def step(check: SoundCheck, library: FakeLibrary, _levels: Levels) -> None:
        listening = asyncio.create_task(check.listen("Mic"))
        await asyncio.sleep(0)
        await check.stop()
        await listening
        assert library.streams == []

    checked(step)


def test_a_microphone_that_cannot_be_used_is_told_of(tmp_path: Path) -> None:
    async def step(check: SoundCheck, _library: FakeLibrary, _levels: Levels) -> None:
        with pytest.raises(DeviceFault, match="Boom"):
            await check.listen("Boom")
        with pytest.raises(InputFault):
            await check.listen(str(tmp_path / "none.wav"))

    checked(step)


def test_a_recording_can_be_listened_to_like_a_microphone(tmp_path: Path) -> None:
    quiet = str(silence(tmp_path / "quiet.wav"))

    async def step(check: SoundCheck, library: FakeLibrary, levels: Levels) -> None:
        await check.listen(quiet)
        await until(lambda: levels)
        assert library.streams == []

    checked(step)


def test_the_sample_is_played_to_its_end_and_its_level_shown() -> None:
    async def step(check: SoundCheck, library: FakeLibrary, levels: Levels) -> None:
        playing = asyncio.create_task(check.play("Speaker"))
        await until(lambda: library.streams and library.streams[-1].active)
        stream = library.streams[-1]
        blocks = 0
        while not playing.done():
            stream.fetch()
            blocks += 1
            await asyncio.sleep(0.0005)
        await playing
        assert not stream.active
        assert blocks * 0.02 == pytest.approx(65_555 / 24_000, abs=0.6)
        assert max(level for _, level in levels) > -30

    checked(step)


def test_a_sample_that_is_stopped_ends_at_once() -> None:
    async def step(check: SoundCheck, library: FakeLibrary, _levels: Levels) -> None:
        playing = asyncio.create_task(check.play(None))
        await until(lambda: library.streams and library.streams[-1].active)
        await check.stop()
        await playing
        assert not library.streams[-1].active

    checked(step)


def test_a_loudspeaker_that_stops_without_a_word_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else it were being tried for ever, and no other could be."""
    monkeypatch.setattr("app.wiring.sound_check.SILENCE_S", 0.05)

    async def step(check: SoundCheck, library: FakeLibrary, _levels: Levels) -> None:
        with pytest.raises(DeviceFault, match="does not play"):
            await check.play("Speaker")
        assert not library.streams[-1].active

    checked(step)


@pytest.mark.parametrize("name", [None, "Boom"])
def test_a_loudspeaker_that_is_not_there_is_told_of(name: str | None) -> None:
    async def step(check: SoundCheck, _library: FakeLibrary, _levels: Levels) -> None:
        with pytest.raises(DeviceFault):
            await check.play(name)

    checked(step, FakeLibrary(("Mic", 1, 0), default=(0, -1)))


def test_a_sound_system_that_hangs_is_told_of_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def step(check: SoundCheck, library: FakeLibrary, _levels: Levels) -> None:
        await check.listen("Mic")
        playing = asyncio.create_task(check.play("Speaker"))
        await until(lambda: len(library.streams) == 2 and library.streams[-1].active)
        release = threading.Event()
        check._worker.submit(lambda: release.wait(10))
        monkeypatch.setattr(DeviceWorker, "busy_s", 60.0)  # it has hung for so long
        await check.stop()
        await playing
        for ask in (check.look(), check.listen("Mic"), check.play("Speaker")):
            with pytest.raises(DeviceFault, match="does not answer"):
                await ask
        release.set()
        monkeypatch.undo()
        await check.stop()
        await until(lambda: not any(stream.active for stream in library.streams))

    checked(step)
