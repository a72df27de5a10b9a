"""One socket: frames to the session, the session's actions to the socket.

The task that reads and the one that speaks write to it, and what the faults want said; a message
is one frame, and frames go out in the order in which their sends begin.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from websockets.exceptions import ConnectionClosed

from app.practice.calls import ScriptedCall
from app.practice.conditions import Conditions
from app.practice.effects import SAID, Effects
from app.practice.fault_run import FaultRun
from app.practice.faults import Clause
from app.practice.faulty_socket import FaultySocket, Hearing
from app.practice.handles import Handles
from app.practice.messages import ActivityEnd, ActivityStart, Audio, Message, Setup
from app.practice.outgoing import Send
from app.practice.record import OnRecord, Recorder, Tap
from app.practice.refusal import INVALID, Refusal
from app.practice.samples import SampleAnswers
from app.practice.session import Action, HandleLater, Hush, Note, Session, Speak
from app.practice.speaking import Tempo, speak
from app.practice.voice import Piece, Voice
from app.practice.whims import Manner, Whims
from app.practice.wire import parse


@dataclass(frozen=True, slots=True)
class Room:
    """What all connections of one server share."""

    handles: Handles
    samples: SampleAnswers
    voice: Voice
    faults: FaultRun
    conditions: Conditions
    calls: tuple[ScriptedCall, ...]
    tempo: Tempo
    on_record: OnRecord
    tap_dir: Path | None


class Connection:
    """Serves one client from its set-up to its end.

    Args:
        number: 1 for the server's first connection.
        ws: The socket, its upgrade done.
        room: What it shares with the others.
    """

    def __init__(self, number: int, ws: FaultySocket, room: Room) -> None:
        self.ws = ws
        self._room = room
        self._recorder = Recorder(number, room.on_record)
        self._tap = Tap(room.tap_dir, number)
        self._tasks = asyncio.TaskGroup()
        self._effects = Effects(ws, self._recorder, room.conditions, self._tasks, self._end_session)
        self._session: Session | None = None
        self._is_entered = False  # the session counts as open among the handles
        self._unsaid: list[Clause] = []  # faults that wait for the set-up
        self._speech: asyncio.Task[None] | None = None
        ws.conditions = room.conditions

    async def run(self) -> None:
        """Serve until the connection ends, by whichever side."""
        self._recorder.note("opened", {})
        try:
            async with self._tasks:
                await self._listen()
                self._effects.stop()
                self._end_session()
        finally:
            self._tap.end(closed=False)
            self._end_session()
            self._recorder.note("closed", {"code": self.ws.close_code})

    def strike(self, clauses: Sequence[Clause]) -> None:
        """Let these go wrong now; messages wait until the set-up has been answered."""
        for clause in clauses:
            if self._session is None and clause.effect in SAID:
                self._unsaid.append(clause)
            else:
                self._effects.carry_out(clause)

    def cut(self) -> None:
        """Reset the connection."""
        self._effects.reset()

    async def _listen(self) -> None:
        try:
            async for frame in self.ws:
                for message in parse(frame) if self.ws.hears else ():
                    if self.ws.hears:
                        await self._take(message)
        except Refusal as refusal:
            self._hush()
            noted = {"code": refusal.code, "reason": refusal.reason, "why": refusal.why}
            self._recorder.note("refused", noted)
            await self.ws.close(refusal.code, refusal.reason)
        except ConnectionClosed:
            return  # the end is recorded by run()

    async def _take(self, message: Message) -> None:
        if self._session is None:
            await self._take_setup(message)
            return
        ears = self._session.ears
        opens = isinstance(message, ActivityStart)
        self._recorder.received(message, ears.windows + 1 if opens else ears.windows)
        if isinstance(message, ActivityEnd):
            self.strike(self._room.faults.at_end())
            if not self.ws.hears:
                return
        actions = self._session.feed(message)
        if isinstance(message, Audio) and ears.window is not None:
            self._tap.write(ears.windows, message.pcm)
            self.strike(self._room.faults.at_sound(ears.window.seconds, message.seconds))
        if ears.window is None:
            self._tap.end(closed=True)
        await self._carry_out(actions)

    async def _take_setup(self, message: Message) -> None:
        self._recorder.received(message, 0)
        if not isinstance(message, Setup):
            raise Refusal(1007, INVALID, "the first message is not a setup")
        room = self._room
        self.strike(room.faults.at_setup())
        if not self.ws.hears:
            return
        if room.conditions.swallows_setup():
            self.ws.hearing = Hearing.DEAF  # for good: it has nothing to say to what may follow
            return
        now = asyncio.get_running_loop().time()
        if message.handle and (refusal := room.conditions.refusal_of_resume(now)):
            raise refusal
        resumed = message.handle is not None
        whims = Whims(
            room.calls, lambda: self._manner(resumed=resumed), lambda: room.conditions.cadence
        )
        self._session = Session(message, room.handles, room.samples, whims)
        self._is_entered = True
        await self._carry_out(self._session.start())
        self.strike(self._unsaid)

    async def _carry_out(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if not self.ws.is_there and not isinstance(action, Note):
                continue  # what has happened is noted; nobody is told
            match action:
                case Send():
                    self._recorder.sent(action)
                    await self.ws.send(action.frame())
                case Speak(line):
                    self._recorder.note("speaks", {"question": line.question})
                    speech = self._speak(self._room.voice.pieces(line))
                    self._speech = self._tasks.create_task(speech)
                case Hush():
                    self._hush()
                case Note(kind, noted):
                    self._recorder.note(kind, noted)
                case HandleLater():
                    self._effects.later(self._room.tempo.late_handle_s, self._send_handle)
                case _:
                    assert_never(action)

    async def _speak(self, pieces: Sequence[Piece]) -> None:
        assert self._session is not None
        with contextlib.suppress(ConnectionClosed):  # the reader sees the same, and ends us
            await speak(pieces, self._session, self._room.tempo, self._carry_out)

    def _manner(self, *, resumed: bool) -> Manner:
        """Say how the model takes it that it is asked to speak, now."""
        self.strike(self._room.faults.at_turn())
        return self._room.conditions.next_manner(resumed=resumed)

    def _send_handle(self) -> None:
        assert self._session is not None
        self._effects.say(*self._session.late_handle())

    def _hush(self) -> None:
        if self._speech is not None:
            self._speech.cancel()
            self._speech = None

    def _end_session(self) -> None:
        self._hush()
        if self._session is not None and self._is_entered:
            self._room.handles.leave(self._session.name)
            self._is_entered = False
