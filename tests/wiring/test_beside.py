from __future__ import annotations

import asyncio
import threading

import pytest

from app.core.faults import StoreFault
from app.wiring.beside import beside


def test_it_returns_what_the_call_returns_from_a_thread_of_its_own() -> None:
    def call(word: str) -> tuple[str, str]:
        return word, threading.current_thread().name

    assert asyncio.run(beside(call, "key")) == ("key", "beside")


def test_it_raises_what_the_call_raises() -> None:
    def call() -> None:
        raise StoreFault("locked")

    with pytest.raises(StoreFault, match="locked"):
        asyncio.run(beside(call))


def test_a_call_that_hangs_keeps_no_loop_from_closing() -> None:
    is_over, is_there = threading.Event(), threading.Event()

    def hang() -> None:
        is_there.set()
        is_over.wait()

    async def leave() -> None:
        waiting = asyncio.create_task(beside(hang))
        await asyncio.to_thread(is_there.wait)
        waiting.cancel()

    asyncio.run(leave())  # returns, though the call has not
    (thread,) = [one for one in threading.enumerate() if one.name == "beside"]
    assert thread.daemon
    is_over.set()
    thread.join()
