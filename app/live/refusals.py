"""Where the libraries' errors become faults.

The SDK has two shapes: reading raises ``APIError`` whose ``code`` is the close code and whose
``details`` hold the reason; writing raises the WebSocket library's own. A refused upgrade, a
network error and a time-out come through as they are.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidProxy,
    InvalidStatus,
    InvalidURI,
    ProxyError,
)

from app.core.closes import classify
from app.core.faults import LinkFault, LinkLost, NotLive, Phase, Untrusted

_BROKE = "The connection broke."
_NOT_LIVE = "There is a server at this address, but it is not a Gemini Live service. Check the URL."


@contextlib.contextmanager
def border(phase: Phase, is_dialled: Callable[[], bool]) -> Iterator[None]:
    """Turn whatever goes wrong while a connection is made into a ``LinkFault``.

    Args:
        phase: SETUP or RESUME: what comes after the upgrade.
        is_dialled: Whether TCP has been reached.
    """
    try:
        yield
    except (asyncio.CancelledError, LinkFault, AssertionError):
        raise
    except Exception as error:  # the border: nothing of theirs may pass
        raise _made(error, phase, is_dialled()) from error


def closed(error: Exception, phase: Phase) -> LinkFault:
    """Return the fault that the end of an open connection means."""
    code, text = _code_and_text(error)
    if code == 1006:
        return LinkLost(_BROKE, code=code)
    return classify(phase, code, text)


def _code_and_text(error: Exception) -> tuple[int | None, str]:
    if isinstance(error, ConnectionClosed):
        return (error.rcvd.code, error.rcvd.reason) if error.rcvd else (1006, "")
    code, details = getattr(error, "code", None), getattr(error, "details", None)
    text = details if isinstance(details, str) else str(error)
    return code if isinstance(code, int) else None, text


def _made(error: Exception, phase: Phase, is_dialled: bool) -> LinkFault:
    match error:
        case InvalidStatus(response=response):
            retry = response.headers.get("Retry-After")
            body = (response.body or b"")[:400].decode("utf-8", "replace")
            return classify(
                Phase.HANDSHAKE,
                response.status_code,
                body,
                retry_after_s=float(retry) if retry and retry.isdigit() else None,
            )
        case ssl.SSLCertVerificationError():
            return Untrusted(
                "The server's certificate is not trusted. A proxy may inspect the traffic, or this "
                "computer's clock is wrong. Check both, or give the certificate with --ca."
            )
        case ProxyError() | InvalidProxy():
            return LinkLost("The proxy refused the connection. Check the proxy settings.")
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError() | InvalidMessage(__cause__=EOFError()):
            return LinkLost(_BROKE)  # cut in the middle, which says nothing about the server
        case ssl.SSLError() | InvalidHandshake() | InvalidURI():
            return NotLive(_NOT_LIVE)
        case socket.gaierror() | UnicodeError() if not is_dialled:
            return LinkLost("The server's name cannot be found. Check the network and the URL.")
        case TimeoutError():
            slow = "set up the session" if is_dialled else "answer"
            return LinkLost(f"The server did not {slow} in time.")
        case OSError():
            return LinkLost(f"The server cannot be reached ({error.strerror or 'no connection'}).")
        case ValueError() | TypeError() | AttributeError() if is_dialled:
            return NotLive(_NOT_LIVE)  # the SDK could not read the first answer
        case _:
            return closed(error, phase)
