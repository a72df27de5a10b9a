"""Who holds the floor?

NOBODY --- candidate begins ---> CANDIDATE --- ends ---> WAITING --- sound ---> INTERVIEWER
  ^                                  ^                      |                      |
  |                                  +---- begins (barge-in, or goes on) ----------+
  +------------- declined -------------------------------- + ---- heard to the end -+

A prompt of ours goes from NOBODY to WAITING. A reply that is lost while it is heard goes back
to WAITING, for its answer will be replayed; one that nobody had asked for is simply over.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.activity import Ear
from app.core.echo import Echo


class Floor(enum.Enum):
    """Who holds the floor."""

    NOBODY = "open"
    """The candidate may speak."""
    CANDIDATE = "candidate"
    """The candidate speaks."""
    WAITING = "waiting"
    """The interviewer has been asked for a reply."""
    INTERVIEWER = "interviewer"
    """The interviewer is heard."""


class Turn(enum.Enum):
    """What happened to the floor."""

    BEGAN = enum.auto()
    """The candidate began to speak."""
    ENDED = enum.auto()
    """The candidate's utterance is over."""
    ASKED = enum.auto()
    """A prompt was queued."""
    SOUNDS = enum.auto()
    """The interviewer's sound goes to the loudspeaker."""
    OVER = enum.auto()
    """The interviewer has been heard to the end, or declined to speak."""
    LOST = enum.auto()
    """The rest of the reply will not come."""


@dataclass(frozen=True, slots=True)
class TurnParams:
    """How the microphone behaves while the interviewer is heard; times in seconds.

    Without headphones the microphone hears the interviewer too, and the room for a while longer
    (350 ms is the least that others use; 1,500 ms the most). Nobody is believed to take the echo
    out before it is told.
    """

    headphones: bool = False
    echo_tail_s: float = 0.35


class Turns:
    """Follows the floor.

    Args:
        params: How the microphone behaves.
        may_interrupt: The candidate's voice cuts the interviewer short.

    Attributes:
        floor: Who holds it.
        echo: What keeps the interviewer's sound out of the microphone.
    """

    def __init__(self, params: TurnParams, *, may_interrupt: bool = True) -> None:
        self._params = params
        self._may_interrupt = may_interrupt
        self.floor = Floor.NOBODY
        self.echo = Echo.HEADPHONES if params.headphones else Echo.HALF_DUPLEX

    def feed(self, turn: Turn) -> None:
        """Take what happened; a pair without an arm means nothing."""
        match self.floor, turn:
            case _, Turn.BEGAN:
                self.floor = Floor.CANDIDATE
            case Floor.CANDIDATE, Turn.ENDED:
                self.floor = Floor.WAITING
            case Floor.NOBODY, Turn.ASKED:
                self.floor = Floor.WAITING
            case ((Floor.NOBODY | Floor.WAITING), Turn.SOUNDS):
                self.floor = Floor.INTERVIEWER
            case ((Floor.WAITING | Floor.INTERVIEWER), Turn.OVER):
                self.floor = Floor.NOBODY
            case Floor.INTERVIEWER, Turn.LOST:
                self.floor = Floor.WAITING
            case _:
                pass

    def ear(self, now: float, heard_until: float) -> Ear:
        """How readily speech is believed now.

        Args:
            now: Capture time of the frame, in seconds.
            heard_until: When the interviewer's newest sound has been heard, in seconds.
        """
        if self.floor is not Floor.INTERVIEWER:
            return self.ear_after(now, heard_until)
        is_deaf = self.echo is Echo.HALF_DUPLEX or not self._may_interrupt
        return Ear.CLOSED if is_deaf else Ear.STRICT

    def ear_after(self, now: float, heard_until: float) -> Ear:
        """The same while the interviewer does not hold the floor: the room may still sound."""
        sounds = now < heard_until + self._params.echo_tail_s
        if self.echo is Echo.HEADPHONES or not sounds:
            return Ear.OPEN
        return Ear.CLOSED if self.echo is Echo.HALF_DUPLEX else Ear.STRICT
