"""Where are we in the plan? Which question is asked, and is the interview over?

The interviewer is told the plan with the set-up and asks the questions in order; here each spoken
answer that reached it counts as one question's. The interview is over when all have been answered
and the last reply, the goodbye, has been heard. (Tools will tell this better than counting.)
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.plan import Plan, Question


@dataclass(frozen=True, slots=True)
class Script:
    """The texts with which we ask the interviewer to speak.

    Attributes:
        opening: At the beginning.
        nudge: After a turn in which it said nothing.
        again: When an interview goes on after a stop: the last question once more.
    """

    opening: str
    nudge: str
    again: str = ""


class Conduct:
    """Follows the plan."""

    def __init__(self, plan: Plan, script: Script) -> None:
        self.plan = plan
        self.script = script
        self.answered = 0

    @property
    def is_over(self) -> bool:
        """Whether every question has been answered."""
        return self.answered >= len(self.plan.questions)

    @property
    def place(self) -> int:
        """Which question is asked, from 1 on."""
        return min(self.answered + 1, len(self.plan.questions))

    @property
    def question(self) -> Question:
        """The question that is asked."""
        return self.plan.questions[self.place - 1]
