from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.core import check_events as ck
from app.core.check_report import Step, Trouble
from app.core.faults import Fault
from app.settings import Options
from app.wiring.check_visit import CheckVisit
from tests.audio.fake_library import FakeLibrary
from tests.wiring.check_room import Room

OPTIONS = Options(is_practice=False, mic="Mic", headphones=True)


class Page:
    def __init__(self) -> None:
        self.views: list[ck.CheckView] = []
        self.faults: list[Fault] = []
        self.levels: list[float] = []

    def show_check(self, view: ck.CheckView, faults: Sequence[Fault]) -> None:
        self.views.append(view)
        self.faults = list(faults)

    def show_levels(self, microphone_dbfs: float, speaker_dbfs: float) -> None:
        self.levels.append(microphone_dbfs)

    @property
    def step(self) -> Step | None:
        return self.views[-1].step if self.views else None


def test_a_check_goes_on_until_it_is_left_and_then_the_devices_are_free() -> None:
    async def run() -> None:
        room, page = Room(FakeLibrary()), Page()
        visit = CheckVisit(room.worker, page)
        visit.feed(ck.Skip())
        assert not visit.is_on, "there is none yet"
        await visit.begin(OPTIONS)
        assert visit.is_on
        await room.until(lambda: page.step is Step.QUIET)
        visit.feed(ck.Skip())
        await room.until(lambda: page.step is Step.SOFT and len(page.levels) > 5)
        assert any(level > -90 for level in page.levels)
        first = list(room.library.streams)
        await visit.begin(OPTIONS)
        assert not any(stream.active for stream in first), "another takes its place"
        await room.until(lambda: page.step is Step.QUIET)
        await visit.end()
        await visit.end()
        assert not visit.is_on
        assert not any(stream.active for stream in room.library.streams)
        await asyncio.to_thread(room.worker.stop)

    asyncio.run(run())


def test_a_device_that_was_named_and_is_not_there_is_told_of() -> None:
    async def run() -> None:
        room, page = Room(FakeLibrary()), Page()
        visit = CheckVisit(room.worker, page)
        await visit.begin(replace(OPTIONS, mic="Other"))
        await room.until(lambda: page.step is Step.PLAYBACK)
        assert page.views[-1].report.microphone is Trouble.MISSING
        assert "microphone" in str(page.faults[0])
        await visit.end()
        await asyncio.to_thread(room.worker.stop)

    asyncio.run(run())


def test_a_bug_of_ours_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        room, page = Room(FakeLibrary()), Page()
        visit = CheckVisit(room.worker, page)

        def broken(view: ck.CheckView, faults: Sequence[Fault]) -> None:
            raise AssertionError("a bug of ours")

        monkeypatch.setattr(visit, "_shown", type(visit._shown)(broken, page.show_levels))
        try:
            await visit.begin(OPTIONS)
            await asyncio.wait([visit._holding] if visit._holding else [])
            with pytest.raises(AssertionError, match="a bug"):
                await visit.end()
        finally:
            await asyncio.to_thread(room.worker.stop)

    asyncio.run(run())
