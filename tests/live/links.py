"""What the tests of the transport share: how to dial, to say and to hear."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from app.core.actions import Connect
from app.core.events import HandleGiven, ReplyText, ServerEvent, TurnComplete
from app.core.faults import LinkFault
from app.core.outgoing import Audio, Outgoing, Prompt, WindowEnd, WindowStart
from app.live.transport import Endpoint, LiveLink, Transport
from app.practice.server import PracticeServer
from app.settings import LiveParams
from tests.live.peers import SOON_S, no_new_tasks

PLAN = "You interview.\n1. Who are you?\n2. What do you like?\n"
FRESH = Connect(1, None, with_history=False)
BEGIN = Prompt(1, 1, "Please begin.")


def run(scene: Coroutine[Any, Any, None]) -> None:
    """Run a scene to its end, and see that nothing of it is left."""

    async def whole() -> None:
        async with asyncio.timeout(SOON_S), no_new_tasks():
            await scene

    asyncio.run(whole())


def to(url: str | None, ca: Path | None = None, key: str = "key", **live: Any) -> Transport:
    return Transport(Endpoint(key, url, ca), LiveParams(**live), PLAN, "en", lambda _: None)


def to_practice(server: PracticeServer, **live: Any) -> Transport:
    return to(server.url, server.ca_file, server.key, **live)


def window(number: int) -> tuple[Outgoing, ...]:
    return WindowStart(number), Audio(number, 0, 5), WindowEnd(number, (number,), 5)


async def send(link: LiveLink, *items: Outgoing, pcm: bytes = b"") -> None:
    for item in items:
        await link.send(item, pcm if isinstance(item, Audio) else b"")


async def hear(
    link: LiveLink, is_last: Callable[[ServerEvent], bool], epoch: int = 1
) -> list[ServerEvent]:
    """Return what arrives, up to the event that is the last."""
    heard: list[ServerEvent] = []
    async for event in link.receive(epoch):
        heard.append(event)
        if is_last(event):
            break
    return heard


def ends_turn(event: ServerEvent) -> bool:
    return isinstance(event, TurnComplete)


def gives_handle(event: ServerEvent) -> bool:
    return isinstance(event, HandleGiven) and event.handle is not None


def words(heard: list[ServerEvent]) -> str:
    """Return what the interviewer said."""
    return "".join(event.text for event in heard if isinstance(event, ReplyText))


async def hear_to_the_end(link: LiveLink) -> tuple[list[ServerEvent], LinkFault]:
    heard: list[ServerEvent] = []
    with pytest.raises(LinkFault) as raised:
        await _append_all(link, heard)
    return heard, raised.value


async def _append_all(link: LiveLink, heard: list[ServerEvent]) -> None:
    async for event in link.receive(1):
        heard.append(event)  # noqa: PERF401  # all that came before the fault


async def fault_of(transport: Transport, request: Connect = FRESH) -> LinkFault:
    """Return the fault with which a connection is not made."""
    with pytest.raises(LinkFault) as raised:
        async with transport.open(request):
            pass
    return raised.value
