"""Connections in company networks: through real proxies, past their inspection."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from app.core.faults import KeyRefused, LinkFault, LinkLost, ProxyRefused, Untrusted
from app.live import proxy
from app.practice.server import PracticeServer
from tests.live.authority import DAY, Authority
from tests.live.links import BEGIN, FRESH, ends_turn, fault_of, hear, run, send, to, words
from tests.live.peers import tcp_peer
from tests.live.proxies import free_port, inspecting, tinyproxy


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a server on this computer count as one elsewhere, and no proxy be known."""
    monkeypatch.setattr(proxy, "is_this_computer", lambda host: False)
    for name in ("WSS_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SOCKS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def greeted(server: PracticeServer, ca: Path | None = None, **live: str) -> None:
    """Connect, and hear the interviewer's greeting."""
    transport = to(server.url, ca or server.ca_file, server.key, **live)
    async with transport.open(FRESH) as link:
        await send(link, BEGIN)
        assert words(await hear(link, ends_turn))


def passed(folder: Path) -> int:
    """Return how many servers tinyproxy was asked for."""
    return (folder / "tinyproxy.log").read_text().count("Request (file descriptor")


def where(server: PracticeServer) -> str:
    return server.url.removeprefix("https://")


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_proxy_of_the_environment_is_gone_through(
    practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with tinyproxy(tmp_path) as address:
        monkeypatch.setenv(name, f"http://{address}")
        run(greeted(practice))
    assert passed(tmp_path) == 1
    assert f"CONNECT {where(practice)}" in (tmp_path / "tinyproxy.log").read_text()


@pytest.mark.usefixtures("elsewhere")
def test_who_is_named_in_no_proxy_is_dialled_directly(
    practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("NO_PROXY", "example.org, 127.0.0.1")
    run(greeted(practice))


@pytest.mark.usefixtures("elsewhere")
def test_a_proxy_wants_a_password_and_gets_it_and_no_log_does(
    practice: PracticeServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with tinyproxy(tmp_path, "jane p-ssword") as address:
        run(greeted(practice, proxy=f"http://jane:p%2Dssword@{address}"))
    assert passed(tmp_path) == 1
    assert "ssword" not in caplog.text


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(("login", "code"), [("", 407), ("jane:wrong@", 401), ("jane@", 401)])
def test_a_wrong_password_for_the_proxy_is_named(
    practice: PracticeServer, tmp_path: Path, login: str, code: int
) -> None:
    async def scene() -> None:
        fault = await refused(practice, f"http://{login}{address}")
        assert (type(fault), fault.code) == (ProxyRefused, code)
        assert f"{address} asks for another name or password ({code})" in str(fault)
        assert "wrong" not in str(fault)

    with tinyproxy(tmp_path, "jane right") as address:
        run(scene())


@pytest.mark.usefixtures("elsewhere")
def test_a_proxy_that_is_down_is_named_and_tried_again(practice: PracticeServer) -> None:
    address = f"127.0.0.1:{free_port()}"

    async def scene() -> None:
        fault = await refused(practice, address)
        assert type(fault) is LinkLost
        assert f"The proxy {address} cannot be reached" in str(fault)

    run(scene())


@pytest.mark.usefixtures("elsewhere")
def test_a_proxy_that_cannot_reach_the_server_is_told_from_one_that_is_down(
    tmp_path: Path,
) -> None:
    async def scene() -> None:
        nobody = f"https://127.0.0.1:{free_port()}"
        fault = await fault_of(to(nobody, proxy=f"http://{address}"))
        assert type(fault) is LinkLost
        assert f"The proxy {address} could not reach the server (5" in str(fault)

    with tinyproxy(tmp_path) as address:
        run(scene())


@pytest.mark.usefixtures("elsewhere")
def test_a_server_that_takes_the_place_of_a_proxy_is_named(practice: PracticeServer) -> None:
    async def smtp(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 smtp.example.org ready\r\n")
        writer.close()

    async def scene() -> None:
        async with tcp_peer(None, smtp) as url:
            address = url.removeprefix("https://")
            for given in (f"http://{address}", f"https://{address}"):
                fault = await refused(practice, given)
                assert type(fault) is ProxyRefused
                assert f"{address} does not answer as a proxy should" in str(fault)

    run(scene())


@pytest.mark.usefixtures("elsewhere")
def test_a_missing_key_is_no_fault_of_the_proxy(practice: PracticeServer) -> None:
    async def scene() -> None:
        transport = to(practice.url, practice.ca_file, "", proxy="127.0.0.1:9")
        assert type(await fault_of(transport)) is KeyRefused

    run(scene())


def test_this_computer_is_reached_without_a_proxy_whatever_is_set(
    practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"socks5://127.0.0.1:{free_port()}")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at/all.pem")
    run(greeted(practice, proxy=f"http://127.0.0.1:{free_port()}"))


@pytest.mark.usefixtures("elsewhere")
def test_an_inspecting_proxy_is_gone_through_where_its_authority_is_trusted(
    practice: PracticeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)

    async def scene() -> None:
        async with inspecting(authority, practice.ca_file) as address:
            monkeypatch.setenv("HTTPS_PROXY", address)
            await greeted(practice, authority.ca_file)
            fault = await fault_of(to(practice.url, practice.ca_file, practice.key))
            assert type(fault) is Untrusted
            assert 'issued by "Example Inspection CA"' in str(fault)
            monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
            await greeted(practice)

    run(scene())


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"valid": (-DAY * 9, -DAY)}, r"valid from \d{4}-.* to \d{4}-.* clock says \d{4}-.*set it"),
        ({"valid": (DAY, DAY * 9)}, r"valid from \d{4}-.* to \d{4}-.* clock says \d{4}-.*set it"),
        ({"by_itself": True}, "signed by itself"),
        ({"by_itself": True, "valid": (-DAY * 9, -DAY)}, "signed by itself|clock"),
        ({"host": "login.example.org"}, "another server's name"),
        ({"host": "127.0.0.9"}, "another server's name"),
    ],
)
def test_why_a_certificate_is_not_trusted_is_told_apart(tmp_path: Path, how, says: str) -> None:
    authority = Authority(tmp_path)

    async def scene() -> None:
        tls = authority.server(**how)
        server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0, ssl=tls)
        async with server:
            port = server.sockets[0].getsockname()[1]
            fault = await fault_of(to(f"https://127.0.0.1:{port}", authority.ca_file))
        assert type(fault) is Untrusted
        with pytest.raises(Untrusted, match=says):
            raise fault

    run(scene())


async def refused(server: PracticeServer, address: str) -> LinkFault:
    """Return how an attempt through this proxy fails."""
    return await fault_of(to(server.url, server.ca_file, server.key, proxy=address))
