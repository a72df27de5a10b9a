from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.live import network
from app.live.network import Way, watch, way_out

WIFI, CABLE, NONE = ("10.0.0.2", None), ("192.168.1.7", None), (None, None)


def told(monkeypatch: pytest.MonkeyPatch, *ways: Way) -> int:
    """Return how often a change is told while the way out is one of these after the other."""
    left, times = list(ways), list[int]()

    async def scene() -> None:
        done = asyncio.Event()

        async def no_wait(_: float) -> None:
            if not left:
                done.set()
                await asyncio.Future()

        monkeypatch.setattr(network, "asyncio", Loop(no_wait))
        watching = asyncio.create_task(watch(lambda: times.append(1), lambda: left.pop(0)))
        await done.wait()
        watching.cancel()

    asyncio.run(scene())
    return len(times)


class Loop:
    """Of asyncio only what the module takes: a sleep that does not wait."""

    def __init__(self, sleep: Any) -> None:
        self.sleep = sleep


def test_the_same_way_is_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, WIFI, WIFI, WIFI) == 0


def test_another_way_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, WIFI, CABLE, CABLE) == 1


def test_that_there_is_none_is_not_told_but_that_there_is_one_again_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert told(monkeypatch, WIFI, NONE) == 0
    assert told(monkeypatch, WIFI, NONE, NONE, WIFI) == 1


def test_the_real_way_out_is_an_address_or_none_for_each_family_and_stays() -> None:
    way = way_out()
    assert len(way) == 2
    assert all(one is None or one for one in way)
    assert way == way_out()
