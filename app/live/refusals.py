"""Where the libraries' errors become faults.

The SDK has two shapes: reading raises ``APIError`` whose ``code`` is the close code and whose
``details`` hold the reason; writing raises the WebSocket library's own. A refused upgrade, a
network error and a time-out come through as they are.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import email.utils
import socket
import ssl
from collections.abc import Callable, Iterator

from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
)
from websockets.http11 import Response

from app.core.closes import classify
from app.core.faults import LinkFault, LinkLost, NotLive, Phase
from app.live.proxy import Proxy, refused, why
from app.live.trust import distrust

_BROKE = "The connection broke."
_NOT_LIVE = "There is a server at this address, but it is not a Gemini Live service. Check the URL."


@contextlib.contextmanager
def border(
    phase: Phase, is_dialled: Callable[[], bool], proxy: Callable[[], Proxy | None] = lambda: None
) -> Iterator[None]:
    """Turn whatever goes wrong while a connection is made into a ``LinkFault``.

    Args:
        phase: SETUP or RESUME: what comes after the upgrade.
        is_dialled: Whether TCP has been reached; with a proxy, the server's behind it.
        proxy: Which proxy is dialled, or None.
    """
    try:
        yield
    except (asyncio.CancelledError, LinkFault, AssertionError):
        raise
    except Exception as error:  # the border: nothing of theirs may pass
        on_the_way = None if is_dialled() else proxy()
        if on_the_way and isinstance(error, OSError | InvalidHandshake | UnicodeError):
            raise refused(error, on_the_way) from error
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
            body = (response.body or b"")[:400].decode("utf-8", "replace")
            return classify(
                Phase.HANDSHAKE,
                response.status_code,
                body,
                retry_after_s=_wait_s(response),
            )
        case ssl.SSLCertVerificationError():
            return distrust(error, dt.datetime.now(dt.UTC))
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
            return LinkLost(f"The server cannot be reached ({why(error)}).")
        case ValueError() | TypeError() | AttributeError() if is_dialled:
            return NotLive(_NOT_LIVE)  # the SDK could not read the first answer
        case _:
            return closed(error, phase)


def _wait_s(response: Response) -> float | None:
    """Return what Retry-After asks for, in seconds; it may be a number or a date."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    until = _date(asked)
    # By the server's clock, where it says what that is: ours may be wrong.
    now = _date(response.headers.get("Date", "")) or dt.datetime.now(dt.UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _date(text: str) -> dt.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
