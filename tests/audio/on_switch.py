"""The core's devices on real ones, in a process of their own: what the engine does, and no more."""

from __future__ import annotations

import time
from typing import Any

import app.core.actions as act
import app.core.events as ev
from app.audio.device_watch import DeviceWatch
from app.core.devices import Devices
from app.core.space import SpaceParams
from tests.audio.on_device import Desk, answer_all


class SwitchDesk(Desk):
    """What may be asked besides."""

    def __init__(self) -> None:
        super().__init__()
        self._core = Devices(SpaceParams())
        self._watch = DeviceWatch(lambda told: self._told.append(lambda: told))
        self._device.on_list = self._watch.again
        self._notes: list[list[Any]] = []
        self._newest = 0.0

    def begin(self, microphone: str | None, speaker: str | None) -> None:
        self._core.choose(microphone, speaker)
        self._speaker.open(speaker).result()
        self._watch.start()
        now = time.perf_counter()
        self._carry_out(self._core.begin(now, now))

    def wish(self, intent: str, *arguments: Any) -> None:
        self._feed(getattr(ev, intent)(*arguments))

    def step(self) -> dict[str, Any]:
        """Do what is due; return how it stands, and what was noted since the last call."""
        for frame, _ in self._device.heard(muted=False):
            self._newest = time.perf_counter()
            self._feed(frame)
        told, self._told[:] = list(self._told), []
        for news in told:  # each judged when it is its turn
            if (event := news()) is not None:
                self._feed(event)
        at = self._core.deadline
        if at is not None and at <= time.perf_counter():
            self._feed(ev.Tick())
        notes, self._notes = self._notes, []
        ways = self._core.microphone.switch, self._core.loudspeaker.switch
        switched = ways[0].switched
        return {
            "state": self._core.microphone.state.name,
            "microphone": ways[0].name,
            "speaker": ways[1].name,
            "labels": ways[0].labels,
            "switched": switched and [switched.lost, switched.taken],
            "notes": notes,
            "quiet_s": time.perf_counter() - self._newest,
        }

    def _feed(self, event: ev.DeviceInput | ev.Tick) -> None:
        self._carry_out(self._core.feed(event, time.perf_counter()))

    def _carry_out(self, actions: list[act.Action]) -> None:
        for action in actions:
            if isinstance(action, act.Note):
                self._notes.append([action.kind, *action.payload.values()])
            else:
                self._device.obey(action)


if __name__ == "__main__":
    answer_all(SwitchDesk())
