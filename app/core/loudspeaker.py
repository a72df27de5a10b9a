"""Does the loudspeaker play what it is given?

    WELL --- nothing of a reply played for 2 s ---> SILENT --- played ---> WELL
      |                                               |
      +------------------- failed --------------------+---> GONE --- opened ---> WELL

One that fails is opened again at once; if that fails too, or it was opened again and is still
SILENT, another one takes over (``switch``).

A loudspeaker can stop without a word, as a microphone can: what it reports as played is the only
witness. A reply that is not heard may hold nobody up: it is given up (``lost``), and whoever joins
the machines lets it be read and opens the floor. What waits in the line stays there; once something
of it is played it goes on from where it was.
"""

from __future__ import annotations

import enum

from app.core.actions import Action, OpenSpeaker
from app.core.events import DevicesTold, Played, SpeakerFailed, SpeakerOpened, Tick
from app.core.faults import Fault, SpeakerSilent
from app.core.reopening import REOPEN_EVERY_S, Reopening
from app.core.silence import Silence
from app.core.switch import Switch

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


SpeakerEvent = Played | SpeakerOpened | SpeakerFailed | DevicesTold


class Loudspeaker:
    """Follows the device, and has it opened again.

    Attributes:
        state: What it does.
        switch: Which device it is.
        lost: The reply of which nothing is heard any more, by number, or None.
    """

    def __init__(self) -> None:
        self.state = Speaker.WELL
        self.switch = Switch()
        self.lost: int | None = None
        self._fault: Fault = _SILENT
        self._owed: int | None = None  # the reply of which sound waits
        self._silence = Silence()  # when that is given up, unless something is played
        self._reopening = Reopening()

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        again_at = None if self._reopening.is_under_way else self._reopening.deadline
        ours = (self._silence.deadline, again_at)
        return min((at for at in ours if at is not None), default=None)

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
        self._wait(now)
        if reply is None and self.state is Speaker.SILENT:
            self._reopening.rest()  # only a further reply would show whether it plays

    def use(self, label: str | None) -> list[Action]:
        """Play on this device from now on; None for the system's own, as it changes."""
        self.switch.choose(label)
        return self._ask()

    def feed(self, event: SpeakerEvent | Tick, now: float) -> list[Action]:
        """Take one event, return what is to be done."""
        match event:
            case DevicesTold():
                return self._look(event, now)
            case Played():
                self._play(now)
                return []
            case SpeakerOpened():
                self._opened(now)
                return []
            case SpeakerFailed(fault):
                was_gone = self.state is Speaker.GONE
                self.state, self._fault = Speaker.GONE, fault
                self._reopening.failed(now)
                return self._ask() if was_gone and self.switch.another(now) else self._reopen(now)
            case _:
                return self._judge(now)

    def _play(self, now: float) -> None:
        self.lost = None
        self._wait(now)
        self.switch.live(now)
        if self.state is not Speaker.GONE:
            self.state = Speaker.WELL
            self._reopening.rest()

    def _opened(self, now: float) -> None:
        self._reopening.opened(now)
        self._wait(now)
        if self.state is Speaker.GONE:
            self.state = Speaker.WELL
        elif self.state is Speaker.SILENT:
            self._reopening.plan(now + REOPEN_EVERY_S)

    def _judge(self, now: float) -> list[Action]:
        if self._silence.is_over(now):
            self.lost = self._owed
            if self.state is Speaker.WELL:
                self.state, self._fault = Speaker.SILENT, _SILENT
                self._reopening.plan(now + REOPEN_AFTER_S)
        return self._reopen(now)

    def _look(self, told: DevicesTold, now: float) -> list[Action]:
        """Take the list of devices: is there reason to open one of them?"""
        was_listed = self.switch.is_listed
        if self.switch.tell(told.speakers, told.speaker):
            return self._ask()
        if self.state is not Speaker.GONE or self._reopening.is_under_way:
            return []
        is_back = self.switch.is_listed and not was_listed
        return self._ask() if is_back or self.switch.another(now) else []

    def _wait(self, now: float) -> None:
        """Expect to hear of what is owed."""
        if self._owed is None:
            self._silence.rest()
        else:
            self._silence.expect(now + SILENCE_S)

    def _reopen(self, now: float) -> list[Action]:
        if not self._reopening.is_due(now):
            return []
        if self._reopening.is_in_vain:
            self.switch.another(now)
        return self._ask()

    def _ask(self) -> list[Action]:
        self._reopening.begin()
        return [OpenSpeaker(self.switch.wanted)]
