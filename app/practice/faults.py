"""What the practice server is told to do wrong, and when.

A script is a list of clauses, ``fault@when=amount``, with semicolons between them:

    reset@audio=2.0           cut the socket when a window has held 2.0 s of sound
    reset@end=1;reset@end=3   cut it at the first and at the third activityEnd

Each clause fires once in the life of the server; windows are counted over all its connections.
Another fault is one more member of ``Effect``, its line in ``_KNOWN``, and its arm in
``connection.py``.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Final

from app.core.faults import InputFault


class Effect(enum.Enum):
    """What goes wrong."""

    RESET = "reset"
    """The TCP connection is reset, with no close frame."""


class When(enum.Enum):
    """What a clause waits for; its amount says how much of it."""

    AUDIO = "audio"
    """Seconds of sound in one window, over 0."""
    END = "end"
    """The n-th activityEnd, 1 for the first."""


_KNOWN: Final = {Effect.RESET: frozenset((When.AUDIO, When.END))}


@dataclass(frozen=True, slots=True)
class Clause:
    """One fault at one moment."""

    effect: Effect
    when: When
    amount: float


@dataclass(frozen=True, slots=True)
class FaultScript:
    """What is to go wrong; nothing, if there are no clauses."""

    clauses: tuple[Clause, ...] = ()

    @classmethod
    def parse(cls, spec: str) -> FaultScript:
        """Return the script that a person wrote, such as ``reset@audio=2.0;reset@end=2``.

        Raises:
            InputFault: If a clause is not understood; it names the clause and what is known.
        """
        texts = (text.strip() for text in spec.split(";"))
        return cls(tuple(_clause(text) for text in texts if text))


class FaultRun:
    """One server's run through a script: which clauses have fired, how many windows ended."""

    def __init__(self, script: FaultScript) -> None:
        self._waiting = list(script.clauses)
        self._ends = 0

    def at_audio(self, seconds: float) -> list[Effect]:
        """Return what goes wrong now that an open window holds this much sound."""
        return self._take(When.AUDIO, seconds)

    def at_end(self) -> list[Effect]:
        """Return what goes wrong at this activityEnd."""
        self._ends += 1
        return self._take(When.END, self._ends)

    def _take(self, when: When, reached: float) -> list[Effect]:
        due = [one for one in self._waiting if one.when is when and one.amount <= reached]
        for clause in due:
            self._waiting.remove(clause)
        return [clause.effect for clause in due]


def _clause(text: str) -> Clause:
    name, _, rest = text.partition("@")
    moment, _, number = rest.partition("=")
    try:
        clause = Clause(Effect(name.strip()), When(moment.strip()), float(number))
    except ValueError:
        raise _not_understood(text) from None
    whole = clause.amount.is_integer() or clause.when is not When.END
    known = clause.when in _KNOWN[clause.effect]
    if not (known and whole and math.isfinite(clause.amount) and clause.amount > 0):
        raise _not_understood(text)
    return clause


def _not_understood(text: str) -> InputFault:
    known = ", ".join(
        f"{effect.value}@{when.value}=N"
        for effect, moments in _KNOWN.items()
        for when in sorted(moments, key=lambda one: one.value)
    )
    return InputFault(
        f"The fault {text!r} is not understood. Known are: {known} "
        "(audio in seconds; end counts windows from 1). Put a semicolon between two."
    )
