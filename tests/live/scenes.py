"""Scenes of a probe, written down as they would have been seen."""

from __future__ import annotations

from app.core.events import (
    CandidateText,
    GenerationComplete,
    HandleGiven,
    Left,
    LinkOpened,
    ReplyAudio,
    ReplyText,
    TurnComplete,
)
from app.core.faults import LinkLost, Phase
from app.core.liveness import LivenessParams
from app.core.outgoing import Outgoing, Prompt, ToolResult, WindowEnd, WindowStart
from app.core.watchdog import WatchdogParams
from app.live.probe import Expected, Finding
from app.live.sightings import Dialled, Dropped, Ended, Event, Sightings

HALF_SECOND = bytes(24_000)
EXPECTED = Expected("gemini-3.8-live", 4.0, WatchdogParams(), LivenessParams())


class Scene:
    """Writes sightings down; every event comes 0.1 s after the one before."""

    def __init__(self) -> None:
        self.seen = Sightings()
        self.t = 0.0
        self.epoch = 0

    def see(self, *events: Event) -> Scene:
        for event in events:
            self.t = round(self.t + 0.1, 3)
            self.seen.add(self.t, event)
        return self

    def wait(self, seconds: float) -> Scene:
        self.t += seconds
        return self

    def dial(self, *, resumes: bool = False) -> Scene:
        self.epoch += 1
        return self.see(Dialled(self.epoch, resumes))

    def opened(self, *, resumes: bool = False) -> Scene:
        return self.dial(resumes=resumes).see(LinkOpened(self.epoch))

    def handle(self, handle: str | None = "h") -> Scene:
        return self.see(HandleGiven(self.epoch, handle))

    def left(self, item: Outgoing) -> Scene:
        return self.see(Left(self.epoch, item))

    def ask(self) -> Scene:
        return self.left(Prompt(1, 1, "Please."))

    def window(self) -> Scene:
        return self.left(WindowStart(1)).left(WindowEnd(1, (1,), 5))

    def begins(self) -> Scene:
        return self.left(WindowStart(1))

    def transcript(self) -> Scene:
        return self.see(CandidateText(self.epoch, "My answer."))

    def answers(self, call: str = "c") -> Scene:
        return self.left(ToolResult(call, "f", ""))

    def reply(self, text: str = "The code word is Amber.") -> Scene:
        epoch = self.epoch
        said = ReplyText(epoch, text) if text else GenerationComplete(epoch)
        return self.see(
            ReplyAudio(epoch, HALF_SECOND), said, GenerationComplete(epoch), TurnComplete(epoch)
        )

    def ends(self, code: int | None, phase: Phase = Phase.OPEN) -> Scene:
        return self.see(Ended(self.epoch, phase, code, "why", LinkLost("why")))

    def drop(self) -> Scene:
        return self.see(Dropped(self.epoch))


def told(finding: Finding) -> tuple[str, str]:
    return finding.check.value, finding.verdict.value
