from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from app.core import events as ev
from app.core.activity import ActivityParams
from app.core.habits import Choice
from app.core.patience import PatienceParams, Wait
from app.core.talk import Decider, Talk, TalkParams
from app.wiring.door import Door

DECIDER = Decider(TalkParams(), ActivityParams(), PatienceParams(Wait.PATIENT))
DECIDER.feed(ev.Mute(on=True), 0.0)


class FakeEngine:
    """Notes what reaches it."""

    def __init__(self) -> None:
        self.posted: list[ev.Event] = []
        self.heard = 0

    def post(self, event: ev.Event) -> None:
        self.posted.append(event)

    def post_if_news(self, news: Callable[[], ev.Event | None]) -> None:
        self.posted += [event for event in [news()] if event]

    def hear(self) -> None:
        self.heard += 1


async def settled() -> None:
    """Let everything that was handed to the loop run."""
    for _ in range(3):
        await asyncio.sleep(0)


def opened(door: Door, engine: FakeEngine) -> Any:
    return door.opened(engine, DECIDER)  # type: ignore[arg-type]  # all that it uses


def test_while_it_is_open_everything_reaches_the_engine_from_any_thread() -> None:
    async def run() -> None:
        door, engine = Door(), FakeEngine()
        assert (door.talk, door.wait) == (None, Wait.STANDARD)
        with opened(door, engine):
            door.post(ev.Done())
            thread = threading.Thread(target=lambda: (door.tell(ev.TryNow()), door.wake()))
            thread.start()
            await asyncio.to_thread(thread.join)
            await settled()
            assert (door.talk, door.wait) == (Talk.MUTED, Wait.PATIENT)
        assert engine.posted == [ev.Done(), ev.TryNow()]
        assert engine.heard == 1

    asyncio.run(run())


def test_news_are_judged_when_it_is_their_turn() -> None:
    async def run() -> None:
        door, engine, news = Door(), FakeEngine(), list[ev.Event]()
        with opened(door, engine):
            for _ in range(2):
                door.tell_if_news(lambda: news.pop() if news else None)
            news.append(ev.TryNow())
            await settled()
        door.tell_if_news(ev.Done)
        await settled()
        assert engine.posted == [ev.TryNow()]

    asyncio.run(run())


def test_before_and_after_it_is_open_nothing_does() -> None:
    async def run() -> None:
        door, engine = Door(), FakeEngine()
        door.post(ev.Done())
        door.wake()
        await settled()
        with opened(door, engine):
            pass
        door.tell(ev.Done())
        door.wake()
        await settled()
        assert (engine.posted, engine.heard) == ([], 0)

    asyncio.run(run())


def test_who_leaves_before_it_opens_leaves_when_it_does() -> None:
    async def run() -> None:
        door, engine = Door(), FakeEngine()
        door.leave()
        with opened(door, engine):
            assert engine.posted == []  # the engine's own start comes first
            await settled()
            assert engine.posted == [ev.Leave()]

    asyncio.run(run())


def test_who_leaves_while_it_is_open_leaves_at_once() -> None:
    async def run() -> None:
        door, engine = Door(), FakeEngine()
        with opened(door, engine):
            door.leave()
            assert engine.posted == [ev.Leave()]

    asyncio.run(run())


def test_nobody_chooses_what_is_forced_by_any_key() -> None:
    async def run() -> None:
        door, engine = Door(), FakeEngine()
        chosen = ev.ChooseWait(Wait.QUICK)
        with door.opened(engine, DECIDER, frozenset({Choice.WAIT})):  # type: ignore[arg-type]  # as above
            door.post(chosen)
            door.tell(chosen)
            door.post(ev.Done())
            await settled()
        assert engine.posted == [ev.Done()]
        with door.opened(engine, DECIDER, frozenset({Choice.CUES})):  # type: ignore[arg-type]  # as above
            door.post(chosen)
        assert engine.posted == [ev.Done(), chosen]

    asyncio.run(run())
