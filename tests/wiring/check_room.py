"""A candidate in a room, on sound devices that nobody has: blocks at the devices' own pace."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from app.audio.portaudio import PortAudio
from app.audio.worker import DeviceWorker
from app.core import check_events as ck
from app.core.check_report import CheckReport, Step
from app.core.faults import Fault
from app.wiring.hearing_check import GuidedCheck, Shown, Wanted
from tests.audio.fake_library import FakeLibrary, FakeStream
from tests.audio.room import answer, blocks, interviewer

QUICK = ck.HearingParams(quiet_s=0.4, speech_s=1.6, lead_s=0.6, tail_s=0.3, late_s=1.0)
SPEAKS = frozenset({Step.SOFT, Step.NORMAL})
DELAY_BLOCKS, ECHO = 6, 0.1  # 120 ms, -20 dB


def voice(dbfs: float = -24.0) -> list[bytes]:
    """Return seconds of speech without a pause at its beginning."""
    sound = answer(0, dbfs)
    return blocks(sound[int(np.argmax(np.abs(sound) > 600)) :])


def sentence(seconds: float) -> bytes:
    """Return what the interviewer says: mono int16 at 24 kHz."""
    return interviewer(seconds).astype(np.int16)[::2].tobytes()


@dataclass
class Room:
    """Delivers what the microphone hears and takes what the loudspeaker plays.

    Attributes:
        library: The devices.
        views: Every view that was shown with another step than the one before.
        levels: Every pair of levels that was shown.
        pulled: Every block of the loudspeaker.
        told: The faults that were shown last.
    """

    library: FakeLibrary = field(default_factory=FakeLibrary)
    views: list[ck.CheckView] = field(default_factory=list)
    levels: list[tuple[float, float]] = field(default_factory=list)
    pulled: list[bytes] = field(default_factory=list)
    told: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.worker = DeviceWorker(PortAudio(self.library.load))
        self.shown = Shown(self._view, lambda *two: self.levels.append(two))
        self._echo = deque([bytes(1920)] * DELAY_BLOCKS)
        self._said = voice()
        self._noise = np.random.default_rng(1)

    def check(self, wanted: Wanted, seconds: float = 0.5) -> GuidedCheck:
        """Return a check in this room."""
        return GuidedCheck(self.worker, wanted, self.shown, sentence(seconds))

    @property
    def step(self) -> Step | None:
        return self.views[-1].step if self.views else None

    async def hold(self, check: GuidedCheck) -> CheckReport:
        """Hold the check to its end."""
        holding = asyncio.create_task(check.hold())
        await self.until(holding.done)
        return await holding

    async def until(self, is_so: object) -> None:
        """Let sound and time pass until something is so; pytest's own limit ends a wait in vain."""
        assert callable(is_so)
        due = time.perf_counter()
        while not is_so():
            if time.perf_counter() >= due:
                due += 0.02
                self._pass()
            await asyncio.sleep(0.001)

    def _pass(self) -> None:
        for stream in self.library.streams:
            if stream.active and self._plays(stream):
                self.pulled.append(stream.fetch())
                self._echo.append(self.pulled[-1])
        heard = self._hear()
        for stream in self.library.streams:
            if stream.active and not self._plays(stream):
                stream.deliver(heard)

    @staticmethod
    def _plays(stream: FakeStream) -> bool:
        return stream.wanted["device"] == 1

    def _hear(self) -> bytes:
        heard = self._noise.normal(0, 20, 960)
        heard += ECHO * np.frombuffer(self._echo.popleft() if self._echo else bytes(1920), np.int16)
        if self.step in SPEAKS and self.views[-1].is_ready:
            heard += np.frombuffer(self._said[0], np.int16)
            self._said.append(self._said.pop(0))
        return np.clip(np.rint(heard), -32768, 32767).astype(np.int16).tobytes()

    def _view(self, view: ck.CheckView, faults: list[Fault]) -> None:
        self.told = list(faults)
        before = self.views[-1] if self.views else None
        if before is None or (before.step, before.is_ready) != (view.step, view.is_ready):
            self.views.append(view)
