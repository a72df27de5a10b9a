"""Every state of the page that checks the sound."""

from __future__ import annotations

from dataclasses import replace

from app.core.check_events import CheckView
from app.core.check_report import (
    CheckReport,
    EchoFigures,
    Heard,
    Outcome,
    QuietFigures,
    SpeechFigures,
    Step,
    Trouble,
)
from app.core.echo import Echo
from app.core.faults import DeviceFault, Fault

DONE = dict.fromkeys(Step, Outcome.DONE)
QUIET = QuietFigures(-61.2, -57.4, 0.0)
SOFT = SpeechFigures(-35.0, -21.6, 3.4, 0)
NORMAL = SpeechFigures(-24.0, -11.8, 4.2, 0)
ECHO = EchoFigures(Echo.CANCELLED, 0.124, -21.0, 34.0, 0)
WELL = CheckReport(None, None, QUIET, SOFT, NORMAL, Heard.YES, ECHO, DONE)
NOT_THERE = DeviceFault("No microphone was found. Connect one, or let a file stand in: --mic F")


def during(step: Step, progress: float = 0.4) -> CheckView:
    """Return the view in a step, all before it done."""
    steps = list(Step)
    at = steps.index(step)
    outcomes = dict.fromkeys(steps[:at], Outcome.DONE) | {step: Outcome.RUNNING}
    outcomes |= dict.fromkeys(steps[at + 1 :], Outcome.WAITING)
    report = replace(
        WELL,
        soft=SOFT if at > 1 else None,
        normal=NORMAL if at > 2 else None,
        heard=Heard.YES if at > 4 else Heard.NOT_ASKED,
        echo=None,
        outcomes=outcomes,
    )
    return CheckView(step, True, progress, False, True, report)


def over(report: CheckReport = WELL, **changed: Outcome) -> CheckView:
    """Return the view after the last step; outcomes that differ are named as their steps."""
    outcomes = {**report.outcomes, **{Step[name.upper()]: one for name, one in changed.items()}}
    return CheckView(None, False, 0.0, True, True, replace(report, outcomes=outcomes))


_NO = Outcome.IMPOSSIBLE
_UNHEARD = dict.fromkeys(("quiet", "soft", "normal", "echo"), _NO)
_NOTHING = replace(WELL, quiet=None, soft=None, normal=None, echo=None)
_WAITING = CheckReport(outcomes=dict.fromkeys(Step, Outcome.WAITING))
CHECKS: dict[str, tuple[CheckView, tuple[Fault, ...]]] = {
    "check-opening": (CheckView(None, False, 0.0, False, False, _WAITING), ()),
    **{f"check-{step.value}": (during(step), ()) for step in Step},
    "check-playback-sample": (replace(during(Step.PLAYBACK, 0.7), plays_voice=False), ()),
    "check-ready": (over(), ()),
    "check-ready-fair": (over(replace(WELL, normal=replace(NORMAL, peak_dbfs=-29.0))), ()),
    "check-no-microphone": (
        over(replace(_NOTHING, microphone=Trouble.MISSING), **_UNHEARD),
        (NOT_THERE,),
    ),
    "check-blocked": (over(replace(_NOTHING, microphone=Trouble.BLOCKED), **_UNHEARD), ()),
    "check-stalled": (over(replace(_NOTHING, microphone=Trouble.STALLED), **_UNHEARD), ()),
    "check-no-speaker": (
        over(replace(WELL, speaker=Trouble.MISSING, echo=None), playback=_NO, heard=_NO, echo=_NO),
        (),
    ),
    "check-speaker-silent": (
        over(replace(WELL, speaker=Trouble.STALLED, echo=None), playback=_NO, heard=_NO, echo=_NO),
        (),
    ),
    "check-no-speech": (
        over(replace(WELL, soft=replace(SOFT, speech_s=0.0), normal=replace(NORMAL, speech_s=0.0))),
        (),
    ),
    "check-not-heard": (over(replace(WELL, heard=Heard.NO)), ()),
    "check-too-quiet": (over(replace(WELL, normal=replace(NORMAL, peak_dbfs=-41.0))), ()),
    "check-soft-unheard": (over(replace(WELL, soft=replace(SOFT, speech_s=0.2))), ()),
    "check-too-loud": (over(replace(WELL, normal=replace(NORMAL, peak_dbfs=0.0, clips=7))), ()),
    "check-voices": (over(replace(WELL, quiet=replace(QUIET, speech_s=1.9))), ()),
    "check-noisy": (over(replace(WELL, quiet=replace(QUIET, level_dbfs=-34.0))), ()),
    "check-echo-taken": (over(replace(WELL, echo=replace(ECHO, false_starts=2))), ()),
    "check-echo-late": (
        over(replace(WELL, echo=EchoFigures(Echo.HALF_DUPLEX, 0.7, -12.0, 0.4, 0))),
        (),
    ),
    "check-incomplete": (
        over(replace(WELL, soft=None, echo=None), soft=Outcome.SKIPPED, echo=Outcome.SKIPPED),
        (),
    ),
}
