"""How long a pause may be before it ends the turn: what the candidate chose, and what they need.

    the wait = chosen profile + 0.7 s until the first answer is answered + what was learnt

A turn that ended too early is noticed by what follows: speech that comes back within 1.5 s, before
the interviewer has been heard to the end. Each such return adds 0.3 s to every wait after it, up to
1.5 s; each turn that stood takes 0.1 s back. So a wait never falls below the chosen profile, and
three turns that stood undo one that did not. A new choice forgets what was learnt.

Only a pause that ended a turn by itself counts: not Done, no key, no microphone that stopped.
What was chosen and what was learnt is the candidate's own: neither is journalled or reported.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass


class Wait(enum.Enum):
    """How long a pause may be, as the candidate chooses it."""

    QUICK = "quick"
    """A second."""
    STANDARD = "standard"
    """Two seconds: 1.6 % of answers with pauses of 1.2 to 1.5 s are cut, at 1.8 s 7.5 %."""
    PATIENT = "patient"
    """Three and a half seconds."""
    ONLY_DONE = "only done"
    """As long as it takes: the turn ends when the candidate says so."""


@dataclass(frozen=True, slots=True)
class PatienceParams:
    """The choice that an interview begins with; times in seconds.

    The wait of Standard is ``ActivityParams.wait_s``.
    """

    wait: Wait = Wait.STANDARD
    quick_s: float = 1.0
    patient_s: float = 3.5
    first_answer_s: float = 0.7
    back_within_s: float = 1.5
    step_s: float = 0.3
    most_s: float = 1.5
    step_back_s: float = 0.1

    def __post_init__(self) -> None:
        if not all(0.2 <= one <= 30 for one in (self.quick_s, self.patient_s)):
            raise ValueError("quick_s and patient_s must lie between 0.2 and 30 s")
        added = (self.first_answer_s, self.back_within_s, self.step_s, self.most_s)
        if not all(0 <= one <= 10 for one in (*added, self.step_back_s)):
            raise ValueError(
                "first_answer_s, back_within_s, step_s, most_s and step_back_s must lie between "
                "0 and 10 s"
            )


class Patience:
    """Knows the wait of the next pause.

    Args:
        params: What is chosen at first, and how much is added.
        standard_s: The wait of Standard, in seconds.

    Attributes:
        wait: What the candidate has chosen.
    """

    def __init__(self, params: PatienceParams, standard_s: float) -> None:
        self._params = params
        self._chosen_s = {
            Wait.QUICK: params.quick_s,
            Wait.STANDARD: standard_s,
            Wait.PATIENT: params.patient_s,
            Wait.ONLY_DONE: math.inf,
        }
        self.wait = params.wait
        self._is_first = False
        self._learnt_s = 0.0
        self._ended_at: float | None = None  # by a pause, and nothing has shown yet that it stood

    @property
    def wait_s(self) -> float:
        """How long a pause ends the turn, in seconds; infinite where only Done does."""
        first_s = self._params.first_answer_s if self._is_first else 0.0
        return self._chosen_s[self.wait] + first_s + self._learnt_s

    def choose(self, wait: Wait) -> None:
        """Wait so from now on."""
        self.wait, self._learnt_s, self._ended_at = wait, 0.0, None

    def look(self, *, is_first: bool, is_free: bool) -> None:
        """Take how the interview stands.

        Args:
            is_first: No answer has been answered yet.
            is_free: The floor is nobody's: a turn that had ended has stood.
        """
        self._is_first = is_first
        if is_free and self._ended_at is not None:
            self._stood()

    def ended(self, t: float) -> None:
        """A pause has ended a turn at this time, in seconds."""
        self._ended_at = t

    def began(self, onset_t: float) -> None:
        """Speech has begun, at this time in seconds."""
        if self._ended_at is None:
            return
        if onset_t - self._ended_at > self._params.back_within_s:
            self._stood()
            return
        self._learnt_s = min(self._params.most_s, self._learnt_s + self._params.step_s)
        self._ended_at = None

    def _stood(self) -> None:
        self._learnt_s = max(0.0, self._learnt_s - self._params.step_back_s)
        self._ended_at = None
