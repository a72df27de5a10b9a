"""The one loop: feeds events to the core and carries out its actions. Decides nothing.

    microphone, loudspeaker, connection, keys -> post(event) -> core -> actions -> shells

All state belongs to the loop thread. Frames that wait in the microphone's ring are fed before
anything else is judged, so a loop that stood still ends no turn. One task holds each connection:
it opens it, sends what the core gives, reads until it ends, and says why.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import app.core.actions as act
import app.core.events as ev
from app.core.faults import LinkFault, StoreFault
from app.core.session import Session
from app.sender import Sender
from app.shells import LiveLink, Observer, Record, Sound, Transport
from app.timers import Timers

log = logging.getLogger("app.engine")

LOOK_EVERY_S = 0.25
"""How often what is shown is made anew though nothing happens: counted seconds go on."""


class Engine:
    """Owns the session and the tasks.

    Args:
        session: The core.
        transport: Opens connections.
        sound: The sound device.
        record: What is kept.
        clock: Seconds, the same that stamps the microphone's blocks.
    """

    show_every_s = 1 / 30
    """What is shown follows what happens within this time, in seconds."""

    def __init__(
        self,
        session: Session,
        transport: Transport,
        sound: Sound,
        record: Record,
        clock: Callable[[], float],
    ) -> None:
        self.observers: list[Observer] = []
        self._session = session
        self._transport = transport
        self._sound = sound
        self._record = record
        self._clock = clock
        self._sender: Sender | None = None  # of the newest connection that has opened
        self._links: set[asyncio.Task[None]] = set()  # the newest, and those that still close
        self._timers = Timers(clock)
        self._ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def run(self, origin: float | None = None) -> str:
        """Hold the interview from a frame 0 at ``origin`` seconds (or now); return how it ended."""
        self.post(ev.Start(origin))
        try:
            how = await self._ended
            self._look()  # the last one: why it ended may stand in it
            return how
        finally:
            self._timers.stop()
            self._drop_links()
            if self._links:
                await asyncio.wait(self._links)

    def post(self, event: ev.Event) -> None:
        """Take one event from a shell. Loop thread only; never blocks."""
        with self._ended_by_bugs():
            self._hear()
            self._feed(event)
            self._after()

    def post_if_news(self, news: Callable[[], ev.Event | None]) -> None:
        """Take what is told, unless it is no news any more; what it raises is a bug of ours."""
        with self._ended_by_bugs():
            if (event := news()) is not None:
                self.post(event)

    def hear(self) -> None:
        """Take what the microphone captured and the loudspeaker played. As ``post``."""
        with self._ended_by_bugs():
            if self._hear():
                self._after()
                self._timers.hasten("look", ev.FRAME_S)

    @contextmanager
    def _ended_by_bugs(self) -> Iterator[None]:
        """Bring the interview down visibly: asyncio would only log what a callback raises."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # run() raises it
            self._fall(error)

    def _fall(self, error: BaseException) -> None:
        if not self._ended.done():
            self._ended.set_exception(error)

    def _hear(self) -> bool:
        frames = self._sound.heard(muted=self._session.is_muted)
        for frame, pcm in frames:
            self._record.keep_frame(frame.index, pcm)  # before the core: on disk whatever happens
            self._feed(frame)
        played = self._sound.played()
        for piece, pcm in played:
            self._record.keep_played(piece, pcm, self._session.devices.clock.at_s(piece.t))
            self._feed(piece)
        self._timers.arm_by("hear", self._sound.deadline, self.hear)  # too early harms nobody
        return bool(frames or played)

    def _feed(self, event: ev.Event) -> None:
        now = self._clock()
        actions = self._session.feed(event, now)
        for observer in self.observers:
            observer.event(event, now)
        for action in actions:
            self._carry_out(action, now)

    def _after(self) -> None:
        self._wake_sender()
        self._timers.arm_by("tick", self._session.deadline, self._tick)
        if not self._timers.is_armed("view"):
            self._timers.arm("view", self._clock() + self.show_every_s, self._show)

    def _tick(self) -> None:
        """Tick if it is time; the deadline may have moved on since the timer was armed."""
        with self._ended_by_bugs():
            at = self._session.deadline
            if at is not None and at <= self._clock():
                self.post(ev.Tick())
            else:
                self._timers.arm_by("tick", at, self._tick)

    def _show(self) -> None:
        now = self._clock()
        self._timers.arm("view", None, self._show)  # whichever of the two came serves for both
        self._timers.arm("look", now + LOOK_EVERY_S, self._show)
        with self._ended_by_bugs():
            self._look()

    def _look(self) -> None:
        now = self._clock()
        view = self._session.view(now)
        for observer in self.observers:
            observer.view(view, now)

    # --- actions out

    def _carry_out(self, action: act.Action, now: float) -> None:
        match action:
            case act.Connect():
                self._replace_link(action)
            case act.Disconnect():
                self._drop_links()
            case act.Note():
                self._record.note(action, now)
                for observer in self.observers:
                    observer.note(action, now)
            case act.End(how):
                if not self._ended.done():
                    self._ended.set_result(how)
            case _:
                self._sound.obey(action)

    # --- the connection

    def _drop_links(self) -> None:
        self._transport.abort()
        for link in self._links - {asyncio.current_task()}:
            if not link.cancelling():  # once: it must be able to close in peace
                link.cancel()

    def _replace_link(self, request: act.Connect) -> None:
        self._drop_links()
        link = asyncio.create_task(self._hold_link(request, after=self._links.copy()))
        self._links.add(link)
        link.add_done_callback(self._link_ended)

    def _link_ended(self, link: asyncio.Task[None]) -> None:
        self._links.discard(link)
        if not link.cancelled() and (error := link.exception()):
            self._fall(error)  # only faults are caught, so this is a bug of ours

    async def _hold_link(self, request: act.Connect, after: set[asyncio.Task[None]]) -> None:
        """Hold one connection from dialling to its end, and report the end."""
        if after:
            await asyncio.wait(after)  # one socket: the old ones are gone before we dial
        try:
            async with self._transport.open(request) as live, asyncio.TaskGroup() as tasks:
                self.post(ev.LinkOpened(request.epoch))
                tasks.create_task(self._send_all(live, request.epoch))
                tasks.create_task(self._receive_all(live, request.epoch))
        except* LinkFault as group:
            fault = _first_fault(group)
            log.info("link closed", extra={"fault": type(fault).__name__, "code": fault.code})
            self.post(ev.LinkClosed(request.epoch, fault))

    async def _send_all(self, live: LiveLink, epoch: int) -> None:
        sender = Sender(
            live,
            self._record,
            take=lambda: self._session.take(self._clock()),
            left=lambda item: self._has_left(ev.Left(epoch, item)),
        )
        self._sender = sender
        try:
            await sender.run()
        except LinkFault:
            pass  # the reader drains what came before the end, and says why it ended
        except StoreFault as fault:
            self.post(ev.StoreFailed(fault))

    def _has_left(self, event: ev.Left) -> None:
        self._feed(event)  # judges nothing, so no frame need be fed before
        self._after()

    def _wake_sender(self) -> None:
        """Let leave what is due, and come again when the pace of a replay lets more leave."""
        if self._sender is not None:
            self._sender.wake()
        ready_at = self._session.ready_at
        if ready_at > self._clock():
            self._timers.arm_by("send", ready_at, self._send_due)

    def _send_due(self) -> None:
        with self._ended_by_bugs():
            self._wake_sender()

    async def _receive_all(self, live: LiveLink, epoch: int) -> None:
        async for event in live.receive(epoch):
            self.post(event)


def _first_fault(group: BaseExceptionGroup[LinkFault]) -> LinkFault:
    """The link's task raises one fault, wrapped as often as task groups nest."""
    first: BaseException = group
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    assert isinstance(first, LinkFault), first
    return first
