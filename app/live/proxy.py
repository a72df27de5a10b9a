"""Which proxy leads to a server, and what it means when it does not let us through.

The WebSocket library finds proxies by itself, but not ALL_PROXY; it prefers a SOCKS proxy, which
it cannot use without another library; and it takes no address without ``http://`` and no user
without a password. So the address is found, completed and checked here, by ``urllib``, which knows
the environment's variables and the settings of macOS and Windows (fixed addresses there; an
automatic configuration script is not followed). The library sends the password, as basic
authentication.
"""

from __future__ import annotations

import ipaddress
import os
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from websockets.exceptions import InvalidProxyStatus

from app.core.faults import LinkFault, LinkLost, ProxyRefused

SERVICE = "generativelanguage.googleapis.com"
"""The service's own host, for what NO_PROXY says of it."""

_WRITE = "Write it like http://HOST:PORT or http://USER:PASSWORD@HOST:PORT."
_OF_THE_SYSTEM = "which the system or the environment (HTTPS_PROXY, ALL_PROXY) names"
_OF_THE_SETTINGS = "in the settings (live.proxy)"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy.

    Attributes:
        url: Its address, maybe with a password: never shown.
        name: Host and port, for people.
    """

    url: str = field(repr=False)
    name: str


def is_this_computer(host: str) -> bool:
    """Tell whether a host is this computer, which no proxy could reach for us."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def proxy_for(host: str, port: int, chosen: str | None) -> Proxy | None:
    """Return the proxy that leads to a server over TLS, or None to dial it directly.

    Args:
        host: The server's.
        port: The server's.
        chosen: What the settings say: an address, "" for no proxy, None for the system's own.

    Raises:
        ProxyRefused: Its address cannot be used.
    """
    if chosen == "" or is_this_computer(host):
        return None
    if chosen is not None:
        return _checked(chosen, _OF_THE_SETTINGS)
    if urllib.request.proxy_bypass(f"{host}:{port}"):
        return None
    known = urllib.request.getproxies()
    found = next((known[kind] for kind in ("wss", "https", "all", "socks") if known.get(kind)), "")
    if not found:
        return None
    if found == known.get("socks"):  # as macOS gives it: http://, which it is not
        found = f"socks5://{found.rpartition('://')[2]}"
    return _checked(found, _OF_THE_SYSTEM)


def refused(error: Exception, proxy: Proxy) -> LinkFault:
    """Return what it means that a proxy does not lead to the server.

    Args:
        error: Any that the WebSocket library raises before it has reached the server.
        proxy: The proxy.
    """
    match error:
        case InvalidProxyStatus(response=response) if response.status_code in (401, 407):
            return ProxyRefused(  # 401 is what tinyproxy says to a wrong password
                f"The proxy {proxy.name} asks for another name or password "
                f"({response.status_code}). Give them in the proxy's address: "
                "http://USER:PASSWORD@HOST:PORT.",
                code=response.status_code,
            )
        case InvalidProxyStatus(response=response) if response.status_code >= 500:
            return LinkLost(
                f"The proxy {proxy.name} could not reach the server ({response.status_code}).",
                code=response.status_code,
            )
        case InvalidProxyStatus(response=response):
            return ProxyRefused(
                f"The proxy {proxy.name} does not allow a connection to the server "
                f"({response.status_code}). Ask who runs it, or use another network.",
                code=response.status_code,
            )
        case TimeoutError():
            return LinkLost(f"The proxy {proxy.name} did not answer in time.")
        case OSError() if type(error).__module__ != "ssl":
            return LinkLost(
                f"The proxy {proxy.name} cannot be reached ({why(error)}). "
                "Check the proxy settings."
            )
        case _:
            return ProxyRefused(
                f"The proxy {proxy.name} does not answer as a proxy should. Check its address."
            )


def why(error: OSError) -> str:
    """Return the system's word for an error."""
    if error.errno and (error.strerror or "").startswith("Connect call failed"):
        return os.strerror(error.errno)  # asyncio has put an address in its place
    return error.strerror or "no connection"


def _checked(address: str, source: str) -> Proxy:
    """Complete the address as people write it, and see that it can be used."""
    whole = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(whole)
        port = parts.port  # an impossible one raises
    except ValueError:
        raise _unusable(source) from None  # whose cause holds the address, and its password
    if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _unusable(source)
    port = port or (443 if parts.scheme == "https" else 80)
    shown = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    name = f"{shown}:{port}"
    if parts.scheme not in ("http", "https"):
        raise ProxyRefused(
            f"The proxy {name}, {source}, is of the kind {parts.scheme}, which cannot be used. "
            "Give an HTTP proxy."
        )
    return Proxy(f"{parts.scheme}://{_login(parts)}{name}", name)


def _login(parts: SplitResult) -> str:
    login, is_there, _ = parts.netloc.rpartition("@")
    if not is_there:
        return ""
    return f"{login}@" if ":" in login else f"{login}:@"


def _unusable(source: str) -> ProxyRefused:
    return ProxyRefused(f"The proxy's address, {source}, cannot be used. {_WRITE}")
