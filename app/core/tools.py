"""What the model may do besides speaking: functions that it calls, and when their effects count.

    called --- its result leaves at once, its effect is tentative
        settled      a complete reply belongs to what the model was asked: the effect counts
        cancelled    the model no longer wants it: as if it had never been called
        lost         the connection went before that: the same, for what was asked is asked again,
                     and the model calls again

So an effect counts once, however often the model had to be asked, and no result ever goes to
another connection than the one that called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.actions import Json
from app.core.events import ToolCall
from app.core.outgoing import ToolResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a function gives.

    Attributes:
        result: For the model.
        effect: What it did, for the journal, or None if it only looked something up.
    """

    result: Json
    effect: str | None = None


Tool = Callable[[Mapping[str, Json]], Outcome]
"""Takes the model's arguments, which are whatever the model likes; does nothing itself."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a function did."""

    name: str
    what: str


@dataclass(slots=True)
class _Tentative:
    """An effect that does not count yet, and what the model was asked when it called."""

    call: str
    windows: set[int]
    effect: Effect


class Tools:
    """The functions of one interview.

    Args:
        functions: By name.
    """

    def __init__(self, functions: Mapping[str, Tool]) -> None:
        self._functions = functions
        self._tentative: list[_Tentative] = []

    def call(self, event: ToolCall, windows: tuple[int, ...]) -> ToolResult:
        """Call a function; ``windows`` are those to which the model owes a reply."""
        function = self._functions.get(event.name)
        if function is None:
            error = f'there is no function "{event.name}" in this interview'
            return ToolResult(event.call, event.name, error)
        outcome = function(event.arguments)
        if outcome.effect is not None:
            effect = Effect(event.name, outcome.effect)
            self._tentative.append(_Tentative(event.call, set(windows), effect))
        return ToolResult(event.call, event.name, result=outcome.result)

    def settled(self, windows: tuple[int, ...]) -> list[Effect]:
        """A complete reply belongs to these windows; return the effects that count now."""
        for one in self._tentative:
            one.windows.difference_update(windows)
        count = [one.effect for one in self._tentative if not one.windows]
        self._tentative = [one for one in self._tentative if one.windows]
        return count

    def cancelled(self, calls: tuple[str, ...]) -> None:
        """The model no longer wants these."""
        self._tentative = [one for one in self._tentative if one.call not in calls]

    def lost(self) -> None:
        """The connection is gone."""
        self._tentative.clear()
