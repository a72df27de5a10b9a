"""One server's run through a script: what is due now. Pure: time is an argument.

Counts go over all connections of the server. The clock begins when its first one opens.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from app.practice.fault_kinds import Effect, When
from app.practice.faults import Clause, FaultScript

FRAME_S: Final = 0.02

_RECOVERABLE: Final = (
    Clause(Effect.RESET),
    Clause(Effect.DEAF, arguments=(1.0,)),
    Clause(Effect.CLOSE, arguments=(1011.0, "Internal error encountered.")),
    Clause(Effect.REFUSE, arguments=(2.0,)),
    Clause(Effect.HTTP, arguments=(503.0, 1.0)),
    Clause(Effect.FREEZE),
    Clause(Effect.NO_SETUP),
    Clause(Effect.SILENT_TURN),
    Clause(Effect.GO_AWAY, arguments=(2.0, "1000")),
    Clause(Effect.GO_AWAY, arguments=(2.0, "1011")),
    Clause(Effect.REJECT_HANDLE),
    Clause(Effect.OLD_SOCKET, arguments=(3.0,)),
    Clause(Effect.SPURIOUS_INTERRUPT),
    Clause(Effect.BUSY),
    Clause(Effect.GARBAGE),
    Clause(Effect.UNKNOWN_MESSAGE),
    Clause(Effect.BIG_FRAME),
)
"""What ``any`` draws from: whoever recovers needs no person for it. No fault that lasts."""


class FaultRun:
    """What of a script is due.

    Args:
        script: What is to go wrong.
    """

    def __init__(self, script: FaultScript) -> None:
        self._script = script
        self._waiting = [one for one in script.clauses if one.when is not When.EVERY]
        self._again: list[_Again] = []
        self._began_at: float | None = None
        self._counts = dict.fromkeys(When, 0)
        self._heard_s = 0.0

    def at_start(self) -> list[Clause]:
        """Return what goes wrong from the beginning."""
        return self._take(When.START, 0.0)

    def open(self, now: float) -> None:
        """Note that a connection opened; with the first one the clock begins."""
        if self._began_at is None:
            self._began_at = now
            every = [one for one in self._script.clauses if one.when is When.EVERY]
            self._again = [_Again(one, now) for one in every]

    @property
    def deadline(self) -> float | None:
        """When something is due by the clock; None if nothing is, or nobody has connected."""
        if self._began_at is None:
            return None
        times = [self._began_at + one.amount for one in self._waiting if one.when is When.TIME]
        return min((*times, *(one.due_at for one in self._again)), default=None)

    def at_time(self, now: float) -> list[Clause]:
        """Return what the clock brings, each as often as it was due."""
        if self._began_at is None:
            return []
        began_at = self._began_at
        # Summed as the deadline is, so that what was due then is due now.
        reached = [
            one.amount
            for one in self._waiting
            if one.when is When.TIME and began_at + one.amount <= now
        ]
        due = self._take(When.TIME, max(reached, default=0.0))
        return due + [clause for one in self._again for clause in one.until(now)]

    def at_sound(self, window_s: float, more_s: float) -> list[Clause]:
        """Return what goes wrong now that sound has arrived.

        Args:
            window_s: How much of it the open window holds now, in seconds.
            more_s: How much of it is new.
        """
        self._heard_s += more_s
        frames = int(self._heard_s / FRAME_S + 1e-6)  # sums of 20 ms are not exact
        return self._take(When.AUDIO, window_s) + self._take(When.FRAME, frames)

    def at_turn(self) -> list[Clause]:
        """Return what goes wrong at this moment that the model is asked to speak."""
        return self._count(When.TURN)

    def at_end(self) -> list[Clause]:
        """Return what goes wrong at this activityEnd."""
        return self._count(When.END)

    def at_setup(self) -> list[Clause]:
        """Return what goes wrong at this set-up message."""
        return self._count(When.SETUP)

    def _count(self, when: When) -> list[Clause]:
        self._counts[when] += 1
        return self._take(when, self._counts[when])

    def _take(self, when: When, reached: float) -> list[Clause]:
        due = [one for one in self._waiting if one.when is when and one.amount <= reached]
        for clause in due:
            self._waiting.remove(clause)
        return sorted(due, key=lambda one: one.amount)


@dataclass
class _Again:
    """One clause that comes again and again."""

    clause: Clause
    due_at: float  # at first: from when the gaps are drawn

    def __post_init__(self) -> None:
        # Luck is to be the same each time: no secret hangs on it.
        self._luck = random.Random(self.clause.seed)  # noqa: S311 - see above
        self._draw_gap()

    def until(self, now: float) -> list[Clause]:
        """Return what came due by now."""
        due = []
        while self.due_at <= now:
            due.append(self._drawn())
            self._draw_gap()
        return due

    def _draw_gap(self) -> None:
        self.due_at += self.clause.amount * self._luck.uniform(0.5, 1.5)

    def _drawn(self) -> Clause:
        if self.clause.effect is not Effect.ANY:
            return self.clause
        one = self._luck.choice(_RECOVERABLE)
        return replace(self.clause, effect=one.effect, arguments=one.arguments)
