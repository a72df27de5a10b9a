"""How does this candidate take their turns?

What they choose here is their own: it is neither journalled nor reported.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.patience import Wait


class Choice(enum.Enum):
    """What a candidate may choose, unless whoever runs the computer has chosen it for all."""

    WAIT = "wait"
    """How long a pause may be."""
    CUES = "cues"
    """Whether tones tell of the talk key."""
    HEADPHONES = "headphones"
    """Whether the microphone hears the interviewer."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a candidate chose, and what it means.

    Attributes:
        wait: How long a pause may be.
        toggles: Talk is pressed once to begin and once more to end, not held.
        cues: Short tones tell that the microphone was taken and given back.
        quick_s: The wait of Quick, in seconds.
        standard_s: The wait of Standard, in seconds.
        patient_s: The wait of Patient, in seconds.
        forced: What is chosen for the candidate: they see it and cannot change it.
    """

    wait: Wait = Wait.STANDARD
    toggles: bool = False
    cues: bool = True
    quick_s: float = 1.0
    standard_s: float = 2.0
    patient_s: float = 3.5
    forced: frozenset[Choice] = frozenset()

    def seconds(self, wait: Wait) -> float | None:
        """Return how long a pause may be, in seconds; None where only Done ends a turn."""
        return {
            Wait.QUICK: self.quick_s,
            Wait.STANDARD: self.standard_s,
            Wait.PATIENT: self.patient_s,
            Wait.ONLY_DONE: None,
        }[wait]
