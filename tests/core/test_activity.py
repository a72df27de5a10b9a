from __future__ import annotations

import math

import pytest

from app.core.activity import Activity, ActivityParams, Ear, Speech
from app.core.events import MicFrame
from tests.core.builders import SILENCE, SPEECH, captured, frame, frames

WAIT_S = 2.0


@pytest.fixture
def activity() -> Activity:
    return Activity(ActivityParams(wait_s=WAIT_S))


def onset(activity: Activity, heard: list[MicFrame], ear: Ear = Ear.OPEN) -> int | None:
    """Return the frame with which the candidate began to speak, or None."""
    return next((each.index for each in heard if activity.hear(each, ear)), None)


# --- the onset


def test_a_tenth_of_a_second_of_speech_is_an_onset_at_its_first_frame(activity: Activity) -> None:
    assert onset(activity, [*frames(0, 10), *frames(10, 20, SPEECH)]) == 14
    assert (activity.state, activity.onset, activity.last_speech) == (Speech.SPEAKING, 10, 14)


def test_it_changes_to_speaking_once(activity: Activity) -> None:
    assert [activity.hear(each, Ear.OPEN) for each in frames(0, 7, SPEECH)].count(True) == 1


def test_a_click_is_no_onset_and_is_forgotten(activity: Activity) -> None:
    clicks = [one for n in range(0, 300, 6) for one in (*frames(n, 4, SPEECH), *frames(n + 4, 2))]
    assert onset(activity, clicks) is None
    assert onset(activity, frames(300, 5, SPEECH)) == 304
    assert activity.onset == 300


def test_a_soft_frame_within_the_run_up_puts_the_onset_off_without_moving_it(
    activity: Activity,
) -> None:
    assert onset(activity, [*frames(0, 4, SPEECH), frame(4), *frames(5, 9, SPEECH)]) == 7
    assert activity.onset == 0


def test_a_run_up_does_not_reach_over_frames_that_were_not_heard(activity: Activity) -> None:
    assert onset(activity, [*frames(0, 4, SPEECH), *frames(700, 4, SPEECH)]) is None
    assert onset(activity, frames(704, 1, SPEECH)) == 704
    assert activity.onset == 700


@pytest.mark.parametrize("ear", [Ear.OPEN, Ear.STRICT])
@pytest.mark.parametrize("run", range(1, 12))
def test_a_run_up_that_has_leaked_away_is_not_part_of_the_next(
    activity: Activity, ear: Ear, run: int
) -> None:
    threshold = 5 if ear is Ear.OPEN else 13
    run = min(run, threshold - 1)
    silence = -(-run // 2)
    onset(activity, [*frames(0, run, SPEECH), *frames(run, silence)], ear)
    assert onset(activity, frames(run + silence, 20, SPEECH), ear) is not None
    assert activity.onset == run + silence


@pytest.mark.parametrize(("score", "expected"), [(0.49, None), (0.5, 4)])
def test_a_frame_is_speech_from_one_half_on(
    activity: Activity, score: float, expected: int | None
) -> None:
    assert onset(activity, frames(0, 50, score)) == expected


@pytest.mark.parametrize(("score", "expected"), [(0.69, None), (0.7, 12)])
def test_only_clear_speech_of_a_quarter_second_interrupts_the_interviewer(
    activity: Activity, score: float, expected: int | None
) -> None:
    assert onset(activity, frames(0, 50, score), Ear.STRICT) == expected


def test_a_loudspeaker_is_never_taken_for_the_candidate(activity: Activity) -> None:
    assert onset(activity, frames(0, 500, SPEECH), Ear.CLOSED) is None
    assert onset(activity, frames(500, 5, SPEECH)) == 504


# --- the end


@pytest.fixture
def speaking(activity: Activity) -> Activity:
    onset(activity, frames(0, 5, SPEECH))
    return activity


def test_it_ends_within_a_tenth_of_a_second_of_the_wait(speaking: Activity) -> None:
    """Law 3."""
    for one in frames(5, 200):
        speaking.hear(one, Ear.OPEN)
        if speaking.is_over(one.t):
            assert WAIT_S <= one.t - captured(4) <= WAIT_S + 0.1
            return
    pytest.fail("it did not end")


@pytest.mark.parametrize(("score", "last"), [(0.34, 4), (0.35, 30)])
def test_while_speaking_softer_frames_count_as_speech(
    speaking: Activity, score: float, last: int
) -> None:
    onset(speaking, frames(5, 26, score))
    assert speaking.last_speech == last


def test_speech_goes_on_whatever_else_is_heard(speaking: Activity) -> None:
    onset(speaking, frames(5, 26, SPEECH), Ear.CLOSED)
    assert speaking.last_speech == 30


def test_when_frames_stop_the_clock_ends_it(speaking: Activity) -> None:
    """The second field report: a counter of silent frames never advanced."""
    assert speaking.deadline == pytest.approx(captured(4) + 2.5)
    assert not speaking.is_over(captured(4) + 2.49)
    assert speaking.is_over(captured(4) + 2.51)


def test_when_frames_stop_a_longer_wait_is_kept() -> None:
    patient = Activity(ActivityParams(wait_s=8.0))
    onset(patient, frames(0, 5, SPEECH))
    assert patient.deadline == pytest.approx(captured(4) + 8.0)


def test_a_pause_grows_with_the_frames_and_speech_begins_it_anew(speaking: Activity) -> None:
    assert (speaking.paused_s, speaking.wait_s) == (0.0, WAIT_S)
    onset(speaking, frames(5, 50))
    assert speaking.paused_s == pytest.approx(1.0)
    onset(speaking, frames(55, 1, SPEECH))
    assert speaking.paused_s == 0.0


@pytest.mark.parametrize(
    ("wait_s", "frames_of_pause", "closing"),
    [
        (1.0, 34, None),
        (1.0, 36, 0.0667),
        (1.0, 45, 0.6667),
        (2.0, 34, None),
        (2.0, 61, 0.4),
        (2.0, 200, 1.0),
        (3.5, 35, 0.0),
        (0.5, 17, None),
        (0.5, 20, 0.3333),
        (math.inf, 3000, None),
    ],
)
def test_a_pause_is_seen_to_close_from_0_7_s_on_or_in_the_last_third_of_a_short_wait(
    speaking: Activity, wait_s: float, frames_of_pause: int, closing: float | None
) -> None:
    speaking.wait_s = wait_s
    onset(speaking, frames(5, frames_of_pause))
    expected = None if closing is None else pytest.approx(closing, abs=1e-3)
    assert speaking.closing(0.7) == expected


def test_an_endless_wait_is_ended_by_ten_seconds_without_a_frame_and_by_nothing_else(
    speaking: Activity,
) -> None:
    """Law 3."""
    speaking.wait_s = math.inf
    onset(speaking, frames(5, 5000))
    heard = captured(5004)
    assert not speaking.is_over(heard + 9.9)
    assert speaking.deadline == pytest.approx(heard + 10.0)
    assert speaking.is_over(heard + 10.01)


def test_silence_has_no_end_and_no_deadline(activity: Activity) -> None:
    onset(activity, frames(0, 50))
    assert activity.deadline is None
    assert not activity.is_over(1000.0)


def test_speech_that_is_silenced_begins_anew(speaking: Activity) -> None:
    speaking.silence()
    assert (speaking.state, speaking.deadline) == (Speech.SILENT, None)
    assert onset(speaking, frames(10, 9, SPEECH)) == 14
    assert speaking.onset == 10


def test_speech_may_be_declared(activity: Activity) -> None:
    activity.begin(frame(7, SILENCE))
    assert (activity.state, activity.onset, activity.last_speech) == (Speech.SPEAKING, 7, 7)


@pytest.mark.parametrize(
    "params",
    [{"off": 0.0}, {"on": 0.3}, {"strict_on": 0.4}, {"strict_on": 1.1}],
)
def test_thresholds_that_make_no_sense_are_refused(params: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="need 0 < off"):
        ActivityParams(**params)


@pytest.mark.parametrize("wait_s", [0.1, 31.0])
def test_a_wait_out_of_bounds_is_refused(wait_s: float) -> None:
    with pytest.raises(ValueError, match=r"between 0\.2 and 30 s"):
        ActivityParams(wait_s=wait_s)
