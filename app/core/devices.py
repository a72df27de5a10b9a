"""What microphone, loudspeaker and disk told last, and what of it the journal keeps.

What each device does is its own machine's affair (``microphone``, ``loudspeaker``, ``space``); here
is what they have in common with the record: gaps, losses, and where on the timeline a time lies.
"""

from __future__ import annotations

from app.core.actions import Action
from app.core.entries import (
    Gap,
    MicrophoneBack,
    MicrophoneLost,
    MicrophoneSwitched,
    SpaceJudged,
    SpeakerBack,
    SpeakerLost,
    note,
)
from app.core.events import (
    FRAME_S,
    DeviceInput,
    DevicesTold,
    DiskTold,
    MicFrame,
    MicrophoneOpened,
    Played,
    SpeakerFailed,
    SpeakerOpened,
    StoreFailed,
    Tick,
    UndoSwitch,
    UseMicrophone,
    UseSpeaker,
)
from app.core.faults import Fault, StoreFault
from app.core.loudspeaker import Loudspeaker, SpeakerEvent
from app.core.microphone import LOST, Mic, Microphone, MicrophoneEvent
from app.core.space import Room, SpaceParams, judge
from app.core.timeline import MicClock
from app.core.view import DiskView

LEAST_GAP_S = 0.5
"""Frames that are less late than this at the end may only be under way."""


class Devices:
    """Remembers, and says when the disk must end the interview: then ``store`` is a fault.

    Args:
        params: When the disk is too full, or too slow.
        next_frame: The first frame that the record does not have yet.

    Attributes:
        microphone: Whether the candidate can be heard.
        loudspeaker: Whether the interviewer can.
        clock: Where on the timeline a time lies.
        level_dbfs: Of the newest frame.
        store: Why nothing can be kept, or why the disk made us stop, or None.
        disk: What the disk is like.
    """

    def __init__(self, params: SpaceParams, next_frame: int = 0) -> None:
        self._params = params
        self._next_frame = next_frame
        self.microphone = Microphone()
        self.loudspeaker = Loudspeaker()
        self.clock = MicClock()
        self.level_dbfs = -96.0
        self.store: Fault | None = None
        self.disk = DiskView()

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        theirs = (self.microphone.deadline, self.loudspeaker.deadline)
        return min((at for at in theirs if at is not None), default=None)

    def choose(self, microphone: str | None, speaker: str | None) -> None:
        """Before the interview: take which devices were chosen; None for the system's own."""
        self.microphone.switch.choose(microphone)
        self.loudspeaker.switch.choose(speaker)

    def begin(self, origin: float, now: float) -> list[Action]:
        """The interview begins; frame 0 was captured at ``origin``, in seconds."""
        self.clock.begin(origin)
        return self.microphone.open(now)

    def stop(self, now: float) -> list[Action]:
        """Listen no more: what was never captured until now is a gap like any other."""
        lacking = round(self.clock.at_s(now) / FRAME_S) - self._next_frame
        is_wanted = self.microphone.state not in {Mic.OFF, Mic.CLOSING}
        actions = self.microphone.close()
        if not is_wanted or lacking * FRAME_S < LEAST_GAP_S:
            return actions
        first, self._next_frame = self._next_frame, self._next_frame + lacking
        return [note(Gap(first, lacking)), *actions]

    def feed(self, event: DeviceInput | Tick, now: float) -> list[Action]:
        """Take what a device told; return what to write down of it, and what to do."""
        match event:
            case MicFrame():
                return self._hear(event, now)
            case StoreFailed(fault):
                self.store = fault
                return []
            case DiskTold():
                return self._look(event)
            case UseMicrophone(label):
                return self.microphone.use(label, now)
            case UndoSwitch():
                return self.microphone.undo(now)
            case UseSpeaker(label):
                return self.loudspeaker.use(label)
            case SpeakerOpened(label):
                self.loudspeaker.switch.opened(label)
                return self._follow_speaker(event, now)
            case Played() | SpeakerFailed():
                return self._follow_speaker(event, now)
            case Tick() | DevicesTold():
                return self._follow_microphone(event, now) + self._follow_speaker(event, now)
            case MicrophoneOpened(label):
                why = self.microphone.switch.opened(label)
                switched = [note(MicrophoneSwitched(label, why))] if why else []
                return [*switched, *self._follow_microphone(event, now)]
            case told:
                return self._follow_microphone(told, now)

    def _hear(self, frame: MicFrame, now: float) -> list[Action]:
        self.level_dbfs = frame.level_dbfs
        self.clock.hear(frame.index, frame.t)
        first, self._next_frame = self._next_frame, max(self._next_frame, frame.index + 1)
        gap = [note(Gap(first, frame.index - first))] if frame.index > first else []
        return gap + self._follow_microphone(frame, now)

    def _follow_microphone(self, event: MicrophoneEvent | Tick, now: float) -> list[Action]:
        was, actions = self.microphone.state, self.microphone.feed(event, now)
        state, fault = self.microphone.state, self.microphone.fault
        if state is was:
            return actions
        if fault is not None:
            return [note(MicrophoneLost(type(fault).__name__)), *actions]
        return [note(MicrophoneBack()), *actions] if was in LOST else actions

    def _follow_speaker(self, event: SpeakerEvent | Tick, now: float) -> list[Action]:
        was, actions = self.loudspeaker.state, self.loudspeaker.feed(event, now)
        state, fault = self.loudspeaker.state, self.loudspeaker.fault
        if state is was:
            return actions
        if fault is not None:
            return [note(SpeakerLost(type(fault).__name__)), *actions]
        return [note(SpeakerBack()), *actions]

    def _look(self, told: DiskTold) -> list[Action]:
        was, room = self.disk.room, judge(self._params, told.free_bytes)
        is_slow = told.behind_s >= self._params.slow_s
        self.disk = DiskView(room, told.free_bytes, told.behind_s if is_slow else None)
        if room is Room.SPENT:
            self.store = StoreFault(
                f"The disk is nearly full ({told.free_bytes // 1_000_000} MB are left), so the "
                "interview was stopped. Everything up to here is saved. Free some space, then go "
                "on with it."
            )
        elif told.behind_s >= self._params.full_s:
            self.store = StoreFault(
                f"The disk is too slow (it is {told.behind_s:.0f} s behind), so the interview was "
                "stopped before anything would be lost. Look after that disk, then go on with it."
            )
        return [] if room is was else [note(SpaceJudged(room.value, told.free_bytes))]
