"""Is the microphone heard? Frames stop, turn into digital zeros, or the device is gone.

    OFF --- open ---> OPENING --- frame ---> LIVE <--- frame --- STALLED, BLOCKED, GONE
                                              |
              no frame for 0.8 s -------------+---> STALLED
              zeros alone for 4 s ------------+---> BLOCKED --- anything else ---> LIVE
              failed (from any but OFF) ------+---> GONE
    any --- close ---> CLOSING --- closed ---> OFF

A device that stops without a word raises nothing (a suspended source, a frozen sound server: both
measured), so a clock on the last frame is the only witness. It then mostly goes on by itself and
delivers what it held, which opening it again would throw away: that is done only after 8 s. One
that failed is opened again at once, and again (``reopening``). Digital zeros are no silence: room
and electronics are never that quiet, so the microphone is muted somewhere or not allowed.

Nothing here ends a turn: that is the clock's affair (``activity``). Time in which the loop stood
still is no stall: the caller feeds all waiting frames ahead of a ``Tick``, and a ``Tick`` that is
late lets a little more come before it judges.
"""

from __future__ import annotations

import enum

from app.core.actions import Action, CloseMicrophone, OpenMicrophone
from app.core.events import MicFrame, MicrophoneClosed, MicrophoneFailed, MicrophoneOpened, Tick
from app.core.faults import Fault, MicrophoneBlocked, MicrophoneStalled
from app.core.reopening import Reopening

STALL_S = 0.8
"""Without a frame for so long it has stalled. PulseAudio's bursts reach 0.2 s."""
OPENING_S = 3.0
"""The same for one that is being opened: a headset that changes its profile takes 2 s."""
BLANK_FRAMES = 200
"""Zeros in a row that mean blocked: 4 s, the figure of Jitsi's check for the same."""
REOPEN_AFTER_S = 7.2
"""From STALLED on: 8 s after the last frame."""
REOPEN_EVERY_S = 5.0
"""While opening it works and nothing comes."""
LATE_S = 0.2
"""A Tick that comes so late was kept back by a loop that stood still."""
LET_COME_S = 0.3
"""What it then lets pass before it judges."""

_STALLED = MicrophoneStalled(
    "No sound comes from the microphone any more. It is taken up again by itself: look at its "
    "cable and its switch. What you said is saved."
)
_BLOCKED = MicrophoneBlocked(
    "The microphone is blocked: it gives nothing but digital silence. Unmute it, or allow this "
    "program to use it in the system's privacy settings."
)


class Mic(enum.Enum):
    """What the microphone does."""

    OFF = enum.auto()
    """It is closed, and nobody wants it."""
    CLOSING = enum.auto()
    """Nobody wants it, but the device has not yet said that it is closed."""
    OPENING = enum.auto()
    """It was asked for, and no frame has come yet."""
    LIVE = enum.auto()
    """Frames come."""
    STALLED = enum.auto()
    """Frames have stopped, though nothing failed."""
    BLOCKED = enum.auto()
    """Frames come, and they are all digital zeros."""
    GONE = enum.auto()
    """It cannot be opened, or has ended."""


MicrophoneEvent = MicFrame | MicrophoneOpened | MicrophoneClosed | MicrophoneFailed
LOST = frozenset({Mic.STALLED, Mic.BLOCKED, Mic.GONE})
"""It is wanted, and nobody can be heard through it."""


class Microphone:
    """Follows the device, and has it opened again.

    Attributes:
        state: What it does.
    """

    def __init__(self) -> None:
        self.state = Mic.OFF
        self._device: str | None = None
        self._failed: tuple[Fault, float] | None = None  # why it was GONE last, and since when
        self._silent_at: float | None = None  # when it counts as stalled, unless a frame comes
        self._blanks = 0  # in a row, the newest frame included
        self._reopening = Reopening()

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        again_at = None if self._reopening.is_under_way else self._reopening.deadline
        return min((at for at in (self._silent_at, again_at) if at is not None), default=None)

    @property
    def fault(self) -> Fault | None:
        """Why nobody can be heard through it, or None."""
        match self.state:
            case Mic.STALLED:
                return _STALLED
            case Mic.BLOCKED:
                return _BLOCKED
            case Mic.GONE:
                assert self._failed, "it is gone for a reason"
                return self._failed[0]
            case _:
                return None

    def open(self, now: float, device: str | None = None) -> list[Action]:
        """Begin to listen, to another device than before if need be; None is the chosen one.

        Whoever lets another device take over calls it again with that device's name.
        """
        self.state, self._device = Mic.OPENING, device
        self._blanks = 0
        self._silent_at = now + OPENING_S
        return self._ask()

    def close(self) -> list[Action]:
        """Listen no more."""
        self.state = Mic.OFF if self.state is Mic.OFF else Mic.CLOSING
        self._silent_at = None
        self._reopening = Reopening()
        return [CloseMicrophone()]

    def feed(self, event: MicrophoneEvent | Tick, now: float) -> list[Action]:
        """Take one event, return what is to be done."""
        match self.state, event:
            case Mic.CLOSING, MicrophoneClosed():
                self.state = Mic.OFF
                return []
            case ((Mic.OFF | Mic.CLOSING), _):
                return []
            case _, MicFrame():
                self._hear(event, now)
                return []
            case _, MicrophoneOpened():
                self._opened(now)
                return []
            case _, MicrophoneFailed(fault):
                self.state, self._failed = Mic.GONE, (fault, now)
                self._silent_at = None
                self._reopening.failed(now)
                return self._reopen(now)
            case _, Tick():
                return self._judge(now)
            case _:
                return []  # it says that it was closed, which was before it was asked for again

    def _hear(self, frame: MicFrame, now: float) -> None:
        if self.state is Mic.GONE and self._failed and frame.t <= self._failed[1]:
            return  # it was captured before, and comes late
        self._blanks = self._blanks + 1 if frame.is_blank else 0
        self.state = Mic.BLOCKED if self._blanks >= BLANK_FRAMES else Mic.LIVE
        self._silent_at = now + STALL_S
        self._reopening.rest()

    def _opened(self, now: float) -> None:
        self._reopening.opened(now)
        if self.state is Mic.OPENING:
            self._silent_at = now + OPENING_S
        elif self.state in {Mic.STALLED, Mic.GONE}:
            self._reopening.plan(now + REOPEN_EVERY_S)

    def _judge(self, now: float) -> list[Action]:
        if self._silent_at is None or now < self._silent_at:
            return self._reopen(now)
        if now - self._silent_at > LATE_S:
            self._silent_at = now + LET_COME_S
            return []
        self.state, self._silent_at = Mic.STALLED, None
        self._reopening.plan(now + REOPEN_AFTER_S)
        return []

    def _reopen(self, now: float) -> list[Action]:
        return self._ask() if self._reopening.is_due(now) else []

    def _ask(self) -> list[Action]:
        self._reopening.begin()
        return [OpenMicrophone(self._device)]
