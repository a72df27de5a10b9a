"""What a probe of a Live service is: the steps that it takes, and what may come of it. Pure.

A probe is data: steps in order, and a judge, which is a function of what was seen. Whoever takes
the steps (``probing``) decides nothing: where a step cannot be taken, or what it waits for does not
come, the probe ends there, and its judges say what that means.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.core.liveness import LivenessParams
from app.core.watchdog import WatchdogParams
from app.live.sightings import Sightings

WORDS = ("amber", "bridge", "copper", "dolphin")
"""The code words of the lines that the model is told to say, in order."""


class Pick(enum.Enum):
    """Which of the handles seen so far a connection resumes with."""

    CLEAN = enum.auto()
    """The newest that came when every turn asked for had been generated."""
    MID_TURN = enum.auto()
    """The newest that came while a turn was being generated."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Open a connection; one that is open stays so, unless it was dropped.

    Attributes:
        pick: Resume with this, or None for a fresh session. Without such a handle the probe ends.
        is_patient: Where the service still holds the old socket, try again, as an interview does.
    """

    pick: Pick | None = None
    is_patient: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a text that asks for a reply.

    Attributes:
        text: What is sent.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Say:
    """Send the speech as a window, or the first part of one.

    Attributes:
        pace: How many seconds of it in one second.
        share: Which part of it, from its beginning, in (0, 1].
        ends: Whether activityEnd follows.
        unless_called: Leave it out where the model has called a function already.
    """

    pace: float = 1.0
    share: float = 1.0
    ends: bool = True
    unless_called: bool = False


@dataclass(frozen=True, slots=True)
class HearTurn:
    """Wait for the end of the turn that was asked for, or for a call that stays unanswered."""


@dataclass(frozen=True, slots=True)
class HearHandle:
    """Wait for a handle after the turn; where none comes the probe goes on."""


@dataclass(frozen=True, slots=True)
class HearQuiet:
    """Listen for a moment to what comes unasked."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Abort the connection, without a word."""


Step = Dial | Ask | Say | HearTurn | HearHandle | HearQuiet | Drop


class Check(enum.Enum):
    """What is assumed of the service: one question each."""

    GREETING = "greeting"
    ANSWER = "answer"
    HANDLES = "handles"
    RESUMPTION = "resumption"
    REPLAY_2 = "replay-2x"
    REPLAY_8 = "replay-8x"
    DANGLING = "dangling-window"
    OLD_SOCKET = "old-socket"
    TOOL = "tool"
    UNANSWERED = "unanswered-call"
    GO_AWAY = "go-away"
    PINGS = "pings"
    MESSAGES = "messages"


class Verdict(enum.Enum):
    """Whether the stand-in behaves as the service does."""

    HOLDS = "holds"
    DIFFERS = "differs"
    NOT_SEEN = "not seen"


Figure = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one question came to.

    Attributes:
        check: The question.
        verdict: The answer.
        figures: Counts, milliseconds (``_ms``), close codes, and short words of ours: never what
            was said, a key or a handle.
    """

    check: Check
    verdict: Verdict
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """By what a judge measures.

    Attributes:
        model: The model's name.
        speech_s: How long the speech is.
        watchdog: How long a model may be silent.
        liveness: How long a line may be silent.
    """

    model: str
    speech_s: float
    watchdog: WatchdogParams
    liveness: LivenessParams


Judge = Callable[[Sightings, Expected], Finding]


@dataclass(frozen=True, slots=True)
class Probe:
    """A scene on one connection or more, and what is asked of it.

    Attributes:
        name: For the report.
        steps: What is done, in order.
        judges: One for each question.
        tools: Functions that are declared.
        answers_calls: Whether a call is answered at once.
    """

    name: str
    steps: tuple[Step, ...]
    judges: tuple[Judge, ...]
    tools: tuple[str, ...] = ()
    answers_calls: bool = True

    def speech_s(self, length_s: float) -> float:
        """Return how much speech it sends at most, of a recording of this length; in seconds."""
        return sum(length_s * step.share for step in self.steps if isinstance(step, Say))


def ms(since: float, t: float | None) -> int | None:
    """Return the time between two moments in ms; None where the second never was."""
    return None if t is None else round((t - since) * 1000)


def close(seen: Sightings) -> dict[str, Figure]:
    """Return the code with which the other side ended the connection, if it did."""
    end = seen.end()
    return {} if end is None else {"closed_code": end.code}
