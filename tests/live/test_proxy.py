from __future__ import annotations

import errno
import ssl
import urllib.request
from pathlib import Path

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import InvalidProxyMessage, InvalidProxyStatus
from websockets.http11 import Response

from app.core.faults import InputFault, LinkFault, LinkLost, ProxyRefused
from app.effective import settle
from app.live.proxy import Proxy, is_this_computer, proxy_for, refused
from app.settings import LiveParams, Options

SERVER = ("live.example.org", 443)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return what the system knows, to be filled."""
    found: dict[str, str] = {}
    monkeypatch.setattr(urllib.request, "getproxies", lambda: found)
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda host: host == "inside:443")
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", "LocalHost"])
def test_this_computer_is_known(host: str) -> None:
    assert is_this_computer(host)
    assert proxy_for(host, 443, "http://proxy.example.org") is None


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost.example.org", "::2", "127.example.org"])
def test_other_computers_are_told_from_this_one(host: str) -> None:
    assert not is_this_computer(host)


@pytest.mark.parametrize(
    ("found", "url"),
    [
        ({}, None),
        ({"http": "http://a:1", "ftp": "http://b:1", "no": "*"}, None),
        ({"https": "http://a:1", "all": "http://b:1", "socks": "http://c:1"}, "http://a:1"),
        ({"wss": "http://w:1", "https": "http://a:1"}, "http://w:1"),
        ({"https": "", "all": "http://b:1"}, "http://b:1"),
    ],
)
def test_the_systems_proxy_is_the_one_for_tls_or_for_all(
    known: dict[str, str], found: dict[str, str], url: str | None
) -> None:
    known.update(found)
    proxy = proxy_for(*SERVER, None)
    assert (proxy and proxy.url) == url
    assert proxy_for("inside", 443, None) is None


def test_what_is_set_comes_before_the_systems_own(known: dict[str, str]) -> None:
    known["https"] = "http://a:1"
    proxy = proxy_for("inside", 443, "http://b:2")
    assert proxy
    assert proxy.name == "b:2"
    assert proxy_for(*SERVER, "") is None


@pytest.mark.parametrize(
    ("address", "url", "name"),
    [
        ("proxy:3128", "http://proxy:3128", "proxy:3128"),
        ("http://proxy", "http://proxy:80", "proxy:80"),
        ("https://proxy/", "https://proxy:443", "proxy:443"),
        ("jane@proxy:1", "http://jane:@proxy:1", "proxy:1"),
        ("http://jane:s%40c@proxy:1", "http://jane:s%40c@proxy:1", "proxy:1"),
        ("http://[fe80::1]:1", "http://[fe80::1]:1", "[fe80::1]:1"),
    ],
)
def test_an_address_is_completed_as_people_write_it(address: str, url: str, name: str) -> None:
    assert proxy_for(*SERVER, address) == Proxy(url, name)


@pytest.mark.parametrize(
    "address", ["http://", "http://jane:secret@h:99999", "http://[h", "secret@/x", "h/p?secret#"]
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ProxyRefused, match=r"live\.proxy.*http://HOST:PORT") as raised:
        proxy_for(*SERVER, address)
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    "found", [{"socks": "http://jane:secret@s:1080"}, {"all": "socks5://jane:secret@s:1080"}]
)
def test_a_socks_proxy_alone_is_named_as_what_cannot_be_used(
    known: dict[str, str], found: dict[str, str]
) -> None:
    known.update(found)
    with pytest.raises(ProxyRefused, match=r"s:1080.*ALL_PROXY.*socks5.*HTTP proxy") as raised:
        proxy_for(*SERVER, None)
    assert "secret" not in str(raised.value)


def test_a_password_is_in_no_picture_of_proxy_or_settings(tmp_path: Path) -> None:
    url = "http://jane:secret@h:1"
    assert "secret" not in repr(proxy_for(*SERVER, url))
    assert "secret" not in repr(LiveParams(proxy=url))
    file = tmp_path / "settings.toml"
    file.write_text(f'[live]\nproxy = "{url}"\n')
    assert settle(Options(is_practice=False, settings=file)).settings.live.proxy == url
    file.write_text(f'[live]\nproxy = ["{url}"]\n')
    with pytest.raises(InputFault, match=r"live\.proxy") as raised:
        settle(Options(is_practice=False, settings=file))
    assert "secret" not in str(raised.value)


def status(code: int) -> InvalidProxyStatus:
    return InvalidProxyStatus(Response(code, "", Headers(), b""))


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (status(407), ProxyRefused, r"p:1 asks for another name or password \(407\)"),
        (status(401), ProxyRefused, r"another name or password \(401\)"),
        (status(403), ProxyRefused, r"p:1 does not allow a connection to the server \(403\)"),
        (status(502), LinkLost, r"p:1 could not reach the server \(502\)"),
        (TimeoutError(), LinkLost, "p:1 did not answer in time"),
        (
            ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('10.0.0.1', 1)"),
            LinkLost,
            r"p:1 cannot be reached \(Connection refused\)",
        ),
        (OSError("Multiple exceptions"), LinkLost, r"p:1 cannot be reached \(no connection\)"),
        (InvalidProxyMessage("no HTTP"), ProxyRefused, "p:1 does not answer as a proxy should"),
        (ssl.SSLError("wrong version"), ProxyRefused, "p:1 does not answer as a proxy should"),
        (UnicodeError("label too long"), ProxyRefused, "p:1 does not answer as a proxy should"),
    ],
)
def test_why_a_proxy_does_not_lead_to_the_server(
    error: Exception, kind: type[LinkFault], says: str
) -> None:
    fault = refused(error, Proxy("http://jane:secret@p:1", "p:1"))
    assert type(fault) is kind
    with pytest.raises(kind, match=says):
        raise fault
