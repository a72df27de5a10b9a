"""A microphone with a clock, for its tests."""

from __future__ import annotations

from app.core.actions import Action, OpenMicrophone
from app.core.events import (
    FRAME_S,
    DevicesTold,
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    Tick,
)
from app.core.faults import DeviceFault
from app.core.microphone import Mic, Microphone

GONE = DeviceFault("The microphone is gone.")
OPEN = [OpenMicrophone()]


class Bench:
    """A microphone with a clock."""

    def __init__(self) -> None:
        self.microphone = Microphone()
        self.now = 0.0
        self._index = 0

    def feed(
        self, event: MicrophoneOpened | MicrophoneClosed | MicrophoneFailed | DevicesTold
    ) -> list[Action]:
        return self.microphone.feed(event, self.now)

    def hear(self, seconds: float = FRAME_S, *, is_blank: bool = False) -> list[Mic]:
        """Let frames come; return the states on the way, without repeats."""
        states = list[Mic]()
        for _ in range(round(seconds / FRAME_S)):
            self.now += FRAME_S
            frame = MicFrame(self._index, self.now, 0.0, -60.0, is_blank)
            self._index += 1
            assert self.microphone.feed(frame, self.now) == []
            states += [] if states[-1:] == [self.microphone.state] else [self.microphone.state]
        return states

    def wait(self, seconds: float) -> list[tuple[float, Action]]:
        """Let time pass; return what was asked for, and after how long."""
        began, until, asked = self.now, self.now + seconds, list[tuple[float, Action]]()
        while (at := self.microphone.deadline) is not None and at <= until:
            self.now = max(self.now, at)
            actions = self.microphone.feed(Tick(), self.now)
            asked += [(round(self.now - began, 2), one) for one in actions]
        self.now = until
        return asked

    @property
    def state(self) -> Mic:
        return self.microphone.state


def told(*labels: str, default: str | None = "Mic") -> DevicesTold:
    return DevicesTold(labels, (), default, None)


def opened(bench: Bench, label: str) -> None:
    bench.microphone.switch.opened(label)  # as ``Devices`` does
    assert bench.feed(MicrophoneOpened(label)) == []


def opening(label: str | None) -> list[Action]:
    return [OpenMicrophone(label)]
