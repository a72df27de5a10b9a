"""Does the loudspeaker play what it is given?

    WELL --- nothing of a reply played for 2 s ---> SILENT --- played ---> WELL
      |                                               |
      +------------------- failed --------------------+---> GONE --- opened ---> WELL

A loudspeaker can stop without a word, as a microphone can: what it reports as played is the only
witness. A reply that is not heard may hold nobody up: it is given up (``lost``), and whoever joins
the machines lets it be read and opens the floor. What waits in the line stays there; once something
of it is played it goes on from where it was.
"""

from __future__ import annotations

import enum

from app.core.actions import Action, OpenSpeaker
from app.core.events import Played, SpeakerFailed, SpeakerOpened, Tick
from app.core.faults import Fault, SpeakerSilent
from app.core.microphone import LATE_S, LET_COME_S, REOPEN_EVERY_S
from app.core.reopening import Reopening

SILENCE_S = 2.0
"""Nothing is played for so long though a reply waits. A device needs 1.6 s at most to begin."""
REOPEN_AFTER_S = 3.0
"""From SILENT on: one that is suspended goes on by itself."""

_SILENT = SpeakerSilent(
    "Nothing is heard from the loudspeaker: read what the interviewer says. The loudspeaker is "
    "taken up again by itself; look at its cable and its switch."
)


class Speaker(enum.Enum):
    """What the loudspeaker does."""

    WELL = enum.auto()
    """It plays what it is given, for all we know."""
    SILENT = enum.auto()
    """It played nothing of what it was given last."""
    GONE = enum.auto()
    """It cannot be opened, or has ended."""


SpeakerEvent = Played | SpeakerOpened | SpeakerFailed


class Loudspeaker:
    """Follows the device, and has it opened again.

    Attributes:
        state: What it does.
        lost: The reply of which nothing is heard any more, by number, or None.
    """

    def __init__(self) -> None:
        self.state = Speaker.WELL
        self.lost: int | None = None
        self._fault: Fault = _SILENT
        self._owed: int | None = None  # the reply of which sound waits
        self._silent_at: float | None = None  # when that is given up, unless something is played
        self._reopening = Reopening()

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        again_at = None if self._reopening.is_under_way else self._reopening.deadline
        return min((at for at in (self._silent_at, again_at) if at is not None), default=None)

    @property
    def fault(self) -> Fault | None:
        """Why nothing is heard, or None."""
        return None if self.state is Speaker.WELL else self._fault

    def owe(self, reply: int | None, now: float) -> None:
        """Take of which reply sound waits to be played, if of any.

        Args:
            reply: Its number; None also while the candidate has paused.
            now: Seconds.
        """
        if reply == self._owed:
            return
        self._owed = reply
        self._silent_at = None if reply is None else now + SILENCE_S
        if reply is None and self.state is Speaker.SILENT:
            self._reopening.rest()  # only a further reply would show whether it plays

    def feed(self, event: SpeakerEvent | Tick, now: float) -> list[Action]:
        """Take one event, return what is to be done."""
        match event:
            case Played():
                self._play(now)
                return []
            case SpeakerOpened():
                self._opened(now)
                return []
            case SpeakerFailed(fault):
                self.state, self._fault = Speaker.GONE, fault
                self._reopening.failed(now)
                return self._reopen(now)
            case _:
                return self._judge(now)

    def _play(self, now: float) -> None:
        self.lost = None
        self._silent_at = None if self._owed is None else now + SILENCE_S
        if self.state is Speaker.SILENT:
            self.state = Speaker.WELL
            self._reopening.rest()

    def _opened(self, now: float) -> None:
        self._reopening.opened(now)
        self._silent_at = None if self._owed is None else now + SILENCE_S
        if self.state is Speaker.GONE:
            self.state = Speaker.WELL
        elif self.state is Speaker.SILENT:
            self._reopening.plan(now + REOPEN_EVERY_S)

    def _judge(self, now: float) -> list[Action]:
        if self._silent_at is None or now < self._silent_at:
            return self._reopen(now)
        if now - self._silent_at > LATE_S:
            self._silent_at = now + LET_COME_S
            return []
        self.lost, self._silent_at = self._owed, None
        if self.state is Speaker.WELL:
            self.state, self._fault = Speaker.SILENT, _SILENT
            self._reopening.plan(now + REOPEN_AFTER_S)
        return self._reopen(now)

    def _reopen(self, now: float) -> list[Action]:
        if not self._reopening.is_due(now):
            return []
        self._reopening.begin()
        return [OpenSpeaker()]
