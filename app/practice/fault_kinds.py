"""What can go wrong, when, and what each fault wants: one table.

The parser, the help of ``serve`` and ``resources/help/faults.md`` take their words from here.
Another fault is one more member of ``Effect``, its line in ``KINDS``, and its arm in
``conditions.py`` or ``effects.py``.
"""

from __future__ import annotations

import enum
import http
import textwrap
from dataclasses import dataclass
from typing import Final

from app.practice.fault_arguments import Argument, Choice, Code, Number, Reason


class Effect(enum.Enum):
    """What goes wrong; ``KINDS`` says what each does."""

    RESET = "reset"
    DEAF = "deaf"
    CLOSE = "close"
    REFUSE = "refuse"
    HTTP = "http"
    FREEZE = "freeze"
    SLOW_PONG = "slow-pong"
    NO_SETUP = "no-setup"
    SILENT_TURN = "silent-turn"
    DECLINE = "decline"
    GO_AWAY = "goaway"
    REJECT_HANDLE = "reject-handle"
    MUTE_AFTER_RESUME = "mute-after-resume"
    OLD_SOCKET = "old-socket-1011"
    SPURIOUS_INTERRUPT = "spurious-interrupt"
    QUOTA = "quota"
    BUSY = "busy"
    GARBAGE = "garbage"
    UNKNOWN_MESSAGE = "unknown-message"
    BIG_FRAME = "big-frame"
    SLOW_READER = "slow-reader"
    HANDLES = "handles"
    ANY = "any"


class When(enum.Enum):
    """What a clause waits for; its amount says how much of it. ``MOMENTS`` says what each is."""

    TIME = "time"
    TURN = "turn"
    AUDIO = "audio"
    FRAME = "frame"
    END = "end"
    SETUP = "setup"
    EVERY = "every"
    START = "start"
    """From the beginning: a clause without a moment."""


COUNTED: Final = frozenset((When.TURN, When.FRAME, When.END, When.SETUP))
"""Moments whose amount is a whole number from 1."""

MOMENTS: Final = {
    When.TIME: ("time=S", "S seconds after the server's first connection opened"),
    When.TURN: ("turn=N", "the model is asked to speak for the N-th time; the greeting is 1"),
    When.AUDIO: ("audio=S", "a window holds S seconds of sound; once"),
    When.FRAME: ("frame=N", "the N-th 20 ms of sound over all windows"),
    When.END: ("end=N", "the N-th activityEnd"),
    When.SETUP: ("setup=N", "the N-th set-up message"),
    When.EVERY: (
        "every=S[/SEED]",
        "again and again, after gaps of 0.5 S to 1.5 S seconds that the seed draws",
    ),
    When.START: (
        "no moment at all",
        "from the beginning, for http, no-setup, reject-handle and all that is from now on",
    ),
}
"""How each moment is written, and what it is."""

_COLUMN: Final = 33

_EVENTS: Final = frozenset(set(When) - {When.START, When.EVERY})
_EVENTS_AND_START: Final = _EVENTS | {When.START}
_AGAIN: Final = _EVENTS | {When.EVERY}
_ALL: Final = frozenset(When)


_FOR_S: Final = Number("S", 0.01, 3600)
# 1004 to 1006 and 1015 are never on the wire.
_CLOSES: Final = Code(
    "CODE",
    frozenset((*range(1000, 1004), *range(1007, 1015), *range(3000, 5000))),
    "a close code: 1000 to 1003, 1007 to 1014, 3000 to 4999",
)
_STATUSES: Final = Code(
    "CODE",
    frozenset(int(one) for one in http.HTTPStatus if one >= 400),
    "an HTTP status from 400 that has a name",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One fault: what it wants, when it may come, what it does."""

    meaning: str
    moments: frozenset[When] = _AGAIN
    arguments: tuple[Argument, ...] = ()


KINDS: Final[dict[Effect, Kind]] = {
    Effect.RESET: Kind("TCP RST, no close frame"),
    Effect.DEAF: Kind(
        "for S seconds what arrives is read and thrown away, then RST", arguments=(_FOR_S,)
    ),
    Effect.CLOSE: Kind("a WebSocket close", arguments=(_CLOSES, Reason())),
    Effect.REFUSE: Kind(
        "RST on all connections, and for S seconds nobody can connect (refused)",
        arguments=(_FOR_S,),
    ),
    Effect.HTTP: Kind(
        "RST, and the next upgrade gets this status, with Retry-After if given",
        _ALL,
        (_STATUSES, Number("RETRY_AFTER_S", 0, 3600, default=0)),
    ),
    Effect.FREEZE: Kind("nothing is read or written any more here, no pongs; others can connect"),
    Effect.SLOW_PONG: Kind(
        "pongs are S seconds late from now on", _EVENTS_AND_START, (Number("S", 0, 3600),)
    ),
    Effect.NO_SETUP: Kind("the next set-up (at setup=N that one) is never answered", _ALL),
    Effect.SILENT_TURN: Kind("the model does not answer, this or the next time it is asked"),
    Effect.DECLINE: Kind("turnComplete without sound, this or the next time it is asked"),
    Effect.GO_AWAY: Kind(
        "goAway with timeLeft S, S seconds later a close: 1000, or 1011 (deadline expired)",
        arguments=(_FOR_S, Choice(("1000", "1011"), "1000")),
    ),
    Effect.REJECT_HANDLE: Kind("RST, and the next resume is refused with 1007", _ALL),
    Effect.MUTE_AFTER_RESUME: Kind(
        "resumed sessions transcribe but never speak, from now on", _EVENTS_AND_START
    ),
    Effect.OLD_SOCKET: Kind(
        "RST, and for S seconds resumes are refused with 1011",
        arguments=(Number("S", 0.01, 3600, default=3),),
    ),
    Effect.SPURIOUS_INTERRUPT: Kind("interrupted and turnComplete with nothing behind them"),
    Effect.QUOTA: Kind("close 1011, the quota is exceeded"),
    Effect.BUSY: Kind("close 1011, the service is unavailable"),
    Effect.GARBAGE: Kind("a binary frame that is no JSON"),
    Effect.UNKNOWN_MESSAGE: Kind("a message with an unknown field"),
    Effect.BIG_FRAME: Kind("an empty message of more than 1 MiB"),
    Effect.SLOW_READER: Kind(
        "the server reads slowly from now on",
        _EVENTS_AND_START,
        (Number("BYTES_PER_S", 100, 1e9, "bytes in a second", default=20_000),),
    ),
    Effect.HANDLES: Kind(
        "new handles from now on: after each turn; in replies too; 3 s after the turn; never",
        _EVENTS_AND_START,
        (Choice(("settled", "mid", "late", "never")),),
    ),
    Effect.ANY: Kind("one that can be recovered from, drawn by the seed", frozenset((When.EVERY,))),
}


def shown(effect: Effect) -> str:
    """Return how a fault is written, such as ``deaf S``."""
    return " ".join((effect.value, *(one.shown for one in KINDS[effect].arguments)))


def moments_of(effect: Effect) -> str:
    """Return the moments at which a fault may come, in words."""
    return ", ".join(text for when, (text, _) in MOMENTS.items() if when in KINDS[effect].moments)


def listing() -> str:
    """Return moments and faults as text for a terminal of 100 columns."""
    told = [("faults:", _faults()), ("moments, after @:", list(MOMENTS.values()))]
    return "\n".join(f"{head}\n{''.join(_entry(*row) for row in rows)}" for head, rows in told)


def tables() -> str:
    """Return the two tables of ``resources/help/faults.md``."""
    told = [("fault", _faults()), ("after `@`", list(MOMENTS.values()))]
    return "\n".join(
        f"| {head} | what happens |\n|---|---|\n" + "".join(_row(*row) for row in rows)
        for head, rows in told
    )


def _faults() -> list[tuple[str, str]]:
    return [(shown(effect), kind.meaning) for effect, kind in KINDS.items()]


def _entry(name: str, meaning: str) -> str:
    first, *more = textwrap.wrap(meaning, 98 - _COLUMN)
    lines = [f"  {name:<{_COLUMN}}{first}", *(" " * (_COLUMN + 2) + line for line in more)]
    return "".join(f"{line}\n" for line in lines)


def _row(name: str, meaning: str) -> str:
    name = name.replace("|", "\\|")
    return f"| `{name}` | {meaning} |\n"
