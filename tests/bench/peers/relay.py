"""A network between client and server that fails on demand: bytes are relayed, TLS and all.

    deaf S      what the client sends is taken and never delivered; after S seconds a reset
    refuse S    a reset, and every new connection is reset for S seconds
    freeze      nothing passes any more, either way, and nobody is told; new connections are fine

It happens once, when the server's log says that a window has held two seconds of sound.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

_AT_BYTES = 2 * 32_000
_LINGER_0 = struct.pack("ii", 1, 0)  # a close sends RST and not FIN


class Relay:
    """Relays to one server, and fails once.

    Args:
        url: The server's.
        log: Where the server writes what it takes.
        fault: As above.

    Attributes:
        happened: When, and to which of the server's connections; None before.
    """

    def __init__(self, url: str, log: Path, fault: str) -> None:
        self._port = urlsplit(url).port
        self._log = log
        self._fault, _, seconds = fault.partition(" ")
        self._seconds = float(seconds or 0)
        self._pairs: list[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = []
        self._frozen: set[asyncio.StreamWriter] = set()  # nothing is written to these
        self._refuses_until = 0.0
        self.happened: tuple[float, int] | None = None

    async def run(self, listener: socket.socket, over: asyncio.Event) -> None:
        """Relay until it is over."""
        async with await asyncio.start_server(self._take, sock=listener):
            watch = asyncio.create_task(self._watch())
            await over.wait()
            watch.cancel()
            for pair in self._pairs:
                _reset(*pair)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if time.monotonic() < self._refuses_until:
            _reset(writer)
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        for one in (writer, far_writer):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pairs.append((writer, far_writer))
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if writer not in self._frozen:
                    writer.write(data)
                    await writer.drain()
        if writer not in self._frozen:
            writer.close()

    async def _watch(self) -> None:
        held: dict[tuple[int, int], int] = {}
        with self._log.open(encoding="utf-8") as file:
            while self.happened is None:
                for line in file:
                    record = json.loads(line)
                    if record["way"] == "in" and record["kind"] == "audio":
                        window = record["connection"], record["window"]
                        held[window] = held.get(window, 0) + record["bytes"]
                        if held[window] >= _AT_BYTES:
                            self.happened = time.monotonic(), window[0]
                            break
                await asyncio.sleep(0.005)
        await self._fail(*self._pairs[-1])

    async def _fail(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        match self._fault:
            case "deaf":
                self._frozen.add(far)
                await asyncio.sleep(self._seconds)
                _reset(near, far)
            case "refuse":
                self._refuses_until = time.monotonic() + self._seconds
                _reset(near, far)
            case "freeze":
                self._frozen.update((near, far))
            case _:
                raise AssertionError(self._fault)


def _reset(*writers: asyncio.StreamWriter) -> None:
    for writer in writers:
        sock = writer.get_extra_info("socket")
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_0)
        writer.transport.abort()


@contextmanager
def relaying(url: str, log: Path, fault: str) -> Iterator[tuple[str, Relay]]:
    """Give the URL of a network that will fail so, and the relay."""
    relay = Relay(url, log, fault)
    listener = socket.create_server(("127.0.0.1", 0))
    loop, over = asyncio.new_event_loop(), asyncio.Event()

    def run() -> None:
        loop.run_until_complete(relay.run(listener, over))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", relay
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)
