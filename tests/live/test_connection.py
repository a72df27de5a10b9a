from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from app.core.faults import LinkLost
from app.core.liveness import Liveness, LivenessParams, PongHistory
from app.live.connection import WatchedConnection
from tests.live.peers import SOON_S, no_new_tasks

QUICK = LivenessParams(ping_every_s=0.1, suspect_s=0.1, limit_least_s=0.3, limit_most_s=0.9)


_JUMPS_S = 11.0
"""More than any jump below, since the time-outs of the tests jump with it."""


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock can jump, as it does when the loop stood still."""

    jumped_s = 0.0

    def time(self) -> float:
        return super().time() + self.jumped_s


class CountedPongs(PongHistory):
    """A history that can be waited for."""

    def __init__(self) -> None:
        super().__init__(QUICK)
        self.count = 0
        self.changed = asyncio.Event()

    def add(self, slowness_s: float, now: float) -> None:
        super().add(slowness_s, now)
        self.count += 1
        self.changed.set()

    async def more(self, count: int) -> None:
        """Wait for so many further pongs."""
        wanted = self.count + count
        while self.count < wanted:
            self.changed.clear()
            await self.changed.wait()


@dataclass
class Line:
    """Both ends of a connection, and what was told of it."""

    near: WatchedConnection
    far: ServerConnection
    pongs: CountedPongs = field(default_factory=CountedPongs)
    told: list[float | None] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self) -> None:
        now = self.near.loop.time()
        self.near.watch(Liveness(QUICK, self.pongs, now), self._tell)

    def _tell(self, since_s: float | None) -> None:
        self.told.append(since_s)
        self.news.set()

    async def hear_news(self) -> float | None:
        self.news.clear()
        await self.news.wait()
        return self.told[-1]

    def freeze(self) -> None:
        """Let the far end stop reading: no pong comes any more."""
        self.far.transport.pause_reading()

    def thaw(self) -> None:
        self.far.transport.resume_reading()

    async def lost(self) -> float:
        """Wait until the near end is gone; return how long that took, in seconds."""
        began = self.near.loop.time()
        await self.near.wait_closed()
        return self.near.loop.time() - began


@asynccontextmanager
async def line() -> AsyncIterator[Line]:
    reached: asyncio.Future[ServerConnection] = asyncio.get_running_loop().create_future()

    async def welcome(ws: ServerConnection) -> None:
        reached.set_result(ws)
        await ws.wait_closed()

    async with (
        serve(welcome, "127.0.0.1", 0, ping_interval=None, close_timeout=0.1, max_queue=1) as peer,
        connect(
            f"ws://127.0.0.1:{next(iter(peer.sockets)).getsockname()[1]}",
            create_connection=WatchedConnection,
            ping_interval=None,
            close_timeout=0.1,
            proxy=None,
        ) as near,
    ):
        assert isinstance(near, WatchedConnection)
        yield Line(near, await reached)
        near.abort()


def play(scene: Callable[[Line], Awaitable[None]]) -> None:
    """Run a scene on a line, with a clock that can jump."""

    async def run() -> None:
        async with asyncio.timeout(SOON_S + _JUMPS_S), no_new_tasks(), line() as one:
            await scene(one)

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(run())


def jump(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, JumpingLoop)
    loop.jumped_s += seconds


async def send_for_ever(near: WatchedConnection) -> None:
    while True:
        await near.send(bytes(2**20))


def test_a_line_that_is_answered_stays_and_nothing_is_told() -> None:
    async def scene(one: Line) -> None:
        one.watch()
        await one.pongs.more(4)
        assert one.told == []
        assert one.near.death is None
        assert one.pongs.limit_s(one.near.loop.time()) == QUICK.limit_least_s

    play(scene)


def test_a_peer_that_stops_answering_is_suspect_at_once_and_dead_after_the_limit() -> None:
    async def scene(one: Line) -> None:
        one.freeze()
        one.watch()
        assert await one.hear_news() is not None
        took_s = await one.lost()
        assert one.told == sorted(one.told), "for ever longer, and never taken back"
        assert isinstance(one.near.death, LinkLost)
        assert took_s + one.told[0] >= QUICK.limit_most_s

    play(scene)


def test_a_peer_that_answers_again_in_time_is_no_longer_suspect() -> None:
    async def scene(one: Line) -> None:
        one.freeze()
        one.watch()
        assert await one.hear_news() is not None
        one.thaw()
        while await one.hear_news() is not None:
            pass
        await one.pongs.more(2)
        assert one.told[-1] is None
        assert one.near.death is None

    play(scene)


def test_a_peer_that_answers_no_ping_but_talks_is_alive() -> None:
    async def scene(one: Line) -> None:
        one.freeze()
        one.watch()
        for _ in range(30):  # 1.5 s, longer than any silence may last
            await one.far.send("still here")
            await one.near.recv()
            await asyncio.sleep(0.05)
        assert one.near.death is None
        assert one.pongs.count == 0

    play(scene)


def test_a_peer_that_stops_reading_while_we_send_is_noticed_though_no_ping_gets_through() -> None:
    async def scene(one: Line) -> None:
        one.watch()
        await one.pongs.more(1)
        one.freeze()
        with pytest.raises(ConnectionClosed):
            await send_for_ever(one.near)
        assert one.near.death is not None

    play(scene)


def test_a_loop_that_stood_still_is_not_the_peers_silence() -> None:
    async def scene(one: Line) -> None:
        one.freeze()
        one.watch()
        await one.hear_news()  # so a ping is on its way
        jump(5.0)
        one.thaw()
        await one.pongs.more(3)
        assert one.near.death is None
        assert one.pongs.limit_s(one.near.loop.time()) < 5.0

    play(scene)


def test_a_computer_that_slept_makes_the_connection_anew() -> None:
    async def scene(one: Line) -> None:
        one.watch()
        await one.pongs.more(1)
        jump(10.5)
        await one.lost()
        assert str(one.near.death) == "The computer was asleep."

    play(scene)


def test_a_line_that_the_peer_closes_is_no_longer_judged() -> None:
    async def scene(one: Line) -> None:
        one.watch()
        await one.pongs.more(1)
        await one.far.close(1011, "Internal error encountered.")
        await one.lost()
        assert one.near._watch is not None
        await asyncio.wait({one.near._watch})
        assert one.near._watch.cancelled()
        assert one.near.death is None
        assert one.near.close_code == 1011

    play(scene)


def test_aborting_ends_the_line_at_once_and_is_no_death() -> None:
    async def scene(one: Line) -> None:
        one.watch()
        one.near.abort()
        one.near.abort()
        await one.lost()
        assert one.near.death is None
        assert one.near.close_code == 1006

    play(scene)


def test_a_connection_that_is_not_made_yet_can_be_aborted() -> None:
    async def try_it() -> None:
        made: list[WatchedConnection] = []

        def make(*args: object, **how: object) -> WatchedConnection:
            made.append(WatchedConnection(*args, **how))
            made[0].abort()
            return made[0]

        async with serve(accept, "127.0.0.1", 0) as peer:
            port = next(iter(peer.sockets)).getsockname()[1]
            factory: type[WatchedConnection] = make  # type: ignore[assignment]  # the library takes any callable
            async with connect(f"ws://127.0.0.1:{port}", create_connection=factory, proxy=None):
                pass

    async def accept(ws: ServerConnection) -> None:
        await ws.wait_closed()

    asyncio.run(try_it())


@pytest.mark.skipif(not hasattr(socket, "TCP_NOTSENT_LOWAT"), reason="this system has no such cap")
def test_what_the_system_holds_unsent_is_capped_at_64_kib() -> None:
    async def scene(one: Line) -> None:
        raw: socket.socket = one.near.transport.get_extra_info("socket")
        assert raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT) == 65_536

    play(scene)
