from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import errno
import socket
import ssl

import pytest
from google.genai.errors import APIError
from websockets.datastructures import Headers
from websockets.exceptions import (
    ConnectionClosedError,
    ConnectionClosedOK,
    InvalidMessage,
    InvalidStatus,
    InvalidUpgrade,
    InvalidURI,
)
from websockets.frames import Close
from websockets.http11 import Response

from app.core.faults import (
    HandleRefused,
    KeyRefused,
    LinkFault,
    LinkLost,
    NotLive,
    Phase,
    QuotaSpent,
    ServerBusy,
    SetupRefused,
    Untrusted,
)
from app.live.proxy import Proxy
from app.live.refusals import border, closed

LATER = "Fri, 27 Nov 2026 10:00"


def caused_by(cause: Exception) -> InvalidMessage:
    error = InvalidMessage("did not receive a valid HTTP response")
    error.__cause__ = cause
    return error


def status(code: int, body: bytes = b"", **headers: str) -> InvalidStatus:
    named = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return InvalidStatus(Response(code, "", named, body))


def fault_of(error: Exception, phase: Phase = Phase.SETUP, *, dialled: bool = True) -> LinkFault:
    with pytest.raises(LinkFault) as raised, border(phase, lambda: dialled):
        raise error
    assert raised.value.__cause__ is error
    return raised.value


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (socket.gaierror(-2, "Name or service not known"), LinkLost, "name cannot be found"),
        (UnicodeError("label too long"), LinkLost, "name cannot be found"),
        (
            ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('10.0.0.1', 1)"),
            LinkLost,
            r"cannot be reached \(Connection refused\)",
        ),
        (OSError(10061, "refused"), LinkLost, r"cannot be reached \(refused\)"),
        (OSError("Multiple exceptions"), LinkLost, r"cannot be reached \(no connection\)"),
        (TimeoutError(), LinkLost, "did not answer in time"),
        (ssl.SSLCertVerificationError("self-signed"), Untrusted, "--ca"),
        (ssl.SSLEOFError("cut"), LinkLost, "broke"),
        (ssl.SSLZeroReturnError("cut"), LinkLost, "broke"),
        (ssl.SSLError("wrong version number"), NotLive, "URL"),
        (caused_by(EOFError("cut")), LinkLost, "broke"),
        (caused_by(ValueError("unsupported protocol")), NotLive, "URL"),
        (InvalidUpgrade("Upgrade", None), NotLive, "URL"),
        (InvalidURI("http://elsewhere", "scheme isn't ws or wss"), NotLive, "URL"),
        (ValueError("No API key was provided."), KeyRefused, "key"),
        (RuntimeError("unforeseen"), LinkLost, "made again"),
    ],
)
def test_what_fails_before_there_is_a_connection(
    error: Exception, kind: type[LinkFault], says: str
) -> None:
    fault = fault_of(error, dialled=False)
    assert type(fault) is kind
    with pytest.raises(kind, match=says):
        raise fault


@pytest.mark.parametrize(
    ("error", "kind", "wait_s"),
    [
        (status(401), KeyRefused, None),
        (status(404, b"Nothing is served here."), NotLive, None),
        (status(429, Retry_After="7"), ServerBusy, 7.0),
        (status(503, Retry_After="0"), ServerBusy, 0.0),
        (status(503, Retry_After="\N{SUPERSCRIPT TWO}"), ServerBusy, None),
        (status(503, Retry_After="soon"), ServerBusy, None),
        (status(503, Retry_After=f"{LATER}:30 GMT", Date=f"{LATER}:00 GMT"), ServerBusy, 30.0),
        (status(503, Retry_After=f"{LATER}:30 -0000", Date=f"{LATER}:00 GMT"), ServerBusy, 30.0),
        (status(503, Retry_After=f"{LATER}:00 GMT", Date=f"{LATER}:30 GMT"), ServerBusy, 0.0),
        (status(503, Retry_After="Fri, 27 Nov 2015 10:00:00 GMT"), ServerBusy, 0.0),
        (status(503), ServerBusy, None),
        (status(429, b"You exceeded your current quota \xff"), QuotaSpent, None),
    ],
)
def test_a_refused_upgrade_is_told_by_status_and_words_and_says_how_long_to_wait(
    error: InvalidStatus, kind: type[LinkFault], wait_s: float | None
) -> None:
    fault = fault_of(error)
    assert (type(fault), fault.code) == (kind, error.response.status_code)
    assert fault.retry_after_s == wait_s


@pytest.mark.parametrize(
    "error",
    [ValueError("Failed to parse response"), TypeError("int"), AttributeError("items")],
)
def test_a_first_answer_that_cannot_be_read_is_not_from_a_live_server(error: Exception) -> None:
    assert isinstance(fault_of(error), NotLive)


def test_a_set_up_without_an_answer_is_told_from_a_server_without_one() -> None:
    assert "set up" in str(fault_of(TimeoutError()))


def test_a_server_that_names_the_hour_is_waited_for_by_our_clock_if_it_does_not_tell_its_own() -> (
    None
):
    hour = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    fault = fault_of(status(503, Retry_After=email.utils.format_datetime(hour, usegmt=True)))
    assert fault.retry_after_s is not None
    assert 3000 < fault.retry_after_s <= 3600


def test_before_the_server_is_reached_it_is_the_proxy_that_refused() -> None:
    proxy = Proxy("http://jane:secret@proxy.example.org:3128", "proxy.example.org:3128")
    dialled = False

    def fault() -> LinkFault:
        with (
            pytest.raises(LinkFault) as raised,
            border(Phase.SETUP, lambda: dialled, lambda: proxy),
        ):
            raise ConnectionResetError(104, "reset")
        return raised.value

    assert "The proxy proxy.example.org:3128" in str(fault())
    dialled = True
    assert "proxy" not in str(fault())


def test_the_same_close_means_another_thing_with_a_handle() -> None:
    refused = APIError(1007, "Request contains an invalid argument.", None)
    assert isinstance(fault_of(refused, Phase.SETUP), SetupRefused)
    assert isinstance(fault_of(refused, Phase.RESUME), HandleRefused)


@pytest.mark.parametrize(
    "error", [AssertionError("a bug"), asyncio.CancelledError(), LinkLost("said already")]
)
def test_bugs_cancellation_and_our_own_faults_pass_as_they_are(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised, border(Phase.SETUP, lambda: True):
        raise error
    assert raised.value is error


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (APIError(1000, "", None), LinkLost, 1000),
        (APIError(1006, "Abnormal closure.", None), LinkLost, 1006),
        (APIError(1011, "You exceeded your current quota", None), QuotaSpent, 1011),
        (APIError(1013, "", None), ServerBusy, 1013),
        (APIError(503, {"message": "UNAVAILABLE"}, None), ServerBusy, 503),
        (ConnectionClosedError(Close(1011, "quota"), None), QuotaSpent, 1011),
        (ConnectionClosedOK(Close(1001, ""), Close(1001, ""), rcvd_then_sent=True), LinkLost, 1001),
        (ConnectionClosedError(None, Close(1009, "")), LinkLost, 1006),
        (ConnectionClosedError(None, None), LinkLost, 1006),
        (RecursionError("too deep"), LinkLost, None),
    ],
)
def test_the_end_of_an_open_connection_is_told_by_its_code_and_its_words(
    error: Exception, kind: type[LinkFault], code: int | None
) -> None:
    fault = closed(error, Phase.OPEN)
    assert (type(fault), fault.code) == (kind, code)
