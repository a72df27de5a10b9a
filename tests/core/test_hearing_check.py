from __future__ import annotations

import pytest

from app.core import check_events as ck
from app.core.check_report import Heard, Mark, Outcome, Step, Trouble, Verdict
from app.core.echo import Echo
from app.core.events import Tick
from tests.core.hearing import ROOM, Candidate


def outcomes(candidate: Candidate) -> list[Outcome]:
    return list(candidate.report.outcomes.values())


def test_a_candidate_who_does_what_is_asked_on_devices_that_work_is_ready() -> None:
    candidate = Candidate().open().until(None)
    assert candidate.verdict is Verdict.READY
    assert outcomes(candidate) == [Outcome.DONE] * 6
    voice = [ck.TakeVoice, ck.PlayVoice]
    assert [type(one) for one in candidate.acts] == [*voice, ck.MeasureEcho, ck.PlaySample]
    assert candidate.report.heard is Heard.YES
    assert candidate.report.echo is not None
    assert candidate.report.echo.delay_s == 0.12
    assert candidate.now == pytest.approx(3 + 1 + 5 + 1 + 5 + 1 + 2 + 1 + 2 + 0.6, abs=0.2)


def test_each_step_shows_how_far_it_is() -> None:
    candidate = Candidate()
    before = candidate.check.view(0.0)
    assert (before.step, before.progress, before.is_over, before.is_ready) == (
        None,
        0,
        False,
        False,
    )
    candidate.open().go(0.98)
    assert not candidate.check.view(candidate.now).is_ready, "there is time to read"
    candidate.go(1.52)
    view = candidate.check.view(candidate.now)
    assert (view.step, view.is_ready) == (Step.QUIET, True)
    assert view.progress == pytest.approx(0.5, abs=0.02)
    over = candidate.until(None).check.view(candidate.now)
    assert (over.is_over, over.progress, over.plays_voice) == (True, 0.0, True)


def test_the_voice_that_is_played_is_what_was_said_as_usual() -> None:
    candidate = Candidate().open().until(Step.NORMAL)
    began = candidate.frames
    candidate.until(Step.PLAYBACK)
    taken = candidate.acts[0]
    assert isinstance(taken, ck.TakeVoice)
    assert (taken.first - began, taken.last - began) == (50, 299), "without the time to read"


def test_where_nobody_spoke_a_sample_is_played_instead() -> None:
    candidate = Candidate()
    candidate.says = {}
    candidate.open().until(None)
    assert candidate.verdict is Verdict.NO_SPEECH
    assert candidate.acts == [ck.PlaySample(), ck.MeasureEcho(), ck.PlaySample()]


def test_nobody_is_asked_where_there_is_nobody() -> None:
    candidate = Candidate(asks=False).open().until(None)
    assert Step.HEARD not in candidate.report.outcomes
    assert candidate.report.heard is Heard.NOT_ASKED
    assert candidate.verdict is Verdict.READY


def test_who_does_not_answer_is_not_taken_to_have_heard() -> None:
    candidate = Candidate()
    candidate.yes = None
    candidate.open().until(Step.HEARD).go(29.9)
    assert candidate.step is Step.HEARD
    candidate.until(None)
    assert (candidate.report.heard, candidate.verdict) == (Heard.UNANSWERED, Verdict.INCOMPLETE)
    assert candidate.report.mark(Step.HEARD) is Mark.UNKNOWN


def test_who_did_not_hear_is_told_so() -> None:
    candidate = Candidate()
    candidate.yes = False
    candidate.open().until(None)
    assert (candidate.report.heard, candidate.verdict) == (Heard.NO, Verdict.NOT_HEARD)


def test_an_answer_to_no_question_is_none() -> None:
    candidate = Candidate().open().go(1.0)
    candidate.feed(ck.Answer(yes=True))
    assert (candidate.step, candidate.report.heard) == (Step.QUIET, Heard.NOT_ASKED)


# --- devices that do not work


@pytest.mark.parametrize("blank", [True, False])
def test_without_a_voice_the_loudspeaker_is_still_checked(blank: bool) -> None:
    candidate = Candidate()
    candidate.microphone = Trouble.BLOCKED if blank else Trouble.STALLED
    candidate.open().until(None)
    assert candidate.report.microphone is candidate.microphone
    assert outcomes(candidate) == [
        *[Outcome.IMPOSSIBLE] * 3,
        *[Outcome.DONE] * 2,
        Outcome.IMPOSSIBLE,
    ]
    assert candidate.now < 8, "what cannot be heard is not waited for"


def test_a_microphone_that_is_not_there_is_not_waited_for() -> None:
    candidate = Candidate()
    candidate.microphone = Trouble.STALLED
    candidate.open(microphone=Trouble.MISSING)
    assert candidate.step is Step.PLAYBACK
    assert candidate.until(None).verdict is Verdict.NO_MICROPHONE


def test_with_no_device_at_all_it_is_over_at_once() -> None:
    candidate = Candidate().open(microphone=Trouble.MISSING, speaker=Trouble.MISSING)
    assert candidate.check.is_over
    assert outcomes(candidate) == [Outcome.IMPOSSIBLE] * 6
    assert candidate.verdict is Verdict.NO_MICROPHONE


def test_a_microphone_that_gives_too_little_to_judge_has_stalled() -> None:
    candidate = Candidate().open().go(0.9)
    candidate.microphone = Trouble.STALLED
    candidate.go(3.2)
    assert candidate.report.microphone is Trouble.STALLED


def test_a_step_too_short_for_a_frame_has_no_figures() -> None:
    candidate = Candidate(params=ck.HearingParams(quiet_s=0.0, lead_s=0.0)).open()
    candidate.feed(Tick())
    assert candidate.report.outcomes[Step.QUIET] is Outcome.IMPOSSIBLE
    assert candidate.step is Step.SOFT, "nothing is known against the microphone"
    assert candidate.until(None).verdict is Verdict.INCOMPLETE


def test_a_microphone_that_is_lost_ends_the_step_that_needs_it() -> None:
    candidate = Candidate().open().until(Step.SOFT).go(2.0)
    candidate.feed(ck.MicrophoneLost())
    candidate.microphone = Trouble.STALLED
    assert (candidate.step, candidate.report.microphone) == (Step.PLAYBACK, Trouble.MISSING)
    candidate.feed(ck.MicrophoneLost())
    assert candidate.step is Step.PLAYBACK, "which does not need it"
    assert candidate.until(None).verdict is Verdict.NO_MICROPHONE


def test_a_loudspeaker_that_is_lost_ends_the_step_that_needs_it() -> None:
    candidate = Candidate().open().until(Step.PLAYBACK).go(1.0)
    candidate.feed(ck.SpeakerLost())
    assert candidate.acts[-1] == ck.StopPlaying()
    assert candidate.check.is_over
    assert candidate.verdict is Verdict.NO_SPEAKER


def test_a_loudspeaker_that_plays_nothing_is_given_up() -> None:
    candidate = Candidate()
    candidate.plays = False
    candidate.open().until(Step.PLAYBACK)
    began = candidate.now
    candidate.until(None)
    assert candidate.now - began == pytest.approx(6.0, abs=0.1)
    assert candidate.verdict is Verdict.SPEAKER_SILENT
    candidate.plays = True
    candidate.feed(ck.Repeat(Step.PLAYBACK))
    candidate.until(None)
    candidate.feed(ck.Repeat(Step.ECHO))
    assert candidate.until(None).verdict is Verdict.READY, "it plays by now"


def test_what_stalls_while_the_interviewer_is_played_measures_nothing() -> None:
    candidate = Candidate().open().until(Step.ECHO).go(1.5)
    candidate.microphone = Trouble.STALLED
    candidate.until(None)
    assert (candidate.report.echo, candidate.verdict) == (None, Verdict.STALLED)


def test_devices_that_are_opened_again_do_not_begin_a_second_step() -> None:
    candidate = Candidate().open().go(1.5)
    candidate.feed(ck.Opened())
    assert candidate.step is Step.QUIET
    assert outcomes(candidate).count(Outcome.RUNNING) == 1


# --- skipped and done again


def test_a_step_that_is_skipped_is_missing_in_the_end() -> None:
    candidate = Candidate().open().until(Step.SOFT)
    candidate.feed(ck.Skip())
    assert candidate.step is Step.NORMAL
    candidate.until(None)
    assert candidate.verdict is Verdict.INCOMPLETE
    candidate.feed(ck.Skip())
    assert candidate.check.is_over, "there is nothing to skip"
    candidate.feed(ck.Repeat())
    assert candidate.check.is_over, "nor to repeat, unless it is named"
    candidate.feed(ck.Repeat(Step.SOFT))
    assert candidate.step is Step.SOFT
    assert candidate.until(None).verdict is Verdict.READY
    assert [type(one) for one in candidate.acts].count(ck.PlayVoice) == 1, "that one alone"


def test_what_is_played_is_silent_when_it_is_skipped_or_begun_again() -> None:
    candidate = Candidate().open().until(Step.PLAYBACK).go(1.0)
    candidate.feed(ck.Repeat())
    assert candidate.acts[-2:] == [ck.StopPlaying(), ck.PlayVoice()]
    candidate.feed(ck.Skip())
    assert candidate.acts[-2:] == [ck.StopPlaying(), ck.MeasureEcho()]
    assert candidate.step is Step.ECHO, "nobody is asked about what was not played"
    candidate.feed(ck.PlayedOut())
    candidate.acts.clear()
    candidate.until(None)
    assert candidate.acts == [ck.PlaySample()], "what was played out was something else"


def test_who_asks_to_hear_it_again_is_asked_again() -> None:
    candidate = Candidate()
    candidate.yes = None
    candidate.open().until(Step.HEARD)
    candidate.feed(ck.Repeat(Step.PLAYBACK))
    assert candidate.step is Step.PLAYBACK
    candidate.yes = True
    assert candidate.until(None).verdict is Verdict.READY


def test_a_voice_that_is_said_again_is_played_again() -> None:
    candidate = Candidate(asks=False).open().until(None)
    candidate.acts.clear()
    candidate.says[Step.NORMAL] = ROOM
    candidate.feed(ck.Repeat(Step.NORMAL))
    assert candidate.report.normal is None
    candidate.until(None)
    assert candidate.verdict is Verdict.NO_SPEECH
    assert ck.PlaySample() in candidate.acts, "the voice of before is not theirs to hear"


# --- the echo


def test_the_interviewer_alone_that_sounds_like_the_candidate_is_a_false_start() -> None:
    candidate = Candidate()
    candidate.says[Step.ECHO] = (0.95, -30.0, -20.0)
    candidate.open().until(None)
    assert candidate.report.echo is not None
    assert candidate.report.echo.false_starts > 0
    assert candidate.verdict is Verdict.ECHO_USE_HEADPHONES
    candidate.says.pop(Step.ECHO)
    candidate.feed(ck.Repeat(Step.ECHO))
    assert candidate.until(None).verdict is Verdict.READY


def test_what_is_said_while_there_is_time_to_read_is_no_false_start() -> None:
    candidate = Candidate(echo=Echo.HEADPHONES)
    candidate.echo = (candidate.echo[0], None)
    candidate.open().until(Step.ECHO)
    candidate.says[Step.ECHO] = (0.95, -30.0, -20.0)
    candidate.go(0.9)
    candidate.says.pop(Step.ECHO)
    assert candidate.until(None).verdict is Verdict.READY
