"""What the check knows of the microphone, and of how much of the interviewer it hears."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.activity import Activity, ActivityParams, Ear
from app.core.check_report import EchoFigures, Trouble
from app.core.echo import Echo
from app.core.events import MicFrame
from app.core.microphone import OPENING_S, STALL_S

BLANK_FRAMES = 100
"""Zeros in a row that mean blocked: 2 s, half of an interview's, for a step lasts 3 s."""


class CheckedMicrophone:
    """Follows whether frames come, and whether they are more than zeros."""

    def __init__(self) -> None:
        self._is_lost = False
        self._silent_at: float | None = None  # when it counts as stalled, unless a frame comes
        self._blanks = 0  # in a row, the newest frame included

    def begin(self, now: float) -> None:
        """Expect frames from now on: it was opened."""
        self._is_lost, self._blanks = False, 0
        self._silent_at = now + OPENING_S

    def lose(self) -> None:
        """It is not there, or has ended."""
        self._is_lost = True

    def hear(self, frame: MicFrame, now: float) -> None:
        """Take a frame."""
        self._blanks = self._blanks + 1 if frame.is_blank else 0
        self._silent_at = now + STALL_S

    def trouble(self, now: float) -> Trouble | None:
        """Return why nobody can be heard through it, or None."""
        if self._is_lost:
            return Trouble.MISSING
        if self._silent_at is not None and now >= self._silent_at:
            return Trouble.STALLED
        return Trouble.BLOCKED if self._blanks >= BLANK_FRAMES else None


@dataclass(frozen=True, slots=True)
class EchoMeasured:
    """What was measured of the interviewer's echo so far; see ``EchoFigures``."""

    delay_s: float | None
    arrives_db: float | None
    taken_out_db: float | None


class EchoWitness:
    """Listens as an interview does while the interviewer is heard.

    Args:
        mode: What keeps the interviewer out of the microphone, as far as is known.

    Attributes:
        mode: The same, now.
    """

    def __init__(self, mode: Echo) -> None:
        self.mode = mode
        self.begin()

    def begin(self) -> None:
        """Forget what was heard before."""
        self._activity = Activity(ActivityParams())
        self._false_starts = 0
        self._measured = EchoMeasured(None, None, None)

    def hear(self, frame: MicFrame) -> None:
        """Take a frame while nobody but the interviewer speaks."""
        ear = Ear.CLOSED if self.mode is Echo.HALF_DUPLEX else Ear.STRICT
        if self._activity.hear(frame, ear):
            self._false_starts += 1
            self._activity.silence()

    def measure(self, measured: EchoMeasured) -> None:
        """Take what was measured."""
        self._measured = measured

    @property
    def figures(self) -> EchoFigures:
        """What was found."""
        one = self._measured
        # Nothing is taken out of what headphones' microphone hears: 0 dB would say that it failed.
        taken_out_db = None if self.mode is Echo.HEADPHONES else one.taken_out_db
        return EchoFigures(self.mode, one.delay_s, one.arrives_db, taken_out_db, self._false_starts)
