"""What is wrong with the whole server: from now on, or the next time that something is asked.

A fault that lasts is imposed once and looked up where it matters; one that waits for its occasion
is taken when the occasion comes. Pure: time is an argument.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from app.practice.fault_kinds import Effect
from app.practice.faults import Clause
from app.practice.refusal import INTERNAL, INVALID, Refusal
from app.practice.whims import Cadence, Manner


@dataclass(frozen=True, slots=True)
class Turned:
    """How an upgrade is turned away."""

    status: int
    retry_after_s: float
    """0 for no such header."""


class Conditions:
    """The faults that hold for all connections of one server.

    Args:
        on_refuse: Resets all connections and lets nobody connect for so many seconds.
    """

    def __init__(self, on_refuse: Callable[[float], None] = lambda _: None) -> None:
        self.on_refuse = on_refuse
        self.pong_late_s = 0.0
        self.read_bytes_per_s: float | None = None
        """How fast what arrives is read; None for at once."""
        self.cadence = Cadence.SETTLED
        self._mutes_resumed = False
        self._manners: deque[Manner] = deque()
        self._turned: deque[Turned] = deque()
        self._setups_to_swallow = 0
        self._handles_to_reject = 0
        self._old_sockets_until = 0.0

    def impose(self, clause: Clause, now: float) -> bool:
        """Take a fault; return whether it is one of the whole server.

        Args:
            clause: What goes wrong.
            now: Seconds, of the clock that ``refusal_of_resume`` is asked with.
        """
        values = clause.arguments
        match clause.effect:
            case Effect.SLOW_PONG:
                self.pong_late_s = cast("float", values[0])
            case Effect.SLOW_READER:
                self.read_bytes_per_s = cast("float", values[0])
            case Effect.HANDLES:
                self.cadence = Cadence(values[0])
            case Effect.MUTE_AFTER_RESUME:
                self._mutes_resumed = True
            case Effect.SILENT_TURN:
                self._manners.append(Manner.SILENT)
            case Effect.DECLINE:
                self._manners.append(Manner.DECLINE)
            case Effect.HTTP:
                self._turned.append(Turned(int(values[0]), cast("float", values[1])))
            case Effect.NO_SETUP:
                self._setups_to_swallow += 1
            case Effect.REJECT_HANDLE:
                self._handles_to_reject += 1
            case Effect.OLD_SOCKET:
                self._old_sockets_until = now + cast("float", values[0])
            case Effect.REFUSE:
                self.on_refuse(cast("float", values[0]))
            case _:
                return False
        return True

    def next_turned(self) -> Turned | None:
        """Return how the upgrade that is asked for now is turned away, or None to let it in."""
        return self._turned.popleft() if self._turned else None

    def swallows_setup(self) -> bool:
        """Whether the set-up that has come now is never answered."""
        swallows = self._setups_to_swallow > 0
        self._setups_to_swallow -= swallows
        return swallows

    def refusal_of_resume(self, now: float) -> Refusal | None:
        """Return how the resume that is asked for now is refused, or None to take it."""
        if self._handles_to_reject:
            self._handles_to_reject -= 1
            return Refusal(1007, INVALID, "fault: the handle is rejected")
        if now < self._old_sockets_until:
            return Refusal(1011, INTERNAL, "fault: the socket before this one counts as open")
        return None

    def next_manner(self, *, resumed: bool) -> Manner:
        """Return how the model takes it that it is asked to speak now.

        Args:
            resumed: Whether its session was resumed from a handle.
        """
        manner = self._manners.popleft() if self._manners else Manner.SPEAK
        return Manner.SILENT if resumed and self._mutes_resumed else manner
