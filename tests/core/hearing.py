"""A check of the sound led through by a test: frames by the clock, a tick after each."""

from __future__ import annotations

from app.core import check_events as ck
from app.core.check_devices import EchoMeasured
from app.core.check_figures import CheckFrame
from app.core.check_report import CheckReport, Step, Trouble, Verdict
from app.core.echo import Echo
from app.core.events import FRAME_S, EchoTold, MicFrame, Tick
from app.core.hearing_check import HearingCheck

ROOM = (0.02, -60.0, -48.0)  # score, level and peak in dBFS
SOFT = (0.9, -35.0, -22.0)
USUAL = (0.95, -24.0, -12.0)
_AS_SHIPPED = ck.HearingParams()


def frame(
    index: int,
    score: float,
    level: float,
    peak: float,
    *,
    clipped: bool = False,
    blank: bool = False,
) -> CheckFrame:
    """Return one frame; frame ``i`` is whole at (i + 1) * 20 ms."""
    mic = MicFrame(index, (index + 1) * FRAME_S, score, level, blank)
    return CheckFrame(mic, peak, clipped)


class Candidate:
    """Does what is asked, on devices that work unless told otherwise.

    Attributes:
        says: Score, level and peak by step; the room's where there is none.
        acts: All actions, in order.
        clipped: Steps in which every frame is clipped.
        microphone: What is wrong with it: BLOCKED gives zeros, STALLED nothing.
        plays: Whether the loudspeaker plays what it is given.
        yes: What they answer; None for nothing.
        echo: What is measured of the echo, and what is told to keep it out.
    """

    def __init__(
        self,
        *,
        asks: bool = True,
        echo: Echo = Echo.HALF_DUPLEX,
        params: ck.HearingParams = _AS_SHIPPED,
    ) -> None:
        self.check = HearingCheck(params, asks=asks, echo=echo)
        self.says = {Step.SOFT: SOFT, Step.NORMAL: USUAL}
        self.acts: list[ck.CheckAction] = []
        self.clipped: set[Step] = set()
        self.microphone: Trouble | None = None
        self.plays = True
        self.yes: bool | None = True
        self.echo: tuple[EchoMeasured, Echo | None] = (
            EchoMeasured(0.12, -20.0, 32.0),
            Echo.CANCELLED,
        )
        self.frames = 0
        self.playing_until: float | None = None

    @property
    def now(self) -> float:
        return self.frames * FRAME_S

    @property
    def step(self) -> Step | None:
        return self.check.view(self.now).step

    @property
    def report(self) -> CheckReport:
        return self.check.view(self.now).report

    @property
    def verdict(self) -> Verdict:
        return self.report.verdict

    def feed(self, event: ck.CheckEvent) -> None:
        for action in self.check.feed(event, self.now):
            self.acts.append(action)
            if isinstance(action, ck.PlayVoice | ck.PlaySample) and self.plays:
                self.playing_until = self.now + 2.0
                self.feed(ck.Playing(2.0))
            elif isinstance(action, ck.StopPlaying):
                self.playing_until = None

    def open(self, **trouble: Trouble) -> Candidate:
        self.feed(ck.Opened(**trouble))
        return self

    def go(self, seconds: float) -> Candidate:
        """Let time pass."""
        for _ in range(round(seconds / FRAME_S)):
            self._frame()
        return self

    def until(self, step: Step | None) -> Candidate:
        """Let time pass until a step begins, or all is over."""
        for _ in range(6000):
            if self.step is step:
                return self
            self._frame()
        raise AssertionError(f"it stays in {self.step}")

    def _frame(self) -> None:
        step = self.step
        if self.microphone is not Trouble.STALLED:
            score, level, peak = self.says.get(step, ROOM) if step else ROOM
            clipped, blank = step in self.clipped, self.microphone is Trouble.BLOCKED
            one = frame(self.frames, score, level, peak, clipped=clipped, blank=blank)
            self.frames += 1
            self.feed(one)
        else:
            self.frames += 1
        if self.playing_until is not None and self.now >= self.playing_until:
            self.playing_until = None
            self.feed(ck.PlayedOut())
        if step is Step.ECHO:
            measured, mode = self.echo
            self.feed(measured)
            if mode is not None:
                self.feed(EchoTold(mode))
        if step is Step.HEARD and self.yes is not None:
            self.feed(ck.Answer(self.yes))
        self.feed(Tick())
