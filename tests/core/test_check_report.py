from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.core.check_report import (
    CheckReport,
    EchoFigures,
    Heard,
    Mark,
    Outcome,
    QuietFigures,
    SpeechFigures,
    Step,
    Trouble,
    Verdict,
)
from app.core.echo import Echo

QUIET = QuietFigures(-60.0, -55.0, 0.0)
SOFT = SpeechFigures(-35.0, -22.0, 3.0, 0)
NORMAL = SpeechFigures(-24.0, -12.0, 4.0, 0)
ECHO = EchoFigures(Echo.CANCELLED, 0.12, -20.0, 32.0, 0)
DONE = dict.fromkeys(Step, Outcome.DONE)
WELL = CheckReport(None, None, QUIET, SOFT, NORMAL, Heard.YES, ECHO, DONE)


def test_ready_is_only_what_was_measured_and_is_well() -> None:
    assert WELL.verdict is Verdict.READY
    assert all(WELL.mark(step) is Mark.GOOD for step in Step)
    assert CheckReport().verdict is Verdict.INCOMPLETE
    assert all(CheckReport().mark(step) is Mark.UNKNOWN for step in Step)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.DONE])
def test_a_step_that_was_not_done_is_never_good(step: Step, outcome: Outcome) -> None:
    report = replace(WELL, outcomes={**DONE, step: outcome})
    assert report.verdict is Verdict.INCOMPLETE
    is_impossible = outcome is Outcome.IMPOSSIBLE
    assert report.mark(step) is (Mark.BAD if is_impossible else Mark.UNKNOWN)


def voice(**figures: Any) -> dict[str, SpeechFigures]:
    return {"normal": replace(NORMAL, **figures)}


CASES = [
    ({"microphone": Trouble.MISSING}, Verdict.NO_MICROPHONE, None),
    ({"microphone": Trouble.BLOCKED}, Verdict.BLOCKED, None),
    ({"microphone": Trouble.STALLED}, Verdict.STALLED, None),
    ({"speaker": Trouble.MISSING}, Verdict.NO_SPEAKER, None),
    ({"speaker": Trouble.STALLED}, Verdict.SPEAKER_SILENT, None),
    (voice(speech_s=0.98), Verdict.NO_SPEECH, Step.NORMAL),
    ({"heard": Heard.NO}, Verdict.NOT_HEARD, Step.HEARD),
    (voice(peak_dbfs=-35.1), Verdict.TOO_QUIET, Step.NORMAL),
    ({"soft": replace(SOFT, speech_s=0.98)}, Verdict.SOFT_UNHEARD, Step.SOFT),
    (voice(clips=3), Verdict.TOO_LOUD, Step.NORMAL),
    ({"quiet": replace(QUIET, speech_s=0.32)}, Verdict.VOICES, Step.QUIET),
    ({"quiet": replace(QUIET, level_dbfs=-38.9)}, Verdict.NOISY, Step.QUIET),
    ({"echo": replace(ECHO, false_starts=1)}, Verdict.ECHO_USE_HEADPHONES, Step.ECHO),
    ({"echo": replace(ECHO, mode=Echo.HALF_DUPLEX)}, Verdict.ECHO_USE_HEADPHONES, Step.ECHO),
]


@pytest.mark.parametrize(("wrong", "verdict", "step"), CASES)
def test_what_is_wrong_is_the_verdict_and_marks_its_step(
    wrong: dict[str, Any], verdict: Verdict, step: Step | None
) -> None:
    report = replace(WELL, **wrong)
    assert report.verdict is verdict
    marked = {one for one in Step if report.mark(one) is not Mark.GOOD}
    assert marked == ({step} if step else set())
    if step:
        assert report.mark(step) is Mark.BAD


def test_the_worst_is_told_first() -> None:
    report = WELL
    for at in range(len(CASES) - 1, -1, -1):
        wrong, verdict, _ = CASES[at]
        if "normal" in wrong and report.normal is not None:
            changed = {
                name: getattr(wrong["normal"], name)
                for name in ("peak_dbfs", "clips", "speech_s")
                if getattr(wrong["normal"], name) != getattr(NORMAL, name)
            }
            wrong = {"normal": replace(report.normal, **changed)}
        report = replace(report, **wrong)
        assert report.verdict is verdict
    order = list(Verdict)
    assert [order.index(verdict) for _, verdict, _ in CASES[:-1]] == list(range(13))


@pytest.mark.parametrize(
    ("peak", "mark"),
    [
        (-35.0, Mark.FAIR),
        (-18.1, Mark.FAIR),
        (-18.0, Mark.GOOD),
        (-6.0, Mark.GOOD),
        (-5.9, Mark.FAIR),
    ],
)
def test_a_voice_may_be_good_enough(peak: float, mark: Mark) -> None:
    report = replace(WELL, **voice(peak_dbfs=peak))
    assert (report.mark(Step.NORMAL), report.verdict) == (mark, Verdict.READY)


def test_clips_of_both_voices_count_together() -> None:
    report = replace(WELL, soft=replace(SOFT, clips=1), **voice(clips=1))
    assert (report.clips, report.verdict) == (2, Verdict.READY)
    assert replace(report, **voice(clips=2)).verdict is Verdict.TOO_LOUD


def test_a_voice_is_compared_with_the_room_only_where_both_are_known() -> None:
    assert WELL.snr_db == pytest.approx(36.0)
    assert replace(WELL, quiet=replace(QUIET, level_dbfs=-39.0)).verdict is Verdict.READY
    assert replace(WELL, quiet=None).snr_db is None
    assert replace(WELL, normal=None).snr_db is None
    assert replace(WELL, **voice(speech_s=0.5)).snr_db is None
    assert replace(WELL, quiet=replace(QUIET, speech_s=1.0)).snr_db is None, "that was no noise"


def test_a_soft_voice_is_missed_only_where_the_usual_one_is_heard() -> None:
    nobody = replace(WELL, soft=replace(SOFT, speech_s=0.0), **voice(speech_s=0.0))
    assert nobody.verdict is Verdict.NO_SPEECH
    assert replace(WELL, soft=None).mark(Step.SOFT) is Mark.BAD


def test_an_echo_that_the_room_hides_is_none_whoever_keeps_it_out() -> None:
    hidden = replace(ECHO, mode=Echo.HALF_DUPLEX, arrives_db=None, delay_s=None)
    assert replace(WELL, echo=hidden).verdict is Verdict.READY
    assert replace(WELL, echo=replace(ECHO, mode=Echo.HEADPHONES)).verdict is Verdict.READY
