"""Proxies for the tests: Debian's tinyproxy, and one that inspects the traffic."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tests.live.authority import Authority


@contextmanager
def tinyproxy(folder: Path, login: str = "") -> Iterator[str]:
    """Run tinyproxy, for whoever knows "USER PASSWORD" or for everybody; give its HOST:PORT."""
    port = free_port()
    conf = folder / "tinyproxy.conf"
    conf.write_text(
        f'Port {port}\nListen 127.0.0.1\nLogLevel Connect\nLogFile "{folder}/tinyproxy.log"\n'
        + (f"BasicAuth {login}\n" if login else "")
    )
    log = folder / "tinyproxy.log"
    log.touch()
    with subprocess.Popen(["tinyproxy", "-d", "-c", str(conf)]) as process:
        try:
            while not _answers(port):  # it says nothing when it listens
                assert process.poll() is None, log.read_text()
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port of this computer on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@asynccontextmanager
async def inspecting(authority: Authority, server_ca: Path) -> AsyncIterator[str]:
    """Run a proxy that opens the TLS of what goes through it, and signs it anew."""

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _inspect(reader, writer, authority, server_ca)
        except (OSError, asyncio.IncompleteReadError):  # whoever hangs up
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(welcome, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _inspect(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    authority: Authority,
    server_ca: Path,
) -> None:
    asked = (await reader.readuntil(b"\r\n\r\n")).split()
    assert asked[0] == b"CONNECT"
    host, _, port = asked[1].decode().rpartition(":")
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    await writer.start_tls(authority.server(host))
    trusts = ssl.create_default_context(cafile=str(server_ca))
    beyond, to_beyond = await asyncio.open_connection(host, int(port), ssl=trusts)
    try:
        await asyncio.wait(
            [
                asyncio.create_task(_pass(reader, to_beyond)),
                asyncio.create_task(_pass(beyond, writer)),
            ],
            return_when=asyncio.FIRST_COMPLETED,
        )
    finally:
        to_beyond.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(65_536):
            writer.write(some)
            await writer.drain()
