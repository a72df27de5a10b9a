"""One socket: frames to the session, the session's actions to the socket.

Two tasks at most write to it, the one that reads and the one that speaks; a message is one
frame, and frames go out in the order in which their sends begin.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, assert_never

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from app.practice.calls import ScriptedCall
from app.practice.faults import Effect, FaultRun
from app.practice.handles import Handles
from app.practice.messages import ActivityEnd, ActivityStart, Audio, Message, Setup
from app.practice.outgoing import Send
from app.practice.record import OnRecord, Recorder, Tap
from app.practice.refusal import INVALID, Refusal
from app.practice.samples import SampleAnswers
from app.practice.session import Action, Hush, Note, Session, Speak
from app.practice.speaking import Tempo, speak
from app.practice.voice import Piece, Voice
from app.practice.wire import parse

# struct linger {onoff, linger}: on, 0 s. With it a close sends RST and not FIN. Winsock has shorts.
_LINGER_0: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Room:
    """What all connections of one server share."""

    handles: Handles
    samples: SampleAnswers
    voice: Voice
    faults: FaultRun
    calls: tuple[ScriptedCall, ...]
    tempo: Tempo
    on_record: OnRecord
    tap_dir: Path | None


class _Cut(Exception):
    """The script has cut the socket; nothing that still arrives counts."""


class Connection:
    """Serves one client from its set-up to its end.

    Args:
        number: 1 for the server's first connection.
        ws: The socket, its upgrade done.
        room: What it shares with the others.
    """

    def __init__(self, number: int, ws: ServerConnection, room: Room) -> None:
        self._ws = ws
        self._room = room
        self._recorder = Recorder(number, room.on_record)
        self._tap = Tap(room.tap_dir, number)
        self._session: Session | None = None
        self._speech: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serve until the connection ends, by whichever side."""
        self._recorder.note("opened", {})
        try:
            async with asyncio.TaskGroup() as tasks:
                await self._listen(tasks)
                self._hush()
        finally:
            self._tap.end(closed=False)
            if self._session is not None:
                self._room.handles.leave(self._session.name)
            self._recorder.note("closed", {"code": self._ws.close_code})

    async def _listen(self, tasks: asyncio.TaskGroup) -> None:
        try:
            async for frame in self._ws:
                for message in parse(frame):
                    await self._take(message, tasks)
        except Refusal as refusal:
            self._hush()
            noted = {"code": refusal.code, "reason": refusal.reason, "why": refusal.why}
            self._recorder.note("refused", noted)
            await self._ws.close(refusal.code, refusal.reason)
        except ConnectionClosed:
            return  # the end is recorded by run()
        except _Cut:
            await self._ws.wait_closed()

    async def _take(self, message: Message, tasks: asyncio.TaskGroup) -> None:
        if self._session is None:
            await self._take_setup(message, tasks)
            return
        ears = self._session.ears
        opens = isinstance(message, ActivityStart)
        self._recorder.received(message, ears.windows + 1 if opens else ears.windows)
        if isinstance(message, ActivityEnd):
            self._fail(self._room.faults.at_end())
        actions = self._session.feed(message)
        if isinstance(message, Audio) and ears.window is not None:
            self._tap.write(ears.windows, message.pcm)
            self._fail(self._room.faults.at_audio(ears.window.seconds))
        if ears.window is None:
            self._tap.end(closed=True)
        await self._carry_out(actions, tasks)

    async def _take_setup(self, message: Message, tasks: asyncio.TaskGroup) -> None:
        self._recorder.received(message, 0)
        if not isinstance(message, Setup):
            raise Refusal(1007, INVALID, "the first message is not a setup")
        room = self._room
        self._session = Session(message, room.handles, room.samples, room.calls)
        await self._carry_out(self._session.start(), tasks)

    async def _carry_out(self, actions: Sequence[Action], tasks: asyncio.TaskGroup) -> None:
        for action in actions:
            match action:
                case Send():
                    self._recorder.sent(action)
                    await self._ws.send(action.frame())
                case Speak(line):
                    self._recorder.note("speaks", {"question": line.question})
                    speech = self._speak(self._room.voice.pieces(line), tasks)
                    self._speech = tasks.create_task(speech)
                case Hush():
                    self._hush()
                case Note(kind, noted):
                    self._recorder.note(kind, noted)
                case _:
                    assert_never(action)

    async def _speak(self, pieces: Sequence[Piece], tasks: asyncio.TaskGroup) -> None:
        assert self._session is not None
        with contextlib.suppress(ConnectionClosed):  # the reader sees the same, and ends us
            await speak(
                pieces,
                self._session,
                self._room.tempo,
                lambda actions: self._carry_out(actions, tasks),
            )

    def _hush(self) -> None:
        if self._speech is not None:
            self._speech.cancel()
            self._speech = None

    def _fail(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            self._recorder.note("fault", {"fault": effect.value})
            match effect:
                case Effect.RESET:
                    self._reset()
                case _:
                    assert_never(effect)

    def _reset(self) -> None:
        """Reset the TCP connection, as a failing network or server does."""
        sock = self._ws.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_0)
        self._hush()
        self._ws.transport.abort()
        raise _Cut
