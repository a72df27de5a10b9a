"""An engine among stand-ins, and scenes that are played with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import app.core.actions as act
import app.core.events as ev
from app.core.session import Session, SessionParams
from app.core.watchdog import WatchdogParams
from app.engine import Engine
from tests import fakes
from tests.fakes import FakeCore, FakeLink, FakeObserver, FakeRecord, FakeSound, FakeTransport


class House:
    """An engine among stand-ins, on the running loop."""

    def __init__(self, core: Session, *links: FakeLink) -> None:
        self.core = core
        self.transport = FakeTransport(*links)
        self.sound = FakeSound()
        self.record = FakeRecord()
        self.observer = FakeObserver()
        self.clock = asyncio.get_running_loop().time
        self.engine = Engine(core, self.transport, self.sound, self.record, self.clock)
        self.engine.observers.append(self.observer)

    async def hold(self, *acts: Callable[[], object] | float) -> str:
        """Run the engine; meanwhile do these things, or let so many seconds pass; then leave."""

        async def play() -> None:
            for one in acts:
                if callable(one):
                    one()
                await asyncio.sleep(one if isinstance(one, int | float) else 0.001)
            self.engine.post(ev.Leave())

        scene = asyncio.create_task(play())
        try:
            return await self.engine.run()
        finally:
            scene.cancel()


def held(
    core: FakeCore, *acts: Callable[[House], object] | float, links: tuple[FakeLink, ...] = ()
) -> House:
    """Return what is left of an interview with this core."""
    core.answers.setdefault(ev.Leave, [act.End("left")])

    async def scene() -> House:
        house = House(core, *links)
        await house.hold(*(_bound(one, house) for one in acts))
        return house

    return fakes.run(scene)


def _bound(one: Callable[[House], object] | float, house: House) -> Callable[[], object] | float:
    return (lambda: one(house)) if callable(one) else one


def real_core() -> Session:
    patient = SessionParams(watchdog=WatchdogParams(sign_s=1000.0))  # nobody answers here
    return Session(fakes.PLAN, fakes.SCRIPT, patient, lambda: 1.0)
