"""What the interviewer is told to do besides interviewing: call tools, keep silent, be late."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from app.practice.calls import ScriptedCall


class Manner(enum.Enum):
    """How the model takes it that it is asked to speak."""

    SPEAK = enum.auto()
    """As usual."""
    DECLINE = enum.auto()
    """It completes the turn without a sound."""
    SILENT = enum.auto()
    """It does nothing at all."""


class Cadence(enum.Enum):
    """When new handles come; each stands for what the model knows when it is sent."""

    SETTLED = "settled"
    """After the set-up and after each settled turn."""
    MID = "mid"
    """In the middle of a reply too."""
    LATE = "late"
    """After the set-up and some seconds after the turn, if nothing is being said then."""
    NEVER = "never"
    """Not at all."""


@dataclass(frozen=True, slots=True)
class Whims:
    """What one session asks when it matters."""

    calls: tuple[ScriptedCall, ...] = ()
    manner: Callable[[], Manner] = lambda: Manner.SPEAK
    """Asked once each time that the model is asked to speak."""
    cadence: Callable[[], Cadence] = lambda: Cadence.SETTLED
