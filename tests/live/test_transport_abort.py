from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.server import ServerConnection

from app.core.faults import (
    LinkFault,
    LinkLost,
)
from app.live.transport import Transport
from app.practice.certificate import Certificate
from app.practice.server import PracticeServer
from tests.live.links import (
    FRESH,
    fault_of,
    hear_to_the_end,
    run,
    to,
    to_practice,
)
from tests.live.peers import accept_and_listen, keep_silent, live_peer, tcp_peer

# --- abort


@contextlib.asynccontextmanager
async def opening(transport: Transport) -> AsyncIterator[asyncio.Task[LinkFault]]:
    task = asyncio.create_task(fault_of(transport))
    yield task
    assert type(await task) is LinkLost


def test_aborting_before_anything_is_dialled_ends_the_attempt(certificate: Certificate) -> None:
    async def scene() -> None:
        async with live_peer(certificate, keep_silent) as url:
            transport = to(url, certificate.ca_file, setup_timeout_s=60.0)
            async with opening(transport):
                await asyncio.sleep(0)
                transport.abort()

    run(scene())


def test_aborting_while_dialling_ends_the_attempt(certificate: Certificate) -> None:
    async def scene() -> None:
        reached = asyncio.Event()

        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            reached.set()
            await reader.read(-1)

        async with tcp_peer(None, hang) as url:
            transport = to(url, certificate.ca_file, setup_timeout_s=60.0)
            async with opening(transport) as attempt:
                await reached.wait()
                while not attempt.done():  # once more does no harm, at any moment
                    transport.abort()
                    await asyncio.sleep(0)

    run(scene())


@pytest.mark.parametrize("cancelled", [False, True])
def test_aborting_during_the_set_up_ends_the_attempt(
    certificate: Certificate, *, cancelled: bool
) -> None:
    async def scene() -> None:
        reached = asyncio.Event()

        async def keep_waiting(ws: ServerConnection) -> None:
            await ws.recv()
            reached.set()
            await ws.wait_closed()

        async with live_peer(certificate, keep_waiting) as url:
            transport = to(url, certificate.ca_file, setup_timeout_s=60.0)
            task = asyncio.create_task(fault_of(transport))
            await reached.wait()
            transport.abort()
            if not cancelled:
                assert type(await task) is LinkLost
                return
            task.cancel()  # as the engine does
            with pytest.raises(asyncio.CancelledError):
                await task

    run(scene())


def test_aborting_an_open_connection_ends_it(practice: PracticeServer) -> None:
    async def scene() -> None:
        transport = to_practice(practice)
        async with transport.open(FRESH) as link:
            transport.abort()
            _, fault = await hear_to_the_end(link)
            assert type(fault) is LinkLost
        transport.abort()  # once more does no harm

    run(scene())


def test_leaving_a_connection_aborts_it_and_waits_for_no_goodbye(
    certificate: Certificate,
) -> None:
    async def scene() -> None:
        ended: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()

        async def watch(ws: ServerConnection) -> None:
            await accept_and_listen(ws)
            ended.set_result(ws.close_code)

        async with live_peer(certificate, watch) as url:
            async with to(url, certificate.ca_file).open(FRESH):
                pass
            assert await ended == 1006

    run(scene())


def test_aborting_what_was_never_opened_does_no_harm() -> None:
    to("https://example.org").abort()
