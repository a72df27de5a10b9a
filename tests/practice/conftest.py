"""What the practice room's tests share: a server, its record, and plain clients."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.practice.server import PracticeParams, PracticeServer
from app.practice.speaking import Tempo

FAST = Tempo(thinking_s=0.0, generation=1e4, playout=1e4, late_handle_s=0.1)
PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
PLAN = "You interview.\n1. Who are you?\n2. What do you like?\n 3) Why are you here?\n"
TONE = b"\x00\x10\x00\xf0" * 3_200  # 0.4 s at 16 kHz, loud enough to be heard

SETUP: dict[str, Any] = {
    "model": "models/gemini-3.8-live",
    "systemInstruction": {"parts": [{"text": PLAN}]},
    "realtimeInputConfig": {"automaticActivityDetection": {"disabled": True}},
    "outputAudioTranscription": {},
    "sessionResumption": {},
}


@dataclass
class Logbook:
    """The server's record; written by its thread, awaited by the test's."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, row: dict[str, Any]) -> None:
        with self.changed:
            self.rows.append(row)
            self.changed.notify_all()

    def wait_for(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """Return the first row of a kind with these fields; wait for it if need be."""

        def find() -> dict[str, Any] | None:
            want = {"kind": kind, **wanted}
            return next((row for row in self.rows if want.items() <= row.items()), None)

        with self.changed:
            assert self.changed.wait_for(lambda: find() is not None, 10), (kind, wanted, self.rows)
            found = find()
        assert found is not None
        return found

    def faults(self) -> list[tuple[int, str]]:
        """Return which connection was struck by what, in order; 0 for none."""
        return [(row["connection"], row["fault"]) for row in self.rows if row["kind"] == "fault"]

    def kinds(self, way: str) -> list[str]:
        return [row["kind"] for row in self.rows if row["way"] == way]


@dataclass
class Practice:
    server: PracticeServer
    log: Logbook

    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.server.ca_file))

    @asynccontextmanager
    async def dial(
        self, key: str | None = None, path: str = PATH, headers: dict[str, str] | None = None
    ) -> AsyncIterator[Client]:
        shown = {"x-goog-api-key": self.server.key if key is None else key}
        url = self.server.url.replace("https", "wss") + path
        async with connect(
            url,
            ssl=self.tls(),
            additional_headers=shown if headers is None else headers,
            ping_interval=None,
            close_timeout=2,
            max_size=None,
        ) as ws:
            yield Client(ws)


@dataclass
class Client:
    """A client that says raw JSON."""

    ws: ClientConnection

    async def say(self, message: dict[str, Any]) -> None:
        await self.ws.send(json.dumps(message))

    async def realtime(self, **fields: Any) -> None:
        await self.say({"realtimeInput": fields})

    async def sound(self, pcm: bytes = TONE) -> None:
        data = base64.b64encode(pcm).decode()
        await self.realtime(audio={"data": data, "mimeType": "audio/pcm;rate=16000"})

    async def window(self, pcm: bytes = TONE) -> None:
        await self.realtime(activityStart={})
        await self.sound(pcm)
        await self.realtime(activityEnd={})

    async def hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(await self.ws.recv())
        return heard

    async def set_up(self, **changes: Any) -> str:
        """Set up and return the first handle."""
        await self.say({"setup": {**SETUP, **changes}})
        assert await self.hear() == {"setupComplete": {}}
        return await self.handle()

    async def hear_out(self) -> None:
        """Hear on until the connection ends; raises what says so."""
        while True:
            await self.hear()

    async def handle(self) -> str:
        """Return the next resumable handle, passing over what comes before."""
        while True:
            update = (await self.hear()).get("sessionResumptionUpdate", {})
            if update.get("resumable"):
                return str(update["newHandle"])

    async def ended(self) -> tuple[int, str] | None:
        """Hear on until the connection ends; return code and reason, None without a close."""
        try:
            await self.hear_out()
        except ConnectionClosed as over:
            return None if over.rcvd is None else (over.rcvd.code, over.rcvd.reason)

    async def resume(self, handle: str) -> None:
        """Set up with a handle."""
        await self.say({"setup": {**SETUP, "sessionResumption": {"handle": handle}}})

    async def turn(self) -> str:
        """Hear to the end of the turn, and return what was said."""
        said = ""
        while True:
            content = (await self.hear()).get("serverContent", {})
            said += content.get("outputTranscription", {}).get("text", "")
            if content.get("turnComplete"):
                return said


@pytest.fixture
def start() -> Iterator[Callable[..., Practice]]:
    """Start servers, fast ones unless a tempo is given; they are stopped afterwards."""
    begun: list[PracticeServer] = []

    def begin(**params: Any) -> Practice:
        log = Logbook()
        server = PracticeServer(PracticeParams(**{"tempo": FAST, **params}), on_record=log)
        begun.append(server)
        server.start()
        return Practice(server, log)

    yield begin
    for server in begun:
        server.stop()
