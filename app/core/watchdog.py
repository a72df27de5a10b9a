"""Is the model silent? A reply is due some time after what asked for it has really left.

    OFF --- an end or a prompt left ---> SIGN_DUE --- first sign ---> SOUND_DUE
     ^                                      |                            |  | sound
     |                                      +--------- too late ---------+  |
     |                                                 |  (a rung)          v
     +--- complete, cut, lost -------------------------+------------- REST_DUE

Whether activityEnd is guaranteed to start inference is not established, so every answer is guarded.
There is one ladder for each answer: the first miss asks for a new connection and a replay, the
second for a fresh session and a replay, the third holds the answer. Each rung counts anew from its
own activityEnd.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WatchdogParams:
    """Times in seconds; the first sign may take longer after a long answer."""

    sign_s: float = 12.0
    sign_share_of_answer: float = 0.25
    sound_s: float = 20.0

    def __post_init__(self) -> None:
        if self.sign_s <= 0 or self.sound_s <= 0 or self.sign_share_of_answer < 0:
            raise ValueError("sign_s and sound_s must be above 0, sign_share_of_answer at least 0")


class Watch(enum.Enum):
    """What the model owes."""

    OFF = enum.auto()
    """Nothing."""
    SIGN_DUE = enum.auto()
    """A first sign of work."""
    SOUND_DUE = enum.auto()
    """Its voice."""
    REST_DUE = enum.auto()
    """The rest of a reply: more sound, or its end."""


class Watchdog:
    """Notices a model that stays silent.

    Attributes:
        state: What the model owes.
        deadline: When it is late, in seconds, or None.
        rung: How often it was late for the present answer.
    """

    def __init__(self, params: WatchdogParams) -> None:
        self._params = params
        self.state = Watch.OFF
        self.deadline: float | None = None
        self.rung = 0

    def asked(self, answer_s: float, now: float) -> None:
        """An activityEnd or a prompt left; the answer has ``answer_s`` seconds of sound."""
        self.state = Watch.SIGN_DUE
        self.deadline = now + self._params.sign_s + self._params.sign_share_of_answer * answer_s

    def sign(self, now: float) -> None:
        """The model shows that it works; only the first sign gives it time."""
        if self.state is Watch.SIGN_DUE:
            self.state = Watch.SOUND_DUE
            self.deadline = now + self._params.sound_s

    def more(self, reply_s: float, now: float) -> None:
        """Sound came: the rest is due, at the latest when all of it might have been heard.

        Args:
            reply_s: How much of the reply has come, in seconds: a server may send no faster than
                it is heard, and say only then that it was all.
            now: Seconds.
        """
        self.state = Watch.REST_DUE
        self.deadline = now + reply_s + self._params.sound_s

    def rest(self) -> None:
        """Nothing is owed: it speaks, it is done, we speak, or the link is gone."""
        self.state = Watch.OFF
        self.deadline = None

    def next_answer(self) -> None:
        """The present answer has its reply; the next has a ladder of its own."""
        self.rung = 0

    def count_miss(self, now: float) -> bool:
        """Count a rung if the model is late; return whether it is."""
        if self.deadline is None or now < self.deadline:
            return False
        self.rest()
        self.rung += 1
        return True
