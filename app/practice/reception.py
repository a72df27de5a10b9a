"""The door: the socket that listens, who is let in, and the faults that come by the clock.

A fault of the clock strikes the connection that opened last, among those that are not failing
already. ``refuse`` is the door's own: the listening socket is closed, and the port only held.
"""

from __future__ import annotations

import asyncio
import contextlib
import http
import itertools
import logging
import os
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from app.practice.connection import Connection, Room
from app.practice.door import refusal_at_door
from app.practice.effects import impose
from app.practice.faults import Clause
from app.practice.faulty_socket import FaultySocket, Hearing
from app.practice.record import Recorder

_MESSAGE_BYTES: Final = 4 * 2**20
_CLOSE_S: Final = 1.0

# websockets logs whole frames when asked to: with our own logger nobody asks by accident.
_log = logging.getLogger("app.practice.socket")
_log.setLevel(logging.WARNING)


class Reception:
    """All connections of one server; made and used on its loop.

    Args:
        room: What the connections share.
        key: What clients must show.
        tls: The server's side of TLS.
    """

    def __init__(self, room: Room, key: str, tls: ssl.SSLContext) -> None:
        self._room = room
        self._key = key
        self._tls = tls
        self._recorder = Recorder(0, room.on_record)
        self._open: list[Connection] = []
        self._numbers = itertools.count(1)
        self._has_begun = asyncio.Event()  # somebody has connected
        self._bell = asyncio.Event()  # over, or closed until some time
        self._is_over = False
        self._closed_until = 0.0
        room.conditions.on_refuse = self._refuse

    async def receive(self, listener: socket.socket, on_ready: Callable[[], None]) -> None:
        """Let clients in until ``stop``.

        Args:
            listener: Bound to where clients are to connect.
            on_ready: Called when they can.
        """
        where = listener.getsockname()
        self._strike(self._room.faults.at_start())
        clock = asyncio.create_task(self._strike_by_the_clock())
        try:
            while True:
                async with self._serving(listener):
                    on_ready()
                    if self._closed_until:
                        self._recorder.note("reopened", {})
                    await self._bell.wait()
                    for one in self._open:
                        if one.ws.hearing is Hearing.FROZEN:
                            one.cut()  # it would not say goodbye
                if self._is_over:
                    return
                listener = _hold(where)
                await self._stay_closed()
        finally:
            clock.cancel()

    def stop(self) -> None:
        """Close every connection (1001) and be over."""
        self._is_over = True
        self._bell.set()

    @contextlib.asynccontextmanager
    async def _serving(self, listener: socket.socket) -> AsyncIterator[None]:
        async with serve(
            self._welcome,
            sock=listener,
            ssl=self._tls,
            process_request=self._at_door,
            create_connection=FaultySocket,
            compression=None,  # speech does not compress, and the service need not
            ping_interval=None,  # the client's watch over the link is what is under test
            close_timeout=_CLOSE_S,
            open_timeout=_CLOSE_S * 2,
            max_size=_MESSAGE_BYTES,
            logger=_log,
            ssl_handshake_timeout=_CLOSE_S * 2,
        ):
            yield

    def _at_door(self, ws: ServerConnection, request: Request) -> Response | None:
        inside = sum(one.ws.hearing is not Hearing.FROZEN for one in self._open)
        status = refusal_at_door(request, self._key, inside)
        if status is not None:
            return ws.respond(status, _WORDS[status])
        if (turned := self._room.conditions.next_turned()) is None:
            return None
        response = ws.respond(http.HTTPStatus(turned.status), "As the faults have it.\n")
        if turned.retry_after_s:
            response.headers["Retry-After"] = f"{turned.retry_after_s:g}"
        return response

    async def _welcome(self, ws: ServerConnection) -> None:
        assert isinstance(ws, FaultySocket), "they are what serve() was told to make"
        connection = Connection(next(self._numbers), ws, self._room)
        self._open.append(connection)
        self._room.faults.open(asyncio.get_running_loop().time())
        self._has_begun.set()
        try:
            await connection.run()
        finally:
            self._open.remove(connection)

    async def _strike_by_the_clock(self) -> None:
        clock, faults = asyncio.get_running_loop().time, self._room.faults
        await self._has_begun.wait()
        while (deadline := faults.deadline) is not None:
            await asyncio.sleep(deadline - clock())
            self._strike(faults.at_time(clock()))

    def _strike(self, clauses: Sequence[Clause]) -> None:
        for clause in clauses:
            struck = next((one for one in reversed(self._open) if one.ws.is_there), None)
            if struck is not None:
                struck.strike([clause])
                continue
            said = "fault" if impose(clause, self._room.conditions) else "missed"
            self._recorder.note(said, {"fault": clause.effect.value})

    def _refuse(self, seconds: float) -> None:
        self._closed_until = asyncio.get_running_loop().time() + seconds
        for one in self._open:
            one.cut()
        self._bell.set()

    async def _stay_closed(self) -> None:
        clock = asyncio.get_running_loop().time
        self._bell.clear()
        while not self._is_over and (left_s := self._closed_until - clock()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), left_s)
                self._bell.clear()
        if self._is_over:
            self._bell.set()


_WORDS: Final = {
    http.HTTPStatus.NOT_FOUND: "Nothing is served here.\n",
    http.HTTPStatus.UNAUTHORIZED: "API key not valid. Please pass a valid API key.\n",
    http.HTTPStatus.SERVICE_UNAVAILABLE: "Too many connections.\n",
}


def _hold(where: tuple[str, int]) -> socket.socket:
    """Return a socket that has the port and does not listen: whoever connects is refused."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # as create_server() does; on Windows it would let others in
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(where)
    return held
