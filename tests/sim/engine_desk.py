"""The desk at which the real engine sits: it drives the session, the simulation its shells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import app.core.actions as act
import app.core.events as ev
from app.core.outgoing import Audio, Outgoing
from app.core.session import Session
from app.engine import Engine
from tests.sim.desk import NO_NOTES, Desk, Fed, Taken
from tests.sim.loop import SimLoop
from tests.sim.model import Turn
from tests.sim.shells import Device, Line, Lines, Races, Record
from tests.sim.world import World

_BLOCK = 3  # frames that a device delivers at once


class WatchedSession(Session):
    """A session that shows the desk's onlookers what is done with it, once it has been done."""

    desk: EngineDesk
    _fed: Fed | None = None

    def feed(self, event: ev.Event, now: float) -> list[act.Action]:
        self._show()
        turn = self.desk.turn_of(event)
        actions = super().feed(event, now)
        self._fed = self.desk.fed(event, turn, actions)
        return actions

    def take(self, now: float) -> Outgoing | None:
        self._show()
        item = super().take(now)
        if item is not None and not isinstance(item, Audio):
            self.desk.show(Fed(Taken(self.link.epoch, item), None, [], NO_NOTES, now))
        return item

    @property
    def deadline(self) -> float | None:
        self._show()  # the engine asks when it has carried out everything
        return super().deadline

    def _show(self) -> None:
        fed, self._fed = self._fed, None
        if fed is not None:
            self.desk.show_fed(fed)
            self.desk.microphone.wake()


class EngineDesk(Desk):
    """Holds an interview with the real engine.

    Attributes:
        line: The newest connection.
        races: What happened on the way.
    """

    session_type = WatchedSession
    engine: Engine
    line: Line | None = None

    def attend(self, world: World) -> None:
        """Sit down."""
        assert isinstance(self.session, WatchedSession)
        self.session.desk = self
        self.races = Races()
        self._loop = SimLoop(world)
        self._device = Device(self)
        self._turns: dict[int, tuple[ev.Event, Turn]] = {}
        self._is_woken = False

    # --- what the simulation asks of a desk

    def run(self, until: Callable[[], bool]) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                runner.run(self._sit(until))
            finally:
                self._loop.is_ending = True

    async def _sit(self, until: Callable[[], bool]) -> None:
        lines, record = Lines(self), Record(self)
        self.engine = Engine(self.session, lines, self._device, record, self._loop.time)
        over = self._loop.create_future()
        self._loop.after_step = lambda: over.done() or (until() and over.set_result(None))
        interview = asyncio.create_task(self.engine.run())
        await asyncio.wait({interview, over}, return_when=asyncio.FIRST_COMPLETED)
        if interview.done():
            interview.result()
            await over
        else:
            interview.cancel()

    def post(self, event: ev.Event, turn: Turn | None = None) -> None:
        match event:
            case ev.Start():
                pass  # the engine says so itself
            case ev.Played():
                self._device.came_out.append(event)
                self._wake()
            case ev.LinkOpened() | ev.LinkClosed():
                self._arrive(event)
            case _ if hasattr(event, "epoch"):
                if turn:
                    self._turns[id(event)] = event, turn
                self._arrive(event)
            case _:
                self._loop.call_soon(self.engine.post, event)

    def _arrive(self, event: ev.Event) -> None:
        if self.line and self.line.wire.request.epoch == event.epoch:
            self.line.take(event)

    def hear(self, frames: list[ev.MicFrame]) -> None:
        self._device.ring += frames
        if len(self._device.ring) >= _BLOCK:
            self._wake()

    def _wake(self) -> None:
        if not self._is_woken:
            self._is_woken = True
            self._loop.call_soon(self._listen)

    def _listen(self) -> None:
        self._is_woken = False
        self.engine.hear()

    def stall(self, seconds: float) -> None:
        super().stall(seconds)
        self._loop.stalled_until = self.stalled_until

    def _go_on(self) -> None:
        pass  # the loop does

    def may_sleep(self) -> bool:
        return not self._device.ring and super().may_sleep()

    # --- what the session asks

    def turn_of(self, event: ev.Event) -> Turn | None:
        """Return the server's turn that this is part of."""
        _, turn = self._turns.pop(id(event), (event, None))
        return turn
