"""Stand-ins for what surrounds the engine: a clock, the core, the sound device, record, server.

They hold what was asked of them in lists, in the order in which it happened. ``FakeClock`` is a
loop's clock too: waiting costs no time, so a test of an hour takes a millisecond and never depends
on how fast the computer is.
"""

from __future__ import annotations

import asyncio
import selectors
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import app.core.actions as act
import app.core.events as ev
from app.core.conduct import Script
from app.core.faults import LinkFault, LinkLost
from app.core.outgoing import Audio, Outgoing
from app.core.plan import Plan, Question
from app.core.session import Session, SessionParams
from app.core.view import View

T = TypeVar("T")

PLAN = Plan("en", (Question("one", "Who are you?", 1.0), Question("two", "Why?", 1.0)))
SCRIPT = Script(opening="Begin.", nudge="Go on.")


class FakeClock:
    """Seconds that move only when told to. Zero at first, on purpose: it finds ``if deadline:``."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> float:
        self.now += seconds
        return self.now


class _Jump(selectors.SelectSelector):
    """Waits for nothing: the time that it should have waited has passed."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everybody waits, and nothing will ever happen"
        self._clock.advance(max(timeout, 0.0))
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock moves only when it waits, and then at once."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        super().__init__(_Jump(self.clock))

    def time(self) -> float:
        return self.clock.now


def run(scene: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a scene on a loop whose waiting costs no time."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(scene())


class FakeCore(Session):
    """A core that answers each event as it was told to, and gives out what it was given.

    Attributes:
        answers: What to do, by kind of event.
        outbox: What leaves next.
        at: When a Tick is due.
        not_before: Nothing leaves before this time.
        fed: All events, with their times.
    """

    def __init__(self, answers: dict[type, list[act.Action]] | None = None) -> None:
        super().__init__(PLAN, SCRIPT, SessionParams(), lambda: 1.0)
        self.answers = answers or {}
        self.outbox: deque[Outgoing] = deque()
        self.at: float | None = None
        self.not_before = 0.0
        self.fed: list[tuple[float, ev.Event]] = []

    @property
    def deadline(self) -> float | None:
        return self.at

    @property
    def ready_at(self) -> float:
        return self.not_before

    def feed(self, event: ev.Event, now: float) -> list[act.Action]:
        self.fed.append((now, event))
        if isinstance(event, ev.Tick):
            self.at = None
        return self.answers.get(type(event), [])

    def take(self, now: float) -> Outgoing | None:
        return self.outbox.popleft() if self.outbox and now >= self.not_before else None

    def events(self, *kinds: type) -> list[ev.Event]:
        """Return what was fed, or only these kinds of it."""
        return [event for _, event in self.fed if not kinds or isinstance(event, kinds)]


class FakeSound:
    """A sound device whose ring the test fills."""

    def __init__(self) -> None:
        self.ring: list[tuple[ev.MicFrame, bytes]] = []
        self.came_out: list[tuple[ev.Played, bytes]] = []
        self.obeyed: list[act.Action] = []
        self.muted: list[bool] = []
        self.deadline: float | None = None

    def heard(self, *, muted: bool) -> Sequence[tuple[ev.MicFrame, bytes]]:
        frames, self.ring = self.ring, []
        self.muted.append(muted)
        return frames

    def played(self) -> Sequence[tuple[ev.Played, bytes]]:
        pieces, self.came_out = self.came_out, []
        return pieces

    def obey(self, action: act.Action) -> None:
        self.obeyed.append(action)


class FakeRecord:
    """Keeps in memory."""

    def __init__(self) -> None:
        self.frames: dict[int, bytes] = {}
        self.pieces: list[tuple[ev.Played, bytes]] = []
        self.notes: list[tuple[float, act.Note]] = []
        self.fault: Exception | None = None  # raised by reading
        self.is_at_hand = True

    def keep_frame(self, index: int, pcm: bytes) -> None:
        self.frames[index] = pcm

    def keep_played(self, played: ev.Played, pcm: bytes, at_s: float) -> None:
        self.pieces.append((played, pcm))

    def note(self, note: act.Note, at: float) -> None:
        self.notes.append((at, note))

    def frames_at_hand(self, first: int, count: int) -> bytes | None:
        if self.fault is not None or not self.is_at_hand:
            return None
        return b"".join(self.frames[index] for index in range(first, first + count))

    async def read_frames(self, first: int, count: int) -> bytes:
        if self.fault is not None:
            raise self.fault
        return b"".join(self.frames[index] for index in range(first, first + count))

    def kinds(self) -> list[str]:
        return [note.kind for _, note in self.notes]


@dataclass
class FakeLink:
    """One connection.

    Attributes:
        request: What it was opened for.
        refusal: Raised instead of opening.
        opens_in_s: How long opening takes.
        closes_in_s: How long closing takes.
        send_s: How long the socket takes for each item.
        sent: What the socket took, and when.
        sending: Items in the socket's hands now, and the most at once.
    """

    request: act.Connect | None = None
    refusal: LinkFault | None = None
    opens_in_s: float = 0.0
    closes_in_s: float = 0.0
    send_s: float = 0.0
    sent: list[tuple[float, Outgoing, bytes]] = field(default_factory=list)
    sending: int = 0
    most_sending: int = 0
    is_broken: bool = False
    _coming: asyncio.Queue[ev.Event | Exception] = field(default_factory=asyncio.Queue)

    async def send(self, item: Outgoing, pcm: bytes) -> None:
        if self.is_broken:
            raise LinkLost("The connection is gone.")
        self.sending += 1
        self.most_sending = max(self.most_sending, self.sending)
        if self.send_s:
            await asyncio.sleep(self.send_s)
        self.sending -= 1
        self.sent.append((asyncio.get_running_loop().time(), item, pcm))

    def send_at_once(self, item: Audio, pcm: bytes) -> bool:
        if self.is_broken or self.send_s:
            return False
        self.sent.append((asyncio.get_running_loop().time(), item, pcm))
        return True

    async def receive(self, epoch: int) -> AsyncIterator[ev.Event]:
        while True:
            one = await self._coming.get()
            if isinstance(one, Exception):
                raise one
            yield one

    def say(self, *messages: ev.Event | Exception) -> None:
        """Let the server send these; an exception is the connection's end."""
        for one in messages:
            self._coming.put_nowait(one)

    @property
    def items(self) -> list[Outgoing]:
        return [item for _, item, _ in self.sent]


class FakeTransport:
    """Opens the connections that it was given, one after another, then plain ones."""

    def __init__(self, *links: FakeLink) -> None:
        self._given = deque(links)
        self.links: list[FakeLink] = []
        self.aborts = 0
        self.open_now = 0
        self.most_open = 0
        self.closed_at: list[float] = []

    @asynccontextmanager
    async def open(self, request: act.Connect) -> AsyncIterator[FakeLink]:
        link = self._given.popleft() if self._given else FakeLink()
        link.request = request
        self.links.append(link)
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            await asyncio.sleep(link.opens_in_s)
            if link.refusal is not None:
                raise link.refusal
            yield link
        finally:
            try:
                await asyncio.sleep(link.closes_in_s)
            finally:
                self.open_now -= 1
                self.closed_at.append(asyncio.get_running_loop().time())

    def abort(self) -> None:
        self.aborts += 1


class FakeObserver:
    """Looks on."""

    def __init__(self) -> None:
        self.events: list[ev.Event] = []
        self.notes: list[act.Note] = []
        self.views: list[tuple[float, View]] = []

    def event(self, event: ev.Event, now: float) -> None:
        self.events.append(event)

    def note(self, note: act.Note, now: float) -> None:
        self.notes.append(note)

    def view(self, view: View, now: float) -> None:
        self.views.append((now, view))


def frame(index: int, *, score: float = 0.9, t: float | None = None) -> tuple[ev.MicFrame, bytes]:
    """Return a frame of the microphone with its sound, which tells which one it is."""
    at = (index + 1) * ev.FRAME_S if t is None else t
    return ev.MicFrame(index, at, score, -20.0), index.to_bytes(4, "little") * 160
