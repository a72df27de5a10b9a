from __future__ import annotations

import asyncio
import sys

import pytest

from app.audio import device_watch
from app.core.device_events import DevicesTold
from app.wiring.hot_plug import HotPlug
from tests.wiring.test_listing import CHILD

ALL = DevicesTold(("M",), ("S",), "M", "S")


@pytest.fixture(autouse=True)
def child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another process than the real one tell of the devices."""
    monkeypatch.setattr(device_watch, "command", lambda: [sys.executable, "-c", CHILD])


def test_it_tells_from_each_start_on() -> None:
    async def run() -> None:
        told = asyncio.Queue[DevicesTold]()
        hot_plug = HotPlug(told.put_nowait)
        for _ in range(2):
            hot_plug.start()
            assert await asyncio.wait_for(told.get(), 20) == ALL
            hot_plug.stop()
        hot_plug.stop()

    asyncio.run(run())


def test_what_was_on_its_way_when_it_was_stopped_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class AtOnce:
        """Tells when it is started."""

        def __init__(self, tell: object) -> None:
            self._tell = tell

        def start(self) -> None:
            assert callable(self._tell)
            self._tell(ALL)

        def stop(self) -> None:
            """It has told all."""

    async def run() -> None:
        told: list[DevicesTold] = []
        hot_plug = HotPlug(told.append)
        hot_plug.start()
        hot_plug.stop()
        await asyncio.sleep(0)
        assert told == []
        hot_plug.start()
        await asyncio.sleep(0)
        assert told == [ALL]

    monkeypatch.setattr("app.wiring.hot_plug.DeviceWatch", AtOnce)
    asyncio.run(run())
