from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Iterator

import pytest

from app.terminal.controls import controls

ENDS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in ENDS}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("one", ENDS)
def test_a_signal_is_the_wish_to_leave_each_time_it_comes(one: signal.Signals) -> None:
    async def scene() -> int:
        left: asyncio.Queue[None] = asyncio.Queue()
        with controls(lambda _: None, lambda: left.put_nowait(None), keys=False):
            for _ in range(2):
                os.kill(os.getpid(), one)
                await asyncio.wait_for(left.get(), 10)
        return left.qsize()

    assert asyncio.run(scene()) == 0


@pytest.mark.parametrize("one", ENDS)
def test_after_the_interview_a_signal_spoils_nothing(one: signal.Signals) -> None:
    async def scene() -> str:
        with controls(lambda _: None, lambda: None, keys=False):
            pass
        os.kill(os.getpid(), one)
        await asyncio.sleep(0)
        return "closed in peace"

    assert asyncio.run(scene()) == "closed in peace"


def test_keys_reach_the_interview_where_there_is_a_keyboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far, near = os.openpty()

    async def scene() -> str:
        pressed: asyncio.Queue[str] = asyncio.Queue()
        with controls(pressed.put_nowait, lambda: None, keys=True):
            os.write(far, b"m")
            return await asyncio.wait_for(pressed.get(), 10)

    with open(near, encoding="utf-8") as file:  # noqa: PTH123  # a descriptor, no path
        monkeypatch.setattr(sys, "stdin", file)
        assert asyncio.run(scene()) == "m"
    os.close(far)
