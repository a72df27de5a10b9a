from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import pytest

from app.audio.level import FLOOR_DBFS
from app.audio.worker import DeviceWorker
from app.core import check_events as ck
from app.core.check_report import Outcome, Step, Trouble, Verdict
from app.core.echo import Echo
from app.wiring.hearing_check import Wanted
from tests.audio.fake_library import FakeLibrary
from tests.wiring.check_room import QUICK, Room

Test = Callable[[Room], Coroutine[Any, Any, None]]


def in_a_room(test: Test, *devices: tuple[str, int, int], **more: Any) -> None:
    async def run() -> None:
        room = Room(FakeLibrary(*devices, **more))
        try:
            await test(room)
        finally:
            assert not any(stream.active for stream in room.library.streams)
            await asyncio.to_thread(room.worker.stop)

    asyncio.run(run())


def loud_s(blocks: list[bytes]) -> float:
    """Return how long something was played, in seconds."""
    return 0.02 * sum(bool(np.abs(np.frombuffer(one, np.int16)).max() > 100) for one in blocks)


def test_who_does_what_is_asked_is_measured_and_hears_their_own_voice() -> None:
    async def test(room: Room) -> None:
        check = room.check(Wanted(asks=False, params=QUICK), seconds=4.0)
        report = await room.hold(check)
        # Whether the echo is taken out is tried on a real card: this room's clock is the loop's,
        # which stutters on a busy machine.
        assert report.verdict in {Verdict.READY, Verdict.ECHO_USE_HEADPHONES}
        assert set(report.outcomes.values()) == {Outcome.DONE}
        assert [view.step for view in room.views if view.is_ready] == [
            *(Step.QUIET, Step.SOFT, Step.NORMAL, Step.PLAYBACK, Step.ECHO)
        ]
        assert report.quiet is not None
        assert report.normal is not None
        assert report.echo is not None
        assert report.quiet.level_dbfs == pytest.approx(-69, abs=1.5), "16 of 48 kHz of it"
        assert -20 < report.normal.peak_dbfs < -3
        assert report.echo.mode is not Echo.HEADPHONES
        assert report.echo.arrives_db == pytest.approx(-20, abs=1.5)
        assert loud_s(room.pulled) > 3.0
        microphone, speaker = (max(one[at] for one in room.levels) for at in (0, 1))
        assert microphone > -40
        assert speaker > -40

    in_a_room(test)


def test_with_headphones_nothing_is_taken_out_and_nothing_arrives() -> None:
    async def test(room: Room) -> None:
        room._echo.extend([bytes(1920)] * 10_000)  # on its way for ever
        check = room.check(Wanted(asks=False, headphones=True, params=QUICK))
        report = await room.hold(check)
        assert report.echo is not None
        found = (report.echo.mode, report.echo.delay_s, report.echo.arrives_db)
        assert found == (Echo.HEADPHONES, None, None)
        assert report.verdict is Verdict.READY

    in_a_room(test)


def test_who_is_asked_answers_by_an_intent() -> None:
    async def test(room: Room) -> None:
        check = room.check(Wanted(params=QUICK))
        holding = asyncio.create_task(check.hold())
        await room.until(lambda: room.step is Step.SOFT)
        check.feed(ck.Skip())
        await room.until(lambda: room.step is Step.HEARD)
        check.feed(ck.Answer(yes=False))
        check.feed(ck.Skip())
        await room.until(holding.done)
        report = await holding
        assert report.outcomes[Step.SOFT] is report.outcomes[Step.ECHO] is Outcome.SKIPPED
        assert report.verdict is Verdict.NOT_HEARD

    in_a_room(test)


def test_what_is_played_stops_when_it_is_skipped() -> None:
    async def test(room: Room) -> None:
        check = room.check(Wanted(params=QUICK), seconds=8.0)
        holding = asyncio.create_task(check.hold())
        await room.until(lambda: room.step is Step.QUIET)
        for _ in range(3):
            check.feed(ck.Skip())
        await room.until(lambda: loud_s(room.pulled) > 0.1)
        check.feed(ck.Skip())
        played = len(room.pulled)
        check.feed(ck.Skip())
        await room.until(holding.done)
        assert loud_s(room.pulled[played + 1 :]) == 0

    in_a_room(test)


def test_without_a_microphone_the_loudspeaker_is_still_checked() -> None:
    async def test(room: Room) -> None:
        report = await room.hold(room.check(Wanted(mic="Other", asks=False, params=QUICK)))
        assert report.microphone is Trouble.MISSING
        assert report.outcomes[Step.PLAYBACK] is Outcome.DONE
        assert "Other" in str(room.told[0])

    in_a_room(test)


@pytest.mark.parametrize("name", [None, "Other", "none"])
def test_without_a_loudspeaker_the_microphone_is_still_checked(name: str | None) -> None:
    async def test(room: Room) -> None:
        wanted = Wanted(speaker=name, asks=False, params=QUICK)
        report = await room.hold(room.check(wanted))
        assert report.speaker is Trouble.MISSING
        assert report.outcomes[Step.NORMAL] is Outcome.DONE
        assert len(room.told) == 1

    in_a_room(test, ("Mic", 1, 0), default=(0, -1))


def test_a_microphone_and_a_loudspeaker_that_are_lost_are_told_of() -> None:
    async def test(room: Room) -> None:
        check = room.check(Wanted(asks=False, params=QUICK), seconds=4.0)
        holding = asyncio.create_task(check.hold())
        await room.until(lambda: room.step is Step.SOFT)
        speaker, microphone = room.library.streams
        microphone.abort()
        await room.until(lambda: room.step is Step.PLAYBACK)
        speaker.abort()
        await room.until(holding.done)
        report = await holding
        assert (report.microphone, report.speaker) == (Trouble.MISSING, Trouble.MISSING)

    in_a_room(test)


def test_a_sound_system_that_hangs_is_told_of_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test(room: Room) -> None:
        release = threading.Event()
        room.worker.submit(lambda: release.wait(10))
        monkeypatch.setattr(DeviceWorker, "busy_s", 60.0)  # it has hung for so long
        report = await room.hold(room.check(Wanted(params=QUICK)))
        assert report.verdict is Verdict.NO_MICROPHONE
        assert all("does not answer" in str(fault) for fault in room.told)
        assert len(room.told) == 2
        release.set()

    in_a_room(test)


def test_who_stays_may_do_a_step_again_until_it_is_left_and_nothing_is_kept() -> None:
    async def test(room: Room) -> None:
        check = room.check(Wanted(params=QUICK))
        holding = asyncio.create_task(check.hold(stays=True))
        await room.until(lambda: room.step is Step.QUIET)
        check.feed(ck.Skip())
        check.feed(ck.Skip())
        await room.until(lambda: room.step is Step.PLAYBACK)
        for _ in range(3):
            check.feed(ck.Skip())
        await room.until(lambda: room.step is None)
        assert check._ear is not None
        assert check._ear.voice
        check.feed(ck.Repeat(Step.QUIET))
        await room.until(lambda: room.step is Step.QUIET)
        await room.until(lambda: room.step is None)
        assert not holding.done()
        holding.cancel()
        await asyncio.wait([holding])
        assert (check._ear.voice, len(check._ear._kept)) == (b"", 0)
        assert room.levels[-1][1] == FLOOR_DBFS

    in_a_room(test)
