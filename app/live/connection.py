"""The WebSocket connection that judges its own liveness.

A subclass of the library's client connection, given to it by ``create_connection`` (a public seam;
the SDK passes it through ``async_client_args``). The library's keepalive is off: it would close
the link when *our* loop was blocked for longer than its time-out, although the pong was waiting in
the socket. Here pings are our own, any received byte is a sign of life, and time in which the loop
stood still does not count.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from app.core.faults import LinkFault, LinkLost
from app.core.liveness import Liveness

_CHECK_S = 0.25
_SLEPT_S = 10.0
_UNSENT_BYTES = 64 * 1024


class WatchedConnection(ClientConnection):
    """A client connection that knows how long it has heard nothing.

    Attributes:
        death: Why it aborted itself, or None.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.death: LinkFault | None = None
        self._liveness: Liveness | None = None
        self._watch: asyncio.Task[None] | None = None
        self._is_connected = False  # the library has no transport before

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Cap what the kernel holds unsent, so that pings do not wait behind a backlog."""
        super().connection_made(transport)
        self._is_connected = True
        raw = transport.get_extra_info("socket")
        if raw is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_BYTES)

    def data_received(self, data: bytes) -> None:
        """Count anything as a sign of life."""
        if self._liveness:
            self._liveness.received(self.loop.time())
        super().data_received(data)

    def watch(self, liveness: Liveness, tell: Callable[[float | None], None]) -> None:
        """Begin to judge; ``tell`` gets how long the line has been suspect, in seconds, or None."""
        self._liveness = liveness
        self._watch = asyncio.get_running_loop().create_task(self._judge(liveness, tell))

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop judging: there is nothing left to judge."""
        super().connection_lost(exc)
        if self._watch:
            self._watch.cancel()

    def write_text(self, message: bytes) -> bool:
        """Hand a message to the socket if it takes it now; return whether it did.

        What ``send`` makes ready for a socket that is full or going costs more than the sending.
        """
        is_open = self.protocol.state is State.OPEN and not self.transport.is_closing()
        if not is_open or self.paused:
            return False
        self.protocol.send_text(message)
        self.send_data()
        return True

    def abort(self) -> None:
        """End the socket now, without a word."""
        if self._is_connected:
            self.transport.abort()

    async def _judge(self, liveness: Liveness, tell: Callable[[float | None], None]) -> None:
        suspect = False
        expected = self.loop.time()
        async with asyncio.TaskGroup() as pings:
            while True:
                late_s = self.loop.time() - expected
                if late_s > _CHECK_S:
                    liveness.forgive(late_s)
                    await asyncio.sleep(0)  # what waits in the socket is read before it is judged
                now = self.loop.time()
                if late_s > _SLEPT_S:
                    return self._die("The computer was asleep.")
                if liveness.ping_is_due(now):
                    pings.create_task(self._ping(liveness))
                if liveness.is_dead(now):
                    return self._die("The line has been silent for too long.")
                if suspect or liveness.suspect_since is not None:
                    since = liveness.suspect_since
                    tell(None if since is None else now - since)
                suspect = liveness.suspect_since is not None
                rest_s = max(_CHECK_S, liveness.rest_s(now))
                expected = self.loop.time() + rest_s
                await asyncio.sleep(rest_s)

    async def _ping(self, liveness: Liveness) -> None:
        """Send a ping and wait for its pong.

        A task of its own: where the peer no longer reads, already the sending waits for ever.
        """
        with contextlib.suppress(ConnectionClosed):
            pong = await self.ping()
            await pong
            liveness.pong(self.loop.time())

    def _die(self, why: str) -> None:
        self.death = LinkLost(why)
        self.transport.abort()
