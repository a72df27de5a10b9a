"""The connection's life: when to dial, wait, hold, go fresh, give up.

                     +---------- opened ----------> UP ---- closed, a rung climbed --+
                     |                             |  ^                              |
                     |                       move  v  | opened                       |
                     |                            MOVING ---- closed ----------------+
                     |                                                               |
    IDLE -start-> CONNECTING <--- wait over --- WAITING <--- fast budget left -------+
                     |  ^                                                            |
                     |  +------ every 15 s, or "Try now" --- HELD <--- budget spent -+
                     +------ closed ------> (as from UP)

At most one socket lives: each ``Dial`` begins with aborting the one before. Held is a state from
which "Try now" goes on, and after a lost network the clock too; after a fault that only a person
can mend, after a spent ladder, and after too many failures of an unknown cause, only "Try now"
does. It gives up in two cases: such a fault before the link was ever up, and being held for longer
than a limit that somebody has set. A network that has changed is tried at once.

Refusals of a handle are told apart: while the server may still hold our old socket (90 s) the same
handle is tried again at 1, 2, 4, 8, 15 s and only then dropped; code 1007 drops it at once, any
other refusal when it comes twice; so do three connections in a row that die young.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.core.backoff import BackoffParams, delay_s
from app.core.events import LinkClosed, LinkOpened, NetworkChanged, Tick, TryNow
from app.core.faults import HandleRefused, LinkFault, OldSocketOpen, Remedy
from app.core.trouble import Trouble


@dataclass(frozen=True, slots=True)
class LinkParams:
    """Times in seconds.

    A link that lived ``stable_s``, or on which an answer was settled, was a good one: the first
    try after it comes at once. 30 s of fast tries and then one in 15 s are what keeps a person's
    attention and a crowded server alive (see the survey in the facts on waiting). A server that is
    full asks for 30 to 60 s (``long_wait_s``); a cause that nobody knows is taken for one that
    passes ``unclear_tries`` times in a row.
    """

    backoff: BackoffParams = field(default_factory=BackoffParams)
    stable_s: float = 10.0
    fast_budget_s: float = 30.0
    held_every_s: float = 15.0
    old_socket_s: float = 90.0
    old_socket_waits_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0)
    long_wait_s: float = 45.0
    unclear_tries: int = 20
    hold_limit_s: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.held_every_s <= 3600 or not 1 <= self.long_wait_s <= 3600:
            raise ValueError("held_every_s and long_wait_s must lie between 1 and 3600 s")
        if self.unclear_tries < 1:
            raise ValueError(f"unclear_tries is {self.unclear_tries}; it must be at least 1")


class LinkState(enum.Enum):
    """Where the connection is."""

    IDLE = "idle"
    """Not asked for."""
    CONNECTING = "connecting"
    """Being made."""
    UP = "up"
    """The server takes input."""
    MOVING = "moving"
    """The next connection is being made in place of one that still worked."""
    WAITING = "waiting"
    """Lost; the next try comes soon."""
    HELD = "held"
    """Lost for long, or by a fault that a person must mend; everything is saved."""
    CLOSED = "closed"
    """Not wanted any more."""

    @property
    def works(self) -> bool:
        """Whether it takes input, or did so until now and is being renewed."""
        return self in {LinkState.UP, LinkState.MOVING}


@dataclass(frozen=True, slots=True)
class Dial:
    """Abort the old socket and make a new connection, number ``epoch``."""

    epoch: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class HangUp:
    """Abort the socket and make no other for now."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The interview cannot go on: ``fault`` came before anything was said, or held for too long."""

    fault: LinkFault


@dataclass(frozen=True, slots=True)
class Climb:
    """The connection lives and is of no use: the next rung of the ladder.

    Attributes:
        rung: 1: resume; 2: a fresh session; 3: hold.
        fault: Why.
    """

    rung: int
    fault: LinkFault


@dataclass(frozen=True, slots=True)
class Move:
    """A connection that still works is to give way to the next one."""


LinkInput = LinkOpened | LinkClosed | Climb | Move | TryNow | NetworkChanged | Tick
LinkOutput = Dial | HangUp | GiveUp


class Link:
    """Decides when to connect.

    Attributes:
        state: Where the connection is.
        epoch: Number of the newest connection.
        next_try: When the next try is due, in seconds, or None.
        trouble: The present loss, or None while all is well.
    """

    def __init__(self, params: LinkParams, draw: Callable[[], float], epoch: int = 0) -> None:
        self._params = params
        self._draw = draw
        self.state = LinkState.IDLE
        self.epoch = epoch
        self.trouble: Trouble | None = None
        self.next_try: float | None = None
        self._opened_at = 0.0
        self._is_proved = False  # an answer was settled on this connection
        self._was_up = False
        self._ended: Trouble | None = None  # by this connection; goes on if it dies young

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        limits = [at for at in (self.next_try, self._held_until) if at is not None]
        return min(limits, default=None)

    def start(self) -> list[LinkOutput]:
        """Dial for the first time."""
        assert self.state is LinkState.IDLE
        return self._dial(fresh=False)

    def leave(self) -> None:
        """The connection is not wanted any more."""
        self.state = LinkState.CLOSED
        self.next_try = None
        self.trouble = None

    def proved(self) -> None:
        """An answer was settled on this connection."""
        self._is_proved = True

    def feed(self, event: LinkInput, now: float) -> list[LinkOutput]:
        """Take one event, return what to do, in order."""
        match self.state, event:
            case ((LinkState.CONNECTING | LinkState.MOVING), LinkOpened()):
                self.state, self._opened_at, self._was_up = LinkState.UP, now, True
                self._ended, self.trouble, self._is_proved = self.trouble, None, False
                return []
            case LinkState.UP, LinkClosed(_, fault):
                return self._lost(fault, now)
            case ((LinkState.CONNECTING | LinkState.MOVING), LinkClosed(_, fault)):
                return self._failed(fault, now)
            case LinkState.UP, Climb(rung, fault):
                return self._climb(rung, fault, now)
            case LinkState.UP, Move():
                return self._dial(fresh=False, state=LinkState.MOVING)
            case ((LinkState.WAITING | LinkState.HELD), TryNow()):
                self.trouble = Trouble(now, self._fault)
                return self._dial(fresh=False)
            case ((LinkState.WAITING | LinkState.HELD), NetworkChanged()) if self._is_by_clock:
                return self._dial(fresh=False)
            case ((LinkState.WAITING | LinkState.HELD), Tick()):
                return self._on_time(now)
            case _:
                return []

    @property
    def _fault(self) -> LinkFault:
        assert self.trouble
        return self.trouble.fault

    @property
    def _is_by_clock(self) -> bool:
        """Whether the next try would come by itself, and no server has asked us to wait for it."""
        return self.next_try is not None and self._fault.retry_after_s is None

    @property
    def _held_until(self) -> float | None:
        """When being held has lasted too long."""
        if self.state is not LinkState.HELD or self._params.hold_limit_s is None:
            return None
        assert self.trouble
        assert self.trouble.held_since is not None, "hold() has been called"
        return self.trouble.held_since + self._params.hold_limit_s

    def _dial(self, *, fresh: bool, state: LinkState = LinkState.CONNECTING) -> list[LinkOutput]:
        self.state = state
        self.next_try = None
        self.epoch += 1
        return [Dial(self.epoch, fresh)]

    def _lost(self, fault: LinkFault, now: float) -> list[LinkOutput]:
        """A connection that was up is gone."""
        was_good = now - self._opened_at >= self._params.stable_s or self._is_proved
        before = None if was_good else self._ended
        self.trouble = replace(before, fault=fault) if before else Trouble(now, fault)
        self.trouble.short_lives += not was_good
        if was_good and fault.remedy is Remedy.RETRY and fault.retry_after_s is None:
            return self._dial(fresh=False)
        return self._wait(fault, now)

    def _failed(self, fault: LinkFault, now: float) -> list[LinkOutput]:
        """A try to connect failed."""
        if self.trouble is None:
            self.trouble = Trouble(now, fault)
        self.trouble.fault = fault
        is_recent = now - self.trouble.since <= self._params.old_socket_s
        if isinstance(fault, OldSocketOpen) and is_recent:
            return self._let_old_socket_die(self.trouble, now)
        if isinstance(fault, HandleRefused | OldSocketOpen):
            self.trouble.refusals += 1
            is_poisoned = fault.code == 1007 or self.trouble.refusals >= 2
            return self._dial(fresh=True) if is_poisoned else self._wait(fault, now)
        if fault.remedy is Remedy.ASK_USER and not self._was_up:
            return [GiveUp(fault)]
        return self._wait(fault, now)

    def _let_old_socket_die(self, trouble: Trouble, now: float) -> list[LinkOutput]:
        waits = self._params.old_socket_waits_s
        if trouble.old_socket >= len(waits):
            return self._dial(fresh=True)
        self.state = LinkState.WAITING
        self.next_try = now + waits[trouble.old_socket]
        trouble.old_socket += 1
        return []

    def _wait(self, fault: LinkFault, now: float) -> list[LinkOutput]:
        trouble = self.trouble
        assert trouble
        trouble.failed(fault)
        if fault.remedy is Remedy.ASK_USER or trouble.unclear > self._params.unclear_tries:
            return self._hold(hopeless=True, now=now)
        if now - trouble.since >= self._params.fast_budget_s:
            return self._hold(hopeless=False, now=now)
        self.state = LinkState.WAITING
        self.next_try = now + self._at_least_s(
            fault, delay_s(self._params.backoff, trouble.attempts, self._draw())
        )
        return []

    def _at_least_s(self, fault: LinkFault, wait_s: float) -> float:
        """Return the wait, or as long as the server asks for."""
        long_s = self._params.long_wait_s if fault.remedy is Remedy.WAIT_LONG else 0.0
        return max(wait_s, fault.retry_after_s or long_s)

    def _hold(self, *, hopeless: bool, now: float) -> list[LinkOutput]:
        assert self.trouble
        self.state = LinkState.HELD
        self.trouble.hold(now, hopeless=hopeless)
        wait_s = self._at_least_s(self._fault, self._params.held_every_s)
        self.next_try = None if self.trouble.is_hopeless else now + wait_s
        return []

    def _climb(self, rung: int, fault: LinkFault, now: float) -> list[LinkOutput]:
        """Climb the ladder: resume and replay, then a fresh session and replay, then hold."""
        self.trouble = Trouble(now, fault)
        if rung <= 2:
            return self._dial(fresh=rung == 2)
        return [HangUp(), *self._hold(hopeless=True, now=now)]

    def _on_time(self, now: float) -> list[LinkOutput]:
        if self._held_until is not None and now >= self._held_until:
            return [GiveUp(self._fault)]
        if self.next_try is not None and now >= self.next_try:
            return self._dial(fresh=self.trouble is not None and self.trouble.is_poisoned)
        return []
