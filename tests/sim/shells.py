"""The shells around the real engine: connections, sound and record of the simulation.

Here live the races that a simulated sender cannot have: an item is in the socket's hands while the
connection ends, while it is cancelled, or while the next one is asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import app.core.actions as act
import app.core.events as ev
from app.core.faults import LinkFault, LinkLost
from app.core.outgoing import Audio, Outgoing
from tests.sim.microphone import Truth
from tests.sim.server import Wire

if TYPE_CHECKING:
    from tests.sim.engine_desk import EngineDesk


_AT_ONCE_S = 0.001


@dataclass(slots=True)
class Races:
    """How often something happened that only the real engine knows."""

    sent: int = 0
    cancelled: int = 0
    """A send was cancelled in the middle."""
    broken: int = 0
    """A send raised."""
    refused: int = 0
    """Opening raised."""
    aborted: int = 0
    """Opening was cancelled."""


@dataclass(slots=True)
class Line:
    """An open connection, or one that opens."""

    desk: EngineDesk
    wire: Wire
    opened: asyncio.Future[None]
    coming: asyncio.Queue[ev.Event | LinkFault] = field(default_factory=asyncio.Queue)

    def take(self, event: ev.Event) -> None:
        """Take what the server sends."""
        match event:
            case ev.LinkOpened():
                if not self.opened.done():
                    self.opened.set_result(None)
            case ev.LinkClosed(_, fault) if not self.opened.done():
                self.opened.set_exception(fault)
            case ev.LinkClosed(_, fault):
                self.coming.put_nowait(fault)
            case _:
                self.coming.put_nowait(event)

    async def send(self, item: Outgoing, pcm: bytes) -> None:
        """Hand an item to the socket, which takes its time."""
        assert pcm == (sound(item.first, item.count) if isinstance(item, Audio) else b""), item
        races, draw = self.desk.races, self.desk.server.habits.draw
        seconds = self.wire.send_s(item)
        if seconds is not None and draw(0, 1) < 0.05:
            seconds += draw(0.0, 0.2)  # the socket is full
        try:
            if seconds is None:
                await asyncio.get_running_loop().create_future()  # nothing fits any more
                return
            if seconds > _AT_ONCE_S:
                await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            races.cancelled += 1
            raise
        if not self.wire.is_ours or (self.wire.is_over and draw(0, 1) < 0.5):
            races.broken += 1
            raise LinkLost("The socket is gone.")
        races.sent += 1
        self.wire.put(item)
        if draw(0, 1) < 0.2:
            await asyncio.sleep(0)  # a real one may let others run first

    def send_at_once(self, item: Audio, pcm: bytes) -> bool:
        """Hand it to the socket, if that takes no time."""
        assert pcm == sound(item.first, item.count), item
        is_gone = not self.wire.is_ours or self.wire.is_over
        if is_gone or self.desk.server.habits.draw(0, 1) < 0.1:
            return False
        seconds = self.wire.send_s(item)
        if seconds is None or seconds > _AT_ONCE_S:
            return False
        self.desk.races.sent += 1
        self.wire.put(item)
        return True

    async def receive(self, epoch: int) -> AsyncIterator[ev.Event]:
        """Yield what comes; raise in the end."""
        while True:
            one = await self.coming.get()
            if isinstance(one, LinkFault):
                raise one
            yield one


class Lines:
    """Opens connections: the engine's transport."""

    def __init__(self, desk: EngineDesk) -> None:
        self._desk = desk
        self._open = 0

    @asynccontextmanager
    async def open(self, request: act.Connect) -> AsyncIterator[Line]:
        assert not self._open, "law 6: dialled before the old line was closed"
        self._open += 1
        desk, loop = self._desk, asyncio.get_running_loop()
        desk.server.connect(request)
        assert desk.server.wire
        line = desk.line = Line(desk, desk.server.wire, loop.create_future())
        try:
            await self._opened(line)
            yield line
        finally:
            line.wire.abort()
            try:
                if desk.server.habits.draw(0, 1) < 0.5:
                    await asyncio.sleep(desk.server.habits.draw(0.0, 0.2))  # to close takes a while
            finally:
                self._open -= 1

    async def _opened(self, line: Line) -> None:
        try:
            await line.opened
        except LinkFault:
            self._desk.races.refused += 1
            raise
        except asyncio.CancelledError:
            self._desk.races.aborted += 1
            raise

    def abort(self) -> None:
        if self._desk.server.wire:
            self._desk.server.wire.abort()


class Device:
    """Microphone and loudspeaker: the engine's sound."""

    deadline = None

    def __init__(self, desk: EngineDesk) -> None:
        self._desk = desk
        self.ring: list[ev.MicFrame] = []
        self.came_out: list[ev.Played] = []

    def heard(self, *, muted: bool) -> Sequence[tuple[ev.MicFrame, bytes]]:
        self._desk.microphone.catch_up()
        ring, self.ring = self.ring, []
        return [(frame, sound(frame.index, 1)) for frame in ring]

    def played(self) -> Sequence[tuple[ev.Played, bytes]]:
        came_out, self.came_out = self.came_out, []
        return [(piece, b"") for piece in came_out]

    def obey(self, action: act.SoundAction) -> None:
        self._desk.obey(action)


class Record:
    """Knows which frames were kept: the engine's record."""

    def __init__(self, desk: EngineDesk) -> None:
        self._desk = desk
        self._kept: set[int] = set()

    def keep_frame(self, index: int, pcm: bytes) -> None:
        self._kept.add(index)

    def keep_played(self, played: ev.Played, pcm: bytes, at_s: float) -> None:
        pass

    def note(self, note: act.Note, at: float) -> None:
        pass

    def frames_at_hand(self, first: int, count: int) -> bytes | None:
        """Return frames that were kept, as long as memory has them."""
        draw = self._desk.server.habits.draw
        self._see_kept(first, count)
        return None if draw(0, 1) < 0.1 else sound(first, count)

    async def read_frames(self, first: int, count: int) -> bytes:
        """Return frames that were kept, or that were passed over, after a while at times."""
        draw = self._desk.server.habits.draw
        self._see_kept(first, count)
        if draw(0, 1) < 0.1:
            await asyncio.sleep(draw(0.0, 0.02))
        return sound(first, count)

    def _see_kept(self, first: int, count: int) -> None:
        truth = self._desk.microphone.truth
        for index in range(first, first + count):
            assert index in self._kept or truth[index] is Truth.SILENCE, f"law 5: {index} not kept"


def sound(first: int, count: int) -> bytes:
    """Return what stands for the sound of these frames."""
    return b"".join(index.to_bytes(4, "little") for index in range(first, first + count))
