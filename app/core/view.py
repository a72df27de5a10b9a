"""Everything that any screen shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.faults import Fault
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor


@dataclass(frozen=True, slots=True)
class LinkView:
    """The connection.

    Attributes:
        state: Where it is.
        attempts: Tries since it was lost.
        next_try_at: When the next one is due, in seconds of the clock, or None.
        fault: Why it is not up, or None.
        suspect_s: How long a ping has been without an answer, in seconds, or None.
        to_send_s: Sound that waits to be sent, in seconds.
    """

    state: LinkState
    attempts: int = 0
    next_try_at: float | None = None
    fault: Fault | None = None
    suspect_s: float | None = None
    to_send_s: float = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """The interview.

    Attributes:
        floor: Who speaks.
        talk: Who decides when the candidate speaks.
        link: The connection.
        question: The text of the question that is asked.
        place: Its number, from 1 on.
        questions: How many there are.
        level_dbfs: The microphone's level in [-96, 0].
        answer_s: How much the candidate has said in the present answer, in seconds.
        hears: Whether speech would be taken now; False while a loudspeaker plays the interviewer.
        caption: The interviewer's words that have been heard of the newest reply.
        microphone: Why there is no microphone, or None.
        store: Why nothing can be kept, or None.
        how: How the interview ended, or None.
    """

    floor: Floor
    talk: Talk
    link: LinkView
    question: str
    place: int
    questions: int
    level_dbfs: float = -96.0
    answer_s: float = 0.0
    hears: bool = True
    caption: str = ""
    microphone: Fault | None = None
    store: Fault | None = None
    how: str | None = None
