"""The simulated Live server and the network before it: connections, handles, and their failures.

A handle stands for what the model knew when the handle was *sent*. Items travel with a delay in
order; of what is under way when a connection ends, none arrives: sent but not delivered. What the
dead server had received but not consumed is lost the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import app.core.events as ev
from app.core.actions import Connect
from app.core.events import FRAME_S
from app.core.faults import HandleRefused, LinkFault, LinkLost, OldSocketOpen
from app.core.outgoing import Audio, History, Outgoing, Prompt, WindowEnd
from tests.sim.mind import Context
from tests.sim.model import Habits, Model, Turn
from tests.sim.world import World

Deliver = Callable[[ev.Event, Turn | None], None]
_STRAGGLES_S = 1.5
_NARROW = 1.2  # times real time that sound takes on a narrow line
_SOCKET_TAKES = 60  # items, about a second of sound: what the kernel takes of a dead connection


@dataclass(slots=True)
class Weather:
    """What the network and the server do to connections now; times in seconds of the clock."""

    no_network_until: float = 0.0
    dies_at_once_until: float = 0.0
    holds_old_socket_until: float = 0.0
    slow_until: float = 0.0
    late_until: float = 0.0
    narrow_until: float = 0.0
    refusals: list[LinkFault] = field(default_factory=list)


class Server:
    """Takes connections.

    Attributes:
        habits: How its models behave.
        weather: What goes wrong.
        wire: The newest connection, or None before the first.
        handles: What each handle stands for.
        poisoned: Handles whose sessions die soon after they were resumed.
        dumb: Handles whose sessions hear and never answer.
        bitten_at: When something that lasts did harm last.
        bites: How often.
        world: The clock.
        deliver: Takes what arrives at the application.
    """

    def __init__(self, world: World, habits: Habits, deliver: Deliver) -> None:
        self.habits = habits
        self.weather = Weather()
        self.wire: Wire | None = None
        self.handles: dict[str, Context] = {}
        self.poisoned: set[str] = set()
        self.dumb: set[str] = set()
        self.bitten_at = 0.0
        self.bites = 0
        self.world = world
        self.deliver = deliver

    def connect(self, request: Connect) -> None:
        """Take, or refuse, a connection in a while."""
        assert self.wire is None or not self.wire.is_ours, "law 6: a second socket"
        self.wire = Wire(self, request)
        self.world.after(self.habits.draw(0.05, 0.3), self._answer, self.wire)

    def bite(self) -> None:
        """Something that lasts does harm; who is bitten again and again has learned nothing."""
        self.bitten_at = self.world.now
        self.bites += 1

    def _answer(self, wire: Wire) -> None:
        if not wire.is_ours:
            return  # aborted meanwhile
        if fault := self._refusal(wire.request):
            wire.is_ours = False
            self.deliver(ev.LinkClosed(wire.request.epoch, fault), None)
            return
        handle = wire.request.handle
        wire.open(self.handles[handle] if handle else Context())
        wire.model.is_dumb = handle in self.dumb
        if self.world.now < self.weather.dies_at_once_until:
            self.world.after(0.05, wire.close, LinkLost("Internal error.", code=1011))
        elif handle in self.poisoned:
            self.bite()
            lives_s = self.habits.draw(0.05, 3.0)
            self.world.after(lives_s, wire.close, LinkLost("Internal error.", code=1011))

    def _refusal(self, request: Connect) -> LinkFault | None:
        weather, now = self.weather, self.world.now
        if now < weather.no_network_until:
            return LinkLost("There is no network.")
        if request.handle and now < weather.holds_old_socket_until:
            return OldSocketOpen("The old line is still there.", code=1011)
        fault = weather.refusals.pop(0) if weather.refusals else None
        if isinstance(fault, HandleRefused) and not request.handle:
            return None
        return fault


class Wire:
    """One connection: carries items to its model and messages back, in order.

    Attributes:
        request: What asked for it.
        is_ours: The application holds its socket, or is dialling it.
        is_frozen: Nothing passes any more, and nobody knows.
        model: The model at its end.
    """

    def __init__(self, server: Server, request: Connect) -> None:
        self.request = request
        self.is_ours = True
        self.is_frozen = False
        self.model: Model
        self._is_open = False
        self._in_dead_socket = 0
        self._consumed_at = 0.0  # the newest item
        self._sound: list[Outgoing] = []  # that came since
        self._server = server
        self._delay_s = server.habits.draw(0.01, 0.12)

    @property
    def is_up(self) -> bool:
        """Whether it is open and carries what it is given."""
        return self._is_open and not self.is_frozen

    @property
    def is_over(self) -> bool:
        """Whether the server's end is gone."""
        return not self._is_open

    @property
    def _arrival(self) -> float:
        """When what is sent to us now arrives."""
        return max(self._server.world.now + self._delay_s, self._server.weather.late_until)

    def open(self, context: Context) -> None:
        """The server takes the set-up."""
        assert context.is_clean, "law 5: resumed from a handle that was not clean"
        self._is_open = True
        self.model = Model(self._server.world, self._server.habits, context, self._send)
        self._server.deliver(ev.LinkOpened(self.request.epoch), None)

    def send_s(self, item: Outgoing) -> float | None:
        """Return how long the socket takes for an item, in seconds, or None: it blocks."""
        if self.is_frozen:
            self._in_dead_socket += 1
            return 0.0005 if self._in_dead_socket <= _SOCKET_TAKES else None
        weather, now = self._server.weather, self._server.world.now
        if isinstance(item, Audio) and now < weather.narrow_until:
            return max(item.count * FRAME_S * _NARROW, weather.slow_until - now)
        return max(0.0005, weather.slow_until - now)

    def put(self, item: Outgoing) -> None:
        """Take an item that was handed to the socket."""
        at = max(self._server.world.now + self._delay_s, self._server.habits.deaf_until)
        self._consumed_at = max(self._consumed_at, at)
        if isinstance(item, Audio):
            self._sound.append(item)  # nobody can tell when, as long as it is in order
        else:
            self._server.world.at(self._consumed_at, self._consume, item, self._sound)
            self._sound = []

    def freeze(self) -> None:
        """The network goes, and tells nobody."""
        self.is_frozen = True

    def close(self, fault: LinkFault) -> None:
        """The server's end is gone; the application learns it behind what is under way to it."""
        if self._is_open:
            self.model.die()
            self._is_open = False
            self._server.world.at(self._arrival, self._be_told, fault)

    def _be_told(self, fault: LinkFault) -> None:
        if self.is_ours:
            self.is_ours = False
            self._server.deliver(ev.LinkClosed(self.request.epoch, fault), None)

    def abort(self) -> None:
        """The application's socket is gone."""
        if self._is_open:
            self.model.die()
            # What comes late from an old socket reaches the application: it must not care.
            epoch = self.request.epoch
            for straggler in (ev.HandleGiven(epoch, "stale"), ev.LinkClosed(epoch, LinkLost(""))):
                self._server.world.after(_STRAGGLES_S, self._server.deliver, straggler, None)
        self.is_ours = self._is_open = False

    def _consume(self, item: Outgoing, sound: list[Outgoing]) -> None:
        if not self.is_up:
            return
        for one in sound:
            self.model.consume(self.request.epoch, one)
        if isinstance(item, WindowEnd | Prompt) and (self.model.is_hushed or self.model.is_dumb):
            self._server.bite()
        first = not self.model.mind.is_begun
        assert not first or isinstance(item, History) is self.request.with_history, (
            f"law 1: {item} first, with_history is {self.request.with_history}"
        )
        self.model.consume(self.request.epoch, item)

    def _send(self, event: ev.ServerEvent, turn: Turn | None) -> None:
        if not self.is_up or self.model.is_hushed:
            return
        if isinstance(event, ev.HandleGiven) and event.handle:
            self._server.handles[event.handle] = self.model.mind.snapshot()
        self._server.world.at(self._arrival, self._arrive, event, turn)

    def _arrive(self, event: ev.ServerEvent, turn: Turn | None) -> None:
        if not self.is_frozen:
            self._server.deliver(event, turn)
