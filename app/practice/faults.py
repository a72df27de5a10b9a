"""The language in which the practice server is told what to do wrong, and when.

    SPEC   = CLAUSE (";" CLAUSE)*
    CLAUSE = NAME ARGUMENTS ["@" WHEN]

    reset@audio=2.0           cut the socket when a window has held 2.0 s of sound
    deaf 1.5@end=2            at the second activityEnd stop listening; cut the socket 1.5 s later
    handles late              from the beginning, handles come some seconds after the turn
    any@every=20/7            about every 20 s a random fault, drawn by the seed 7

``fault_kinds.py`` has the names, ``fault_run.py`` says what is due. Each clause fires once in the
life of the server, but for ``every``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from app.core.faults import InputFault
from app.practice.fault_arguments import Value
from app.practice.fault_kinds import COUNTED, KINDS, Effect, When, moments_of, shown

_LEAST_GAP_S: Final = 0.1
_EVERY: Final = re.compile(r"([^/]*)(?:/(\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One fault at one moment."""

    effect: Effect
    when: When = When.START
    amount: float = 0.0
    """How much the moment waits for, seconds or a count; 0 where there is no moment."""
    arguments: tuple[Value, ...] = ()
    """All that the fault takes, what was left out filled in."""
    seed: int = 0
    """Draws the gaps of ``every``, and what ``any`` is."""


@dataclass(frozen=True, slots=True)
class FaultScript:
    """What is to go wrong; nothing, if there are no clauses."""

    clauses: tuple[Clause, ...] = ()

    @classmethod
    def parse(cls, spec: str) -> FaultScript:
        """Return the script that a person wrote, such as ``reset@audio=2.0;deaf 1@end=2``.

        Raises:
            InputFault: If a clause is not understood; it names the clause and what is known.
        """
        texts = (text.strip() for text in spec.split(";"))
        return cls(tuple(_clause(text) for text in texts if text))


class _Unclear(Exception):
    """A part of a clause cannot be read; its text says what is known."""


def _clause(text: str) -> Clause:
    what, at, moment = text.rpartition("@") if "@" in text else (text, "", "")
    name, _, rest = what.strip().partition(" ")
    try:
        effect = _effect(name)
        arguments = _arguments(effect, rest.strip())
        when, amount, seed = _moment(effect, moment.strip() if at else None)
    except _Unclear as why:
        raise InputFault(f"The fault {text!r} is not understood: {why}.") from None
    return Clause(effect, when, amount, arguments, seed)


def _effect(name: str) -> Effect:
    try:
        return Effect(name)
    except ValueError:
        known = ", ".join(shown(effect) for effect in Effect)
        raise _Unclear(
            f"known are {known}; a moment follows, as in reset@audio=2, and ; stands between two"
        ) from None


def _arguments(effect: Effect, text: str) -> tuple[Value, ...]:
    wanted = KINDS[effect].arguments
    texts = text.split(maxsplit=len(wanted) - 1) if wanted and text else text.split()
    if len(texts) > len(wanted):
        raise _Unclear(_wants(effect))
    read: list[Value] = []
    for place, argument in enumerate(wanted):
        given = texts[place] if place < len(texts) else None
        if given is None and argument.default is None:
            raise _Unclear(_wants(effect))
        value = argument.default if given is None else argument.read(given)
        if value is None:
            raise _Unclear(_wants(effect))
        read.append(value)
    return tuple(read)


def _moment(effect: Effect, text: str | None) -> tuple[When, float, int]:
    when, amount, seed = (When.START, 0.0, 0) if text is None else _read_moment(text)
    if when is None or when not in KINDS[effect].moments:
        raise _Unclear(
            f"{effect.value} can come with {moments_of(effect)} "
            "(S in seconds over 0, N counted from 1)"
        )
    return when, amount, seed


def _read_moment(text: str) -> tuple[When | None, float, int]:
    """Return moment, amount and seed; None for what is no moment."""
    name, _, number = text.partition("=")
    seed = 0
    try:
        when = When(name.strip())
        if when is When.EVERY and (split := _EVERY.fullmatch(number)):
            number, seed = split[1], int(split[2] or 0)
        amount = float(number)
    except ValueError:
        return None, 0.0, 0
    whole = amount.is_integer() or when not in COUNTED
    least = _LEAST_GAP_S if when is When.EVERY else 0
    is_one = when is not When.START and whole and math.isfinite(amount)
    return (when if is_one and amount > 0 and amount >= least else None), amount, seed


def _wants(effect: Effect) -> str:
    wanted = KINDS[effect].arguments
    if not wanted:
        return f"{effect.value} takes nothing but a moment"
    words = "; ".join(argument.wanted for argument in wanted)
    return f"{shown(effect)} wants {words}"
