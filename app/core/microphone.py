"""Is the microphone heard? Frames stop, turn into digital zeros, or the device is gone.

    OFF --- open ---> OPENING --- frame ---> LIVE <--- frame --- STALLED, BLOCKED, GONE
                                              |
              no frame for 0.8 s -------------+---> STALLED
              zeros alone for 4 s ------------+---> BLOCKED --- anything else ---> LIVE
              failed (from any but OFF) ------+---> GONE
    any --- close ---> CLOSING --- closed ---> OFF

One that fails is opened again at once, since a sound server that was restarted brings it back. If
that fails too, or it has stalled while the sound system answers (``witness``), another one takes
over (``switch``), the sooner the less is missed. Never for one that is BLOCKED: whoever muted a
microphone at its own switch did not ask for another that hears the room.

A device that stops without a word raises nothing (a suspended source, a frozen sound server: both
measured), so a clock on the last frame (``silence``) is the only witness. It then mostly goes on by
itself and delivers what it held, which opening it again would throw away: where there is no other,
that is done only after 8 s. One that failed is opened again and again (``reopening``). Digital
zeros are no silence: room and electronics are never that quiet, so the microphone is muted
somewhere or not allowed.

Nothing here ends a turn: that is the clock's affair (``activity``). The caller feeds all waiting
frames ahead of a ``Tick``.
"""

from __future__ import annotations

import enum

from app.core.actions import Action, CloseMicrophone, OpenMicrophone
from app.core.events import (
    DevicesTold,
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    Tick,
)
from app.core.faults import Fault, MicrophoneBlocked, MicrophoneStalled
from app.core.reopening import REOPEN_EVERY_S, Reopening
from app.core.silence import Silence
from app.core.switch import Switch
from app.core.witness import Witness

STALL_S = 0.8
"""Without a frame for so long it has stalled. PulseAudio's bursts reach 0.2 s."""
OPENING_S = 3.0
"""The same for one that is being opened: a headset that changes its profile takes 2 s."""
BLANK_FRAMES = 200
"""Zeros in a row that mean blocked: 4 s, the figure of Jitsi's check for the same."""
REOPEN_AFTER_S = 7.2
"""From STALLED on: 8 s after the last frame."""

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


MicrophoneEvent = MicFrame | MicrophoneOpened | MicrophoneClosed | MicrophoneFailed | DevicesTold
LOST = frozenset({Mic.STALLED, Mic.BLOCKED, Mic.GONE})
"""It is wanted, and nobody can be heard through it."""


class Microphone:
    """Follows the device, and has it or another one opened again.

    Attributes:
        state: What it does.
        switch: Which device it is.
    """

    def __init__(self) -> None:
        self.state = Mic.OFF
        self.switch = Switch()
        self._failed: tuple[Fault, float] | None = None  # why it was GONE last, and since when
        self._silence = Silence()
        self._witness = Witness()
        self._change_by = 0.0  # until then frames may still be of the one that is given up
        self._blanks = 0  # in a row, the newest frame included
        self._reopening = Reopening()

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        again_at = None if self._reopening.is_under_way else self._reopening.deadline
        ours = (self._silence.deadline, self._witness.deadline, again_at)
        return min((at for at in ours if at is not None), default=None)

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

    def open(self, now: float) -> list[Action]:
        """Begin to listen."""
        self.state = Mic.OPENING
        self._blanks = 0
        self._silence.expect(now + OPENING_S)
        return self._ask()

    def close(self) -> list[Action]:
        """Listen no more."""
        self.state = Mic.OFF if self.state is Mic.OFF else Mic.CLOSING
        self._silence.rest()
        self._witness.rest()
        self._reopening = Reopening()
        return [CloseMicrophone()]

    def use(self, label: str | None, now: float) -> list[Action]:
        """Listen to this device from now on; None for the system's own, as it changes."""
        self.switch.choose(label)
        return self._change(now)

    def undo(self, now: float) -> list[Action]:
        """Go back to the device for which another one stands in."""
        return self._change(now) if self.switch.undo() else []

    def feed(self, event: MicrophoneEvent | Tick, now: float) -> list[Action]:
        """Take one event, return what is to be done."""
        match self.state, event:
            case _, DevicesTold():
                return self._look(event, now)
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
                return self._fail(fault, now)
            case _, Tick():
                return self._judge(now)
            case _:
                return []  # it says that it was closed, which was before it was asked for again

    def _hear(self, frame: MicFrame, now: float) -> None:
        if self.state is Mic.GONE and self._failed and frame.t <= self._failed[1]:
            return  # it was captured before, and comes late
        self._blanks = self._blanks + 1 if frame.is_blank else 0
        self.state = Mic.BLOCKED if self._blanks >= BLANK_FRAMES else Mic.LIVE
        self._silence.expect(max(now + STALL_S, self._change_by))
        self._witness.rest()
        self._reopening.rest()
        self.switch.live(now)

    def _opened(self, now: float) -> None:
        self._reopening.opened(now)
        self._change_by = 0.0
        if self.state is Mic.OPENING:
            self._silence.expect(now + OPENING_S)
        elif self.state in {Mic.STALLED, Mic.GONE}:
            is_one_of_many = self.switch.switched is not None and self.switch.has_another
            self._reopening.plan(now + (STALL_S if is_one_of_many else REOPEN_EVERY_S))

    def _fail(self, fault: Fault, now: float) -> list[Action]:
        was_gone = self.state is Mic.GONE
        self.state, self._failed = Mic.GONE, (fault, now)
        self._silence.rest()
        self._witness.rest()
        self._reopening.failed(now)
        return self._ask() if was_gone and self.switch.another(now) else self._reopen(now)

    def _judge(self, now: float) -> list[Action]:
        if self._silence.is_over(now):
            self.state = Mic.STALLED
            self._reopening.plan(now + REOPEN_AFTER_S)
            if self.switch.has_another:
                self._witness.doubt(now)
        return self._witness.ask(now) or self._reopen(now)

    def _look(self, told: DevicesTold, now: float) -> list[Action]:
        """Take the list of devices: is there reason to open one of them?"""
        was_listed = self.switch.is_listed
        if self.switch.tell(told.microphones, told.microphone):
            return self._change(now)
        if self._reopening.is_under_way:
            return []
        is_back = self.switch.is_listed and not was_listed
        match self.state:
            case Mic.GONE if is_back or self.switch.another(now):
                return self._ask()
            case Mic.STALLED if self._witness.answers(now) and self.switch.another(now):
                return self._ask()
            case _:
                return []

    def _change(self, now: float) -> list[Action]:
        """Open what is wanted now, in place of the device that is open."""
        if self.state in {Mic.OFF, Mic.CLOSING}:
            return []
        if self.state is Mic.LIVE:
            self.state = Mic.OPENING
        if self.state in {Mic.OPENING, Mic.BLOCKED}:  # else it is known that nothing comes
            self._change_by = now + OPENING_S
            self._silence.expect(self._change_by)
        self._blanks = 0
        self._witness.rest()
        return self._ask()

    def _reopen(self, now: float) -> list[Action]:
        if not self._reopening.is_due(now):
            return []
        if self._reopening.is_in_vain:
            self.switch.another(now)
        return self._ask()

    def _ask(self) -> list[Action]:
        self._reopening.begin()
        return [OpenMicrophone(self.switch.wanted)]
