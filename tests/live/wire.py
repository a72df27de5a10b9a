"""The real SDK's session over a socket that is two lists."""

from __future__ import annotations

import asyncio
import functools
import json
import warnings
from typing import Any

from google import genai
from google.genai import types
from google.genai.live import AsyncSession
from websockets.exceptions import ConnectionClosedOK
from websockets.frames import Close

from app.core.events import ServerEvent
from app.live.codec import Call, decode


class ListSocket:
    """Keeps what is sent, gives what is to be received, then closes with 1000."""

    def __init__(self, incoming: list[str] | None = None) -> None:
        self.texts: list[str] = []
        self._incoming = incoming or []

    async def send(self, text: str) -> None:
        self.texts.append(text)

    async def recv(self, *, decode: bool | None = None) -> str:
        if not self._incoming:
            raise ConnectionClosedOK(Close(1000, ""), None)
        return self._incoming.pop(0)


@functools.cache  # it reads all certificates of the system
def _client() -> genai.Client:
    return genai.Client(vertexai=False, api_key="none")


def session_over(socket: ListSocket) -> AsyncSession:
    return AsyncSession(api_client=_client()._api_client, websocket=socket)  # type: ignore[arg-type]  # all of it that is used


def texts(*calls: Call) -> list[str]:
    """Return the messages that the SDK makes of these calls, letter for letter."""
    socket = ListSocket()
    session = session_over(socket)

    async def send() -> None:
        for method, arguments in calls:
            await getattr(session, method)(**arguments)

    asyncio.run(send())
    return socket.texts


def on_the_wire(*calls: Call) -> list[dict[str, Any]]:
    """Return the messages that the SDK makes of these calls."""
    return [json.loads(text) for text in texts(*calls)]


def parse(wire: dict[str, Any]) -> types.LiveServerMessage:
    """Return what the SDK makes of one message of the server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of words that it does not know, and goes on
        return asyncio.run(session_over(ListSocket([json.dumps(wire)]))._receive())


def events_of(*wires: dict[str, Any], epoch: int = 7) -> list[ServerEvent]:
    """Return the events in these messages, in order."""
    return [event for wire in wires for event in decode(parse(wire), epoch)]
