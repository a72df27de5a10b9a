from __future__ import annotations

import asyncio
import gc
import threading
from typing import Any

import pytest

from app.audio.portaudio import PortAudio
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault
from tests.audio.fake_library import FakeLibrary
from tests.audio.on_device import OnDevice
from tests.sound import Sound, wait_until


def worker() -> DeviceWorker:
    return DeviceWorker(PortAudio(FakeLibrary().load))


def test_calls_run_in_order_on_one_thread() -> None:
    desk = worker()
    done = [desk.submit(lambda n=n: (n, threading.get_ident())) for n in range(5)]
    results = [future.result() for future in done]
    assert [n for n, _ in results] == list(range(5))
    assert len({thread for _, thread in results} - {threading.get_ident()}) == 1
    assert desk.stop()


def test_an_error_belongs_to_whoever_asked_and_the_thread_lives_on() -> None:
    desk = worker()
    failed = desk.submit(lambda: 1 // 0)
    assert desk.submit(lambda: "next").result() == "next"
    with pytest.raises(ZeroDivisionError):
        failed.result()
    assert desk.stop()


def test_stop_runs_what_waits_then_closes_streams_and_terminates() -> None:
    library = FakeLibrary()
    desk = DeviceWorker(PortAudio(library.load))
    desk.submit(desk.portaudio.refresh)
    waiting = desk.submit(lambda: "ran")
    assert desk.stop()
    assert waiting.result() == "ran"
    assert library.calls == ["load", "terminate"]
    assert desk.stop()  # again is harmless


def test_a_stuck_call_holds_up_neither_stop_nor_those_that_wait_behind_it() -> None:
    desk, release = worker(), threading.Event()
    stuck = desk.submit(release.wait)
    waiting = desk.submit(lambda: "never")
    assert not desk.stop(timeout_s=0.05)
    assert waiting.cancelled()
    assert not stuck.done()
    release.set()
    assert desk.stop(timeout_s=10.0)


def test_who_asks_is_told_when_the_sound_system_does_not_answer() -> None:
    desk, release = worker(), threading.Event()
    desk.submit(release.wait)
    late = desk.submit(lambda: "late")
    with pytest.raises(DeviceFault, match="does not answer"):
        asyncio.run(desk.answered(late, limit_s=0.01))
    assert desk.busy_s > 0
    release.set()
    assert late.result(timeout=10) == "late", "it stays in line"
    assert asyncio.run(desk.answered(desk.submit(lambda: "next"))) == "next"
    with pytest.raises(ZeroDivisionError):
        asyncio.run(desk.answered(desk.submit(lambda: 1 // 0)))
    assert desk.stop(timeout_s=10.0)
    assert desk.busy_s == 0


def test_a_fault_that_comes_when_nobody_asks_any_more_is_no_complaint() -> None:
    desk, held = worker(), threading.Event()
    said: list[dict[str, Any]] = []

    def fail() -> None:
        held.wait()
        raise DeviceFault("gone")

    async def ask_and_go() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, told: said.append(told))
        call = desk.submit(fail)
        asked = asyncio.ensure_future(desk.answered(call))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait([asked])
        held.set()
        await asyncio.wait([asyncio.wrap_future(desk.submit(lambda: None))])
        del call, asked
        gc.collect()

    asyncio.run(ask_and_go())
    gc.collect()
    assert said == []
    assert desk.stop()


def test_nobody_waits_for_a_call_that_has_been_stuck_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, release = worker(), threading.Event()
    desk.submit(release.wait)
    monkeypatch.setattr(DeviceWorker, "busy_s", 600.0)  # longer than pytest's own limit
    with pytest.raises(DeviceFault, match="does not answer"):
        asyncio.run(desk.answered(desk.submit(lambda: "never"), limit_s=600.0))
    assert not desk.stop(timeout_s=600.0)
    monkeypatch.undo()
    release.set()
    assert desk.stop(timeout_s=10.0)


def test_the_process_leaves_although_a_call_is_stuck_in_the_sound_server(own_sound: Sound) -> None:
    with OnDevice(own_sound) as device:
        device.ask("open_microphone")
        device.ask("open_speaker")
        own_sound.freeze(on=True)
        device.ask("begin_to_open_microphone")
        assert device.ask("stop", 0.3) is False
        assert device.exit_code() == 0


def test_the_process_leaves_with_streams_that_nobody_closed(sound: Sound) -> None:
    with OnDevice(sound) as device:
        device.ask("open_microphone")
        device.ask("open_speaker")
        wait_until(lambda: device.ask("microphone")["blocks"] > 3, "blocks")
        assert device.exit_code() == 0


def test_stop_with_open_streams_lets_go_of_the_device(sound: Sound) -> None:
    with OnDevice(sound) as device:
        device.ask("open_microphone")
        device.ask("open_speaker")
        assert device.ask("stop", 10.0) is True
        assert device.exit_code() == 0
