"""Laws 1 to 4 for any mix of speech, silence, keys, lost frames and ticks of the clock.

The run knows what was captured and when, and judges each decision by that alone.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.core.events as ev
from app.core.talk import Began, Ended, Grew, Talk
from tests.core.builders import captured
from tests.core.talk_runs import BY_CLOCK, HELD, RUNS, STEPS, WAITS, Judge, Run, run_of


@RUNS
@given(WAITS, STEPS)
def test_utterances_come_one_by_one_with_every_frame_of_theirs_once(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Laws 1 and 5: no frame twice, none left out, and pre-roll only of what was captured."""
    run = run_of(wait_s, steps)
    newest, is_open = -1, False
    for decision in run.decisions():
        match decision:
            case Began(first, onset, last):
                assert not is_open
                assert newest < first <= onset <= last, "pre-roll never reaches back too far"
                assert all(index in run.frames for index in range(first, last + 1))
                assert onset - first <= 25
                newest, is_open = last, True
            case Grew(index, last_speech):
                assert is_open
                assert last_speech <= index
                between = range(newest + 1, index)
                assert index > newest
                assert not any(one in run.frames for one in between)
                newest = index
            case Ended():
                assert is_open
                is_open = False
    assert not is_open, "40 s after the last frame every utterance has ended"


@RUNS
@given(WAITS, STEPS)
def test_hands_free_the_end_comes_with_the_clock_neither_late_nor_early(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Law 3."""
    run, judge = run_of(wait_s, steps), Judge(wait_s)
    for now, state, event, decisions in run.story:
        judge.look(now, state, event)
        by_clock = isinstance(event, ev.MicFrame | ev.Tick) and state in BY_CLOCK
        if Ended() in decisions and by_clock:
            assert judge.may_end(now)
            assert now >= judge.grace_until - 1e-6
        judge.follow(now, state, event, decisions)
        if judge.is_open and by_clock:
            assert not judge.must_have_ended(now)


@RUNS
@given(WAITS, STEPS)
def test_the_turn_is_seen_to_close_in_every_pause_that_may_end_it_and_in_nothing_else(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """And never as closed before the wait is over."""
    run, judge = run_of(wait_s, steps), Judge(wait_s)
    for (now, state, event, decisions), (after, closing) in zip(run.story, run.shown, strict=True):
        judge.look(now, state, event)
        judge.follow(now, state, event, decisions)
        may_end = judge.is_open and after in BY_CLOCK and now >= judge.grace_until
        expected = judge.closing() if may_end else None
        if closing is None or expected is None:
            assert (closing or 0.0) + (expected or 0.0) <= 1e-6, "they differ by rounding at most"
            continue
        assert 0.0 <= closing <= 1.0
        assert closing == pytest.approx(expected, abs=1e-6)


@RUNS
@given(WAITS, STEPS)
def test_while_a_key_is_held_only_the_candidate_or_a_dead_microphone_ends_it(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Law 4."""
    run, newest_t = run_of(wait_s, steps), 0.0
    for now, state, event, decisions in run.story:
        if state in HELD and Ended() in decisions and isinstance(event, ev.Tick):
            assert now == newest_t + 10.0
        elif state in HELD and Ended() in decisions:
            assert isinstance(event, ev.Done | ev.Pause)
        newest_t = event.t if isinstance(event, ev.MicFrame) else newest_t


@RUNS
@given(WAITS, STEPS)
def test_nothing_begins_muted_paused_or_by_a_tap(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Laws 2 and 4: an onset or a key held for 300 ms, and no other beginning."""
    pressed_at, heard = 0.0, list[float]()
    for now, state, event, decisions in run_of(wait_s, steps).story:
        is_taken = isinstance(event, ev.TalkPressed | ev.TalkToggled) and state is not Talk.PAUSED
        if is_taken and state not in {Talk.HELD, Talk.LOCKED}:  # what is locked is taken already
            pressed_at, heard = now, []
        heard += [event.score] if isinstance(event, ev.MicFrame) else []
        if not any(isinstance(one, Began) for one in decisions):
            continue
        assert isinstance(event, ev.MicFrame)
        assert state in {Talk.HANDS_FREE, *HELD}
        is_speech = sum(score >= 0.5 for score in heard[-5:]) >= 4
        assert is_speech or (state in HELD and event.t - pressed_at >= 0.3 - 1e-6)


@RUNS
@given(WAITS, STEPS)
def test_done_and_pause_leave_nothing_open(wait_s: float, steps: list[tuple[str, int]]) -> None:
    """Law 4."""
    is_open = False
    for _, _, event, decisions in run_of(wait_s, steps).story:
        for decision in decisions:
            is_open = not isinstance(decision, Ended)
        assert not (is_open and isinstance(event, ev.Done | ev.Pause))


@given(st.integers(1, 14), st.integers(0, 200))
def test_a_tap_under_300_ms_begins_nothing_whenever_it_comes(held: int, before: int) -> None:
    """Law 2."""
    run = Run(2.0)
    run.play([("silence", before), ("press", 0), ("silence", held), ("release", 0)])
    assert run.decisions() == []


@RUNS
@given(WAITS, STEPS)
def test_two_taps_lock_and_a_third_gives_back_whatever_went_before(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Law 4: locked, no silence ends it; and nothing is open a tail after the third tap."""
    run = run_of(wait_s, steps)
    run.feed(ev.Resume(), run.now)
    run.feed(ev.Done(), run.now)
    run.play_on([("press", 0), ("silence", 3), ("release", 0), ("silence", 9), ("press", 0)])
    run.play_on([("silence", 4), ("release", 0), ("silence", 1500)])
    assert run.talk.state is Talk.LOCKED
    assert run.talk.is_talking
    run.play_on([("press", 0), ("silence", 5), ("release", 0), ("silence", 14)])
    assert run.talk.state is Talk.HANDS_FREE
    assert not run.talk.is_talking


def test_frames_are_captured_when_their_last_sample_is() -> None:
    run = Run(2.0)
    run.capture(0.0)
    assert run.frames[0].t == captured(0) == 0.02
