"""The guided check of the sound: what is to be done next, and what has come of it?

    QUIET 3 s -> SOFT 5 s -> NORMAL 5 s -> PLAYBACK -> HEARD? -> ECHO -> over

Each step ends by the clock, whatever the devices do; a step whose device does not work is passed
over, and what can still be checked is. A step may be skipped, and any may be done again: then that
one alone, with what hangs on it. The caller feeds all waiting frames ahead of a ``Tick``, which it
feeds 30 times a second.

It holds no sound: frames are named by number, and their sound is the caller's, to be dropped.
"""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import Any

from app.core import check_events as ck
from app.core import check_figures as figures
from app.core.check_devices import CheckedMicrophone, EchoMeasured, EchoWitness
from app.core.check_figures import CheckFrame
from app.core.check_report import CheckReport, Heard, Outcome, Step, Trouble
from app.core.echo import Echo
from app.core.events import EchoTold, Tick

_LISTENS = frozenset({Step.QUIET, Step.SOFT, Step.NORMAL})
_NEEDS_MICROPHONE = _LISTENS | {Step.ECHO}
_NEEDS_SPEAKER = frozenset({Step.PLAYBACK, Step.ECHO})
_HANG_ON = {Step.NORMAL: (Step.PLAYBACK, Step.HEARD), Step.PLAYBACK: (Step.HEARD,)}
_FIGURE = {Step.QUIET: "quiet", Step.SOFT: "soft", Step.NORMAL: "normal", Step.ECHO: "echo"}


class _Sounding(enum.Enum):
    """The loudspeaker in a step."""

    NOT_YET = enum.auto()
    ASKED = enum.auto()
    OVER = enum.auto()


class HearingCheck:
    """Leads through the check.

    Args:
        params: How long the steps last.
        asks: Whether there is somebody to be asked.
        echo: What keeps the interviewer out before more is known.
    """

    def __init__(self, params: ck.HearingParams, *, asks: bool, echo: Echo) -> None:
        self._params = params
        steps = [step for step in Step if asks or step is not Step.HEARD]
        self._report = CheckReport(outcomes=dict.fromkeys(steps, Outcome.WAITING))
        self._step: Step | None = None
        self._began, self._until = 0.0, 0.0
        self._sounding = _Sounding.NOT_YET
        self._has_voice = False
        self._frames: list[CheckFrame] = []  # of this step
        self._microphone = CheckedMicrophone()
        self._echo = EchoWitness(echo)

    @property
    def is_over(self) -> bool:
        """Whether every step has come to something."""
        open_ones = {Outcome.WAITING, Outcome.RUNNING}
        return not open_ones & set(self._report.outcomes.values())

    def view(self, now: float) -> ck.CheckView:
        """Return what is shown now, at a time in seconds."""
        began = self._began
        whole = max(self._until - began, 1e-9)
        progress = min(1.0, max(0.0, (now - began) / whole)) if self._step else 0.0
        return ck.CheckView(
            step=self._step,
            is_ready=self._step is not None and now >= began,
            progress=progress,
            is_over=self.is_over,
            plays_voice=self._has_voice,
            report=self._report,
        )

    def feed(self, event: ck.CheckEvent, now: float) -> list[ck.CheckAction]:
        """Take one event, return what is to be done."""
        match event:
            case CheckFrame():
                self._hear(event, now)
                return []
            case ck.Opened(microphone, speaker):
                self._microphone.begin(now)
                if microphone is not None:
                    self._microphone.lose()
                self._learn(microphone=microphone, speaker=speaker)
                return self._go_on(now) if self._step is None else []
            case ck.MicrophoneLost():
                self._microphone.lose()
                return self._give_up(_NEEDS_MICROPHONE, now, microphone=Trouble.MISSING)
            case ck.SpeakerLost():
                return self._give_up(_NEEDS_SPEAKER, now, speaker=Trouble.MISSING)
            case EchoTold(mode):
                self._echo.mode = mode
                return []
            case EchoMeasured():
                self._echo.measure(event)
                return []
            case ck.Playing(length_s):
                self._until = now + length_s
                return []
            case ck.PlayedOut():
                return self._played_out(now)
            case Tick():
                return self._judge(now)
            case _:
                return self._obey(event, now)

    def _obey(self, intent: ck.CheckIntent, now: float) -> list[ck.CheckAction]:
        match intent:
            case ck.Skip():
                return self._end(Outcome.SKIPPED, now) if self._step else []
            case ck.Answer(yes):
                if self._step is not Step.HEARD:
                    return []
                self._learn(heard=Heard.YES if yes else Heard.NO)
                return self._end(Outcome.DONE, now)
            case _:
                again = intent.step or self._step
                return [] if again is None else self._repeat(again, now)

    def _hear(self, frame: CheckFrame, now: float) -> None:
        self._microphone.hear(frame.mic, now)
        if self._step in _LISTENS and self._began < frame.mic.t <= self._until:
            self._frames.append(frame)
        elif self._step is Step.ECHO and self._sounding is not _Sounding.NOT_YET:
            self._echo.hear(frame.mic)

    # --- one step after the other

    def _go_on(self, now: float) -> list[ck.CheckAction]:
        """Begin the next step that can be done."""
        for step, outcome in self._report.outcomes.items():
            if outcome is Outcome.WAITING:
                if not self._lacks(step, now):
                    return self._begin(step, now)
                self._mark(step, Outcome.IMPOSSIBLE)
        self._step = None
        return []

    def _lacks(self, step: Step, now: float) -> bool:
        """Whether a step cannot be done now; what is in its way is kept."""
        if step in _NEEDS_MICROPHONE:
            self._learn(microphone=self._microphone.trouble(now))
            if self._report.microphone is not None:
                return True
        if step in _NEEDS_SPEAKER:
            return self._report.speaker is not None
        is_played = self._report.outcomes[Step.PLAYBACK] is Outcome.DONE
        return step is Step.HEARD and not is_played

    def _begin(self, step: Step, now: float) -> list[ck.CheckAction]:
        self._mark(step, Outcome.RUNNING)
        self._step, self._frames = step, []
        self._sounding = _Sounding.NOT_YET
        params = self._params
        match step:
            case Step.PLAYBACK:
                self._began, self._until = now, now + params.late_s
                self._sounding = _Sounding.ASKED
                return [ck.PlayVoice() if self._has_voice else ck.PlaySample()]
            case Step.HEARD:
                self._began, self._until = now, now + params.answer_s
            case Step.ECHO:
                self._echo.begin()
                self._began, self._until = now + params.lead_s, now + params.lead_s + params.late_s
                return [ck.MeasureEcho()]
            case _:
                length_s = params.quiet_s if step is Step.QUIET else params.speech_s
                self._began = now + params.lead_s
                self._until = self._began + length_s
        return []

    def _judge(self, now: float) -> list[ck.CheckAction]:
        """Look at the clock."""
        match self._step:
            case None:
                return []
            case Step.PLAYBACK | Step.ECHO:
                return self._judge_sound(now)
            case Step.HEARD:
                if now < self._until:
                    return []
                self._learn(heard=Heard.UNANSWERED)
                return self._end(Outcome.SKIPPED, now)
            case _:
                return self._conclude(now) if now >= self._until else []

    def _judge_sound(self, now: float) -> list[ck.CheckAction]:
        if self._sounding is _Sounding.NOT_YET and now >= self._began:
            self._sounding = _Sounding.ASKED
            return [ck.PlaySample()]
        if self._sounding is _Sounding.OVER and now >= self._until:
            return self._conclude(now)
        if self._sounding is _Sounding.ASKED and now >= self._until + self._params.late_s:
            return self._give_up(_NEEDS_SPEAKER, now, speaker=Trouble.STALLED)
        return []

    def _played_out(self, now: float) -> list[ck.CheckAction]:
        if self._sounding is not _Sounding.ASKED:
            return []
        self._sounding = _Sounding.OVER
        if self._step is Step.PLAYBACK:
            return self._end(Outcome.DONE, now)
        self._until = now + self._params.tail_s
        return []

    def _conclude(self, now: float) -> list[ck.CheckAction]:
        """Make figures of what was heard in a step, if anything was."""
        assert self._step is not None
        trouble = self._microphone.trouble(now)
        if trouble is None and self._step in _LISTENS and not self._frames:
            trouble = Trouble.STALLED
        if trouble is not None:
            return self._give_up(_NEEDS_MICROPHONE, now, microphone=trouble)
        actions: list[ck.CheckAction] = []
        match self._step:
            case Step.QUIET:
                self._learn(quiet=figures.quiet_figures(self._frames))
            case Step.SOFT:
                self._learn(soft=figures.speech_figures(self._frames))
            case Step.NORMAL:
                self._learn(normal=figures.speech_figures(self._frames))
                span = figures.voice_span(self._frames)
                self._has_voice = span is not None
                actions += [ck.TakeVoice(*span)] if span else []
            case _:
                self._learn(echo=self._echo.figures)
        return [*actions, *self._end(Outcome.DONE, now)]

    def _give_up(
        self, needing: frozenset[Step], now: float, **trouble: Trouble
    ) -> list[ck.CheckAction]:
        """Keep what is wrong with a device; end the step that needs it."""
        self._learn(**trouble)
        return self._end(Outcome.IMPOSSIBLE, now) if self._step in needing else []

    def _end(self, outcome: Outcome, now: float) -> list[ck.CheckAction]:
        assert self._step is not None
        self._mark(self._step, outcome)
        is_sounding = self._sounding is _Sounding.ASKED
        self._sounding = _Sounding.NOT_YET
        return [*([ck.StopPlaying()] if is_sounding else []), *self._go_on(now)]

    def _repeat(self, step: Step, now: float) -> list[ck.CheckAction]:
        """Do a step again, and what hangs on it."""
        is_sounding = self._sounding is _Sounding.ASKED
        if self._step is not None:
            self._mark(self._step, Outcome.WAITING)
        if self._report.speaker is Trouble.STALLED:
            self._learn(speaker=None)  # it may play by now
        for one in (step, *_HANG_ON.get(step, ())):
            if one in self._report.outcomes:
                self._mark(one, Outcome.WAITING)
        self._sounding = _Sounding.NOT_YET
        return [*([ck.StopPlaying()] if is_sounding else []), *self._go_on(now)]

    def _mark(self, step: Step, outcome: Outcome) -> None:
        """Keep what came of a step; where it begins anew its figures are forgotten."""
        known: dict[str, Any] = {"outcomes": {**self._report.outcomes, step: outcome}}
        if outcome is not Outcome.DONE and step in _FIGURE:
            known[_FIGURE[step]] = None
        if step is Step.HEARD and outcome in {Outcome.WAITING, Outcome.RUNNING}:
            known["heard"] = Heard.NOT_ASKED
        self._learn(**known)

    def _learn(self, **known: Any) -> None:
        self._report = replace(self._report, **known)
