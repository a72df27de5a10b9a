"""A call that may wait for a person, such as one to the keyring, on a thread that nobody awaits."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def beside(call: Callable[..., T], *arguments: object) -> T:
    """Return what a call returns, or raise what it raises; it runs on a daemon thread of its own.

    Unlike the loop's worker threads, which the loop waits for when it is closed, this one may be
    left behind: the system's question for a password must not keep a closed application alive.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def report(settle: Callable[..., None], value: object) -> None:
        if not outcome.done():
            settle(value)

    def run() -> None:
        settle: Callable[..., None] = outcome.set_result
        value: object
        try:
            value = call(*arguments)
        except Exception as error:  # noqa: BLE001  # it belongs to whoever waits
            settle, value = outcome.set_exception, error
        with contextlib.suppress(RuntimeError):  # the loop has been closed: nobody waits any more
            loop.call_soon_threadsafe(report, settle, value)

    threading.Thread(target=run, name="beside", daemon=True).start()
    return await outcome
