"""What somebody who monitors an interview is told, and whether it can still be believed.

    View -> StatusTrack -> SessionStatus -> the journal, once a second and at each change
    the journal -> SessionStatus, its age -> Standing: live, unknown, ended

A status is only as good as it is fresh. One older than 3 s is shown as unknown, never as connected:
the application may have died with its last word in the journal.

How long a candidate pauses is told nobody: a turn that is about to end is one in which they talk.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.core.actions import Json
from app.core.view import ENDS, Situation, View, situation

EVERY_S = 1.0
"""How often a status is written, though nothing changed."""
STALE_S = 3.0
"""How old a status may be and still be believed."""
_CLOCK_SLACK_S = 1.0  # two processes read the clock a moment apart; more is a clock set back


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """An interview at one moment.

    Attributes:
        situation: What goes on.
        for_s: For how long, in seconds.
        question: Which question is asked, from 1 on.
        questions: How many there are.
        saved_s: How much of the timeline is safe on disk, in seconds.
        answer_s: How much the candidate has said in the present answer, in seconds.
        attempts: Tries to connect since the connection was lost.
        to_send_s: Sound that waits to be sent, in seconds.
    """

    situation: Situation
    for_s: float = 0.0
    question: int = 1
    questions: int = 1
    saved_s: float = 0.0
    answer_s: float = 0.0
    attempts: int = 0
    to_send_s: float = 0.0

    def payload(self) -> dict[str, Json]:
        """Return it as it stands in the journal."""
        return {
            "situation": self.situation.value,
            "for_s": round(self.for_s, 1),
            "question": self.question,
            "questions": self.questions,
            "saved_s": round(self.saved_s, 2),
            "answer_s": round(self.answer_s, 1),
            "attempts": self.attempts,
            "to_send_s": round(self.to_send_s, 1),
        }

    @classmethod
    def of(cls, payload: Mapping[str, object]) -> SessionStatus:
        """Return what stands in a journal.

        Raises:
            ValueError: It is none of ours, or of another version.
        """
        try:
            values = {name: payload[name] for name in cls.__dataclass_fields__}
            numbers = {name: value for name, value in values.items() if name != "situation"}
            if not all(isinstance(value, int | float) for value in numbers.values()):
                raise ValueError("a status is made of numbers")
            return cls(Situation(values["situation"]), **numbers)  # type: ignore[arg-type]  # above
        except KeyError as error:
            raise ValueError(f"a status has {error}") from error


class StatusTrack:
    """Makes statuses of views: knows since when the present situation lasts."""

    def __init__(self) -> None:
        self._newest: Situation | None = None
        self._since = 0.0

    def take(self, view: View, saved_s: float, now: float) -> SessionStatus:
        """Return the status at a time, in seconds."""
        word = situation(view)
        if word is Situation.ENDING:
            word = Situation.TALKING
        if word is not self._newest:
            self._newest, self._since = word, now
        return SessionStatus(
            situation=word,
            for_s=now - self._since,
            question=view.place,
            questions=view.questions,
            saved_s=saved_s,
            answer_s=view.answer_s,
            attempts=view.link.attempts,
            to_send_s=view.link.to_send_s,
        )


class StatusNotes:
    """Decides which statuses are written: each change, and one a second."""

    def __init__(self) -> None:
        self._written: SessionStatus | None = None
        self._next_at = 0.0

    def is_due(self, status: SessionStatus, now: float) -> bool:
        """Whether to write this one; it counts as written then."""
        before = self._written
        is_news = before is None or (status.situation, status.question, status.attempts) != (
            before.situation,
            before.question,
            before.attempts,
        )
        if not is_news and now < self._next_at:
            return False
        self._written, self._next_at = status, now + EVERY_S
        return True


class Standing(enum.Enum):
    """Whether a status can be believed."""

    LIVE = "live"
    """It is fresh."""
    UNKNOWN = "unknown"
    """It is old, or from the future: nobody knows how the interview is now."""
    ENDED = "ended"
    """The interview is over; how it ended stays true."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of an interview, and how old that is.

    Attributes:
        standing: Whether it can be believed.
        status: The newest status; None if there is none yet.
        age_s: How old it is, in seconds; never below 0.
    """

    standing: Standing
    status: SessionStatus | None
    age_s: float


def judge(status: SessionStatus | None, age_s: float, how: str | None) -> Report:
    """Return what may be said of an interview.

    Args:
        status: The newest one, if there is any.
        age_s: How old the newest event of the journal is, in seconds.
        how: How the interview ended, or None.
    """
    if how is not None:
        word = ENDS.get(how, Situation.FAILED)
        ended = replace(status or SessionStatus(word), situation=word)
        return Report(Standing.ENDED, ended, max(0.0, age_s))
    is_fresh = status is not None and -_CLOCK_SLACK_S <= age_s <= STALE_S
    return Report(Standing.LIVE if is_fresh else Standing.UNKNOWN, status, max(0.0, age_s))
