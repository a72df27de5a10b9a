from __future__ import annotations

import asyncio
import socket
import struct
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from app.core.actions import Connect
from app.core.faults import (
    HandleRefused,
    KeyRefused,
    LinkFault,
    LinkLost,
    NotLive,
    ProxyRefused,
    ServerBusy,
    SetupRefused,
    Untrusted,
)
from app.practice.certificate import Certificate
from app.practice.server import PracticeServer
from tests.live.links import (
    fault_of,
    run,
    to,
    to_practice,
)
from tests.live.peers import accept_and_listen, keep_silent, live_peer, tcp_peer

# --- connections that are not made


def test_a_wrong_key_is_refused(practice: PracticeServer) -> None:
    async def scene() -> None:
        fault = await fault_of(to(practice.url, practice.ca_file, "wrong"))
        assert (type(fault), fault.code) == (KeyRefused, 401)

    run(scene())


def test_a_handle_that_the_server_does_not_know_is_refused(practice: PracticeServer) -> None:
    async def scene() -> None:
        request = Connect(2, "no-such-handle", with_history=False)
        fault = await fault_of(to_practice(practice), request)
        assert (type(fault), fault.code) == (HandleRefused, 1007)

    run(scene())


def test_a_server_elsewhere_is_reached_through_the_proxy_and_its_refusal_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        assert asked.startswith(b"CONNECT live.example.org:443 ")
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def scene() -> None:
        async with tcp_peer(None, refuse) as url:
            monkeypatch.setenv("HTTPS_PROXY", url.replace("https", "http"))
            monkeypatch.setenv("NO_PROXY", "")
            await _expect(ProxyRefused, "https://live.example.org", says="proxy")

    run(scene())


def test_nobody_listening_is_a_lost_link() -> None:
    with socket.socket() as taken:  # bound, so that nobody else listens there meanwhile
        taken.bind(("127.0.0.1", 0))
        url = f"https://127.0.0.1:{taken.getsockname()[1]}"
        run(_expect(LinkLost, url))


@pytest.mark.parametrize("url", ["", "nonsense", "https://", "https://h:99999", "https://[::1"])
def test_what_is_no_url_is_said_to_be_none(url: str) -> None:
    run(_expect(NotLive, url, says=f'"{url}" is not the URL'))


def test_an_untrusted_certificate_is_told_apart(practice: PracticeServer) -> None:
    run(_expect(Untrusted, practice.url, says="--ca"))


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_cannot_be_used_is_named(
    tmp_path: Path, content: str | None
) -> None:
    if content:
        (tmp_path / "ca.pem").write_text(content)
    run(_expect(Untrusted, "https://127.0.0.1:1", tmp_path / "ca.pem", says=r"ca\.pem.*--ca"))


async def _expect(
    kind: type[LinkFault], url: str, ca: Path | None = None, *, says: str = ""
) -> None:
    fault = await fault_of(to(url, ca))
    assert type(fault) is kind
    with pytest.raises(kind) as raised:
        raise fault
    raised.match(says.replace("[", r"\["))


GARBAGE = b"220 smtp.example.org ready\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
ELSEWHERE = (
    b"HTTP/1.1 302 Found\r\nLocation: http://login.example.org/\r\nContent-Length: 0\r\n\r\n"
)
CUT_SHORT = b"HTTP/1.1 101 Swi"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (GARBAGE, NotLive),
        (PAGE, NotLive),
        (ELSEWHERE, NotLive),
        (CUT_SHORT, LinkLost),
        (b"", LinkLost),
    ],
)
def test_what_answers_over_tls_but_does_not_upgrade(
    certificate: Certificate, answer: bytes, kind: type[LinkFault]
) -> None:
    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async def scene() -> None:
        async with tcp_peer(certificate, give) as url:
            assert type(await fault_of(to(url, certificate.ca_file))) is kind

    run(scene())


def test_a_server_without_tls_is_no_live_server(certificate: Certificate) -> None:
    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def scene() -> None:
        async with tcp_peer(None, give) as url:
            assert type(await fault_of(to(url, certificate.ca_file))) is NotLive

    run(scene())


def test_a_reset_while_dialling_is_a_lost_link(certificate: Certificate) -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raw: socket.socket = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async def scene() -> None:
        for tls in (None, certificate):
            async with tcp_peer(tls, reset) as url:
                assert type(await fault_of(to(url, certificate.ca_file))) is LinkLost

    run(scene())


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_how_long_to_wait(certificate: Certificate, status: int) -> None:
    async def scene() -> None:
        def refuse(ws: ServerConnection, request: Any) -> Any:
            response = ws.respond(status, "Later.\n")
            response.headers["Retry-After"] = "7"
            return response

        async with live_peer(certificate, accept_and_listen, process_request=refuse) as url:
            fault = await fault_of(to(url, certificate.ca_file))
            assert (type(fault), fault.code, fault.retry_after_s) == (ServerBusy, status, 7.0)

    run(scene())


@pytest.mark.parametrize(
    ("first", "kind"),
    [("hello", NotLive), ("[]", NotLive), ('{"error": {"code": 400}}', LinkLost), ("{}", LinkLost)],
)
def test_a_first_answer_that_accepts_nothing_is_no_connection(
    certificate: Certificate, first: str, kind: type[LinkFault]
) -> None:
    async def give(ws: ServerConnection) -> None:
        await ws.recv()
        await ws.send(first)
        await ws.wait_closed()

    async def scene() -> None:
        async with live_peer(certificate, give) as url:
            assert type(await fault_of(to(url, certificate.ca_file))) is kind

    run(scene())


def test_a_set_up_that_the_server_does_not_take_is_refused(certificate: Certificate) -> None:
    async def refuse(ws: ServerConnection) -> None:
        await ws.recv()
        await ws.close(1007, "Request contains an invalid argument.")

    async def scene() -> None:
        async with live_peer(certificate, refuse) as url:
            fault = await fault_of(to(url, certificate.ca_file))
            assert (type(fault), fault.code) == (SetupRefused, 1007)

    run(scene())


def test_a_set_up_that_is_never_answered_is_given_up(certificate: Certificate) -> None:
    async def scene() -> None:
        async with live_peer(certificate, keep_silent) as url:
            fault = await fault_of(to(url, certificate.ca_file, setup_timeout_s=1.0))
            assert type(fault) is LinkLost
            assert "set up" in str(fault)

    run(scene())
