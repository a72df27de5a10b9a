"""Servers for the tests: Live ones that do as they are told, and what is no Live server at all."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError

from app.practice.certificate import Certificate

Tcp = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Live = Callable[[ServerConnection], Awaitable[None]]

SOON_S = 10.0
"""When a test gives up; nothing takes so long unless it is broken."""


@asynccontextmanager
async def live_peer(certificate: Certificate, conduct: Live, **how: Any) -> AsyncIterator[str]:
    """A WebSocket server over TLS; gives its URL."""
    async with serve(
        conduct,
        "127.0.0.1",
        0,
        ssl=certificate.server_context(),
        ping_interval=None,
        close_timeout=0.1,
        **how,
    ) as server:
        yield _url(server.sockets)


@asynccontextmanager
async def tcp_peer(certificate: Certificate | None, conduct: Tcp) -> AsyncIterator[str]:
    """A TCP server, over TLS if there is a certificate; gives its URL."""
    tls = certificate.server_context() if certificate else None
    at_work: set[asyncio.StreamWriter] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        at_work.add(writer)
        await conduct(reader, writer)

    server = await asyncio.start_server(welcome, "127.0.0.1", 0, ssl=tls)
    try:
        yield _url(server.sockets)
    finally:
        server.close()
        for writer in at_work:
            writer.transport.abort()


async def take_setup(ws: ServerConnection) -> dict[str, Any]:
    """Take the set-up and accept it."""
    setup: dict[str, Any] = json.loads(await ws.recv())
    await ws.send('{"setupComplete": {}}')
    return setup


async def accept_and_listen(ws: ServerConnection) -> None:
    """Accept the set-up, then hear everything and say nothing."""
    await take_setup(ws)
    with contextlib.suppress(ConnectionClosedError):
        async for _ in ws:
            pass


async def keep_silent(ws: ServerConnection) -> None:
    """Take the set-up and never answer it."""
    await ws.recv()
    await ws.wait_closed()


@asynccontextmanager
async def no_new_tasks() -> AsyncIterator[None]:
    """Check that whatever is begun inside ends, by itself and soon."""
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before
    if left:
        _, pending = await asyncio.wait(left, timeout=2)
        assert not pending


def _url(sockets: Any) -> str:
    listening: socket.socket = next(iter(sockets))
    return f"https://127.0.0.1:{listening.getsockname()[1]}"
