"""What can go wrong, when, and what each fault wants: one table.

The parser, the help of ``serve`` and the README take their words from here. Another fault is one
more member of ``Effect``, its line in ``KINDS``, and its arm in ``conditions.py`` or
``effects.py``.
"""

from __future__ import annotations

import enum
import http
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Value = float | str


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
    """What a clause waits for; its amount says how much of it."""

    START = "start"
    """Nothing: it holds from the beginning. A clause without a moment."""
    TIME = "time"
    """Seconds since the server's first connection opened."""
    TURN = "turn"
    """The n-th time that the model is asked to speak; the greeting is 1."""
    AUDIO = "audio"
    """Seconds of sound in one window; once."""
    FRAME = "frame"
    """The n-th 20 ms of sound, over all windows."""
    END = "end"
    """The n-th activityEnd."""
    SETUP = "setup"
    """The n-th set-up message."""
    EVERY = "every"
    """Again and again, about each so many seconds."""


COUNTED: Final = frozenset((When.TURN, When.FRAME, When.END, When.SETUP))
"""Moments whose amount is a whole number from 1."""

_SHOWN: Final = {
    When.TIME: "time=S",
    When.TURN: "turn=N",
    When.AUDIO: "audio=S",
    When.FRAME: "frame=N",
    When.END: "end=N",
    When.SETUP: "setup=N",
    When.EVERY: "every=S[/SEED]",
    When.START: "no moment at all",
}

_EVENTS: Final = frozenset(set(When) - {When.START, When.EVERY})
_EVENTS_AND_START: Final = _EVENTS | {When.START}
_AGAIN: Final = _EVENTS | {When.EVERY}
_ALL: Final = frozenset(When)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in an inclusive range."""

    name: str
    low: float
    high: float
    unit: str = "seconds"
    default: float | None = None
    """What holds where it is left out; None if it may not be."""

    def read(self, text: str) -> float | None:
        """Return its value, or None if that is none."""
        try:
            value = float(text)
        except ValueError:
            return None
        return value if math.isfinite(value) and self.low <= value <= self.high else None

    @property
    def shown(self) -> str:
        """How it stands in a clause, such as ``[S]``."""
        return self.name if self.default is None else f"[{self.name}]"

    @property
    def wanted(self) -> str:
        """What it must be."""
        default = "" if self.default is None else f", {self.default:g} if left out"
        return f"{self.name}, {self.unit} from {self.low:g} to {self.high:g}{default}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]
    default: str | None = None

    def read(self, text: str) -> str | None:
        """Return the word, or None if it is none of them."""
        return text if text in self.words else None

    @property
    def shown(self) -> str:
        """How it stands in a clause."""
        words = "|".join(self.words)
        return words if self.default is None else f"[{words}]"

    @property
    def wanted(self) -> str:
        """What it must be."""
        default = "" if self.default is None else f", {self.default} if left out"
        return f"one of {', '.join(self.words)}{default}"


@dataclass(frozen=True, slots=True)
class Code:
    """A status among those that can be sent."""

    name: str
    codes: frozenset[int]
    unit: str
    default: None = None

    def read(self, text: str) -> float | None:
        """Return the code, or None if it cannot be sent."""
        return float(text) if text.isdecimal() and int(text) in self.codes else None

    @property
    def shown(self) -> str:
        """How it stands in a clause."""
        return self.name

    @property
    def wanted(self) -> str:
        """What it must be."""
        return f"{self.name}, {self.unit}"


@dataclass(frozen=True, slots=True)
class Reason:
    """The words that are left, perhaps none; a close frame has room for 123 bytes."""

    default: str = ""
    shown: str = "REASON..."
    wanted: str = "a reason of at most 123 bytes"

    def read(self, text: str) -> str | None:
        """Return the words, or None if there are too many."""
        return text if len(text.encode()) <= 123 else None


Argument = Number | Choice | Code | Reason

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
    return ", ".join(text for when, text in _SHOWN.items() if when in KINDS[effect].moments)


def listing() -> str:
    """Return the table as text for a terminal of 100 columns."""
    rows = [(shown(effect), kind.meaning) for effect, kind in KINDS.items()]
    return "".join(f"  {name:<27}{meaning}\n" for name, meaning in rows)


def rows() -> Iterator[str]:
    """Yield the lines of the README's table."""
    for effect, kind in KINDS.items():
        name = shown(effect).replace("|", "\\|")
        yield f"| `{name}` | {kind.meaning} |"
