"""After an interview: how it ended and what is kept, as the finish page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.faults import Fault
from app.core.lobby import Kind
from app.core.view import ENDS, Situation


@dataclass(frozen=True, slots=True)
class Ending:
    """How an interview ended.

    Attributes:
        how: "finished", "left", "held" or "failed", as in the journal.
        kind: Which interview it was.
        folder: Where its record is, as a path.
        length_s: How long it is, in seconds.
        answers: How many answers the candidate ended.
        fault: What brought it down, or what is wrong with its record; None if nothing is.
    """

    how: str
    kind: Kind
    folder: str
    length_s: float = 0.0
    answers: int = 0
    fault: Fault | None = None

    @property
    def situation(self) -> Situation:
        """How it ended, in one word; with a fault never as if all were well."""
        word = ENDS.get(self.how, Situation.FAILED)
        if self.fault is not None and word in {Situation.FINISHED, Situation.LEFT}:
            return Situation.FAILED
        return word
