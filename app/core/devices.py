"""What microphone and disk told last: level, gaps, faults, room, and how far behind the disk is."""

from __future__ import annotations

from app.core.actions import Action
from app.core.entries import Gap, MicrophoneLost, SpaceJudged, note
from app.core.events import DeviceEvent, DiskTold, MicFrame, MicrophoneFailed, StoreFailed
from app.core.faults import Fault, StoreFault
from app.core.space import Room, SpaceParams, judge
from app.core.view import DiskView


class Devices:
    """Remembers, and says when the disk must end the interview: then ``store`` is a fault.

    Args:
        params: When the disk is too full, or too slow.
        next_frame: The first frame that the record does not have yet.

    Attributes:
        level_dbfs: Of the newest frame.
        microphone: Why there is none, or None.
        store: Why nothing can be kept, or why the disk made us stop, or None.
        disk: What the disk is like.
    """

    def __init__(self, params: SpaceParams, next_frame: int = 0) -> None:
        self._params = params
        self._next_frame = next_frame
        self.level_dbfs = -96.0
        self.microphone: Fault | None = None
        self.store: Fault | None = None
        self.disk = DiskView()

    def feed(self, event: DeviceEvent) -> list[Action]:
        """Take what a device told; return what to write down of it."""
        match event:
            case MicFrame(index, _, _, level_dbfs):
                self.level_dbfs, self.microphone = level_dbfs, None
                first, self._next_frame = self._next_frame, index + 1
                return [note(Gap(first, index - first))] if index > first else []
            case MicrophoneFailed(fault):
                self.microphone = fault
                return [note(MicrophoneLost(type(fault).__name__))]
            case StoreFailed(fault):
                self.store = fault
                return []
            case DiskTold():
                return self._look(event)
            case _:  # for now: the machines of microphone and loudspeaker will take these
                return []

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
