"""Laws 1 to 4 for any mix of speech, silence, keys, lost frames and ticks of the clock.

The run knows what was captured and when, and judges each decision by that alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.core.events as ev
from app.core.activity import ActivityParams
from app.core.talk import Began, Decider, Ended, Grew, Talk, TalkDecision, TalkEvent, TalkParams
from tests.core.builders import captured, frame

SCORES = {"speech": 0.95, "soft": 0.4, "silence": 0.0}
KEYS = {
    "press": ev.TalkPressed(),
    "release": ev.TalkReleased(),
    "done": ev.Done(),
    "mute": ev.Mute(on=True),
    "unmute": ev.Mute(on=False),
    "pause": ev.Pause(),
    "resume": ev.Resume(),
}
STEP = st.tuples(
    st.sampled_from(["speech", "silence", "silence", "soft", "lost", *KEYS]), st.integers(1, 150)
)
WAITS = st.sampled_from([0.4, 2.0, 4.0])
SLACK_S = 0.1 + 1e-6  # law 3's
RUNS = settings(max_examples=40)


@dataclass
class Run:
    """One candidate at one microphone; ``story`` has every event with what came of it."""

    wait_s: float
    index: int = 0
    frames: dict[int, ev.MicFrame] = field(default_factory=dict)
    story: list[tuple[float, Talk, TalkEvent, list[TalkDecision]]] = field(default_factory=list)
    shown: list[tuple[Talk, float | None]] = field(default_factory=list)  # after each of them

    def __post_init__(self) -> None:
        self.talk = Decider(TalkParams(), ActivityParams(wait_s=self.wait_s))

    @property
    def now(self) -> float:
        """The time between two frames."""
        return self.index * ev.FRAME_S + 0.005

    def play(self, steps: list[tuple[str, int]]) -> None:
        for kind, count in steps:
            if kind in KEYS:
                self.tick_until(self.now)
                self.feed(KEYS[kind], self.now)
                continue
            for _ in range(count):
                self.capture(SCORES.get(kind))
        self.index += 2000
        self.tick_until(self.now)

    def capture(self, score: float | None) -> None:
        """Let 20 ms pass; a score of None is a frame that never comes."""
        one = frame(self.index, 0.0 if self.talk.state is Talk.MUTED else score or 0.0)
        self.tick_until(one.t)
        if score is not None and self.talk.state is not Talk.PAUSED:
            self.frames[one.index] = one
            self.feed(one, one.t)
        self.index += 1

    def tick_until(self, now: float) -> None:
        while (at := self.talk.deadline) is not None and at <= now:
            self.feed(ev.Tick(), at)
            assert self.talk.deadline != at, "a tick at its deadline is not asked for twice"

    def feed(self, event: TalkEvent, now: float) -> None:
        state = self.talk.state
        self.story.append((now, state, event, self.talk.feed(event, now)))
        self.shown.append((self.talk.state, self.talk.closing(now)))

    def decisions(self) -> list[TalkDecision]:
        return [one for _, _, _, decisions in self.story for one in decisions]


def run_of(wait_s: float, steps: list[tuple[str, int]]) -> Run:
    run = Run(wait_s)
    run.play(steps)
    return run


STEPS = st.lists(STEP, min_size=40, max_size=50)


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


@dataclass
class Judge:
    """Law 3: what is known of the utterance that is open, by the run's own account."""

    wait_s: float
    speech_t: float = 0.0
    frame_t: float = 0.0
    grace_until: float = 0.0

    def look(self, now: float, state: Talk, event: TalkEvent) -> None:
        match event:
            case ev.MicFrame(_, t, score):
                self.frame_t = t
                by_key = state in {Talk.HELD, Talk.RELEASING}
                if by_key or (state is not Talk.PAUSED and score >= 0.35):
                    self.speech_t = t
            case ev.Mute(on=True) if state not in {Talk.MUTED, Talk.PAUSED}:
                self.grace_until = now + 5.0

    def must_have_ended(self, now: float) -> bool:
        too_long = self.frame_t - self.speech_t >= self.wait_s + SLACK_S
        too_still = now >= self.frame_t + max(self.wait_s, 2.5) + SLACK_S
        return (too_long or too_still) and now >= self.grace_until + SLACK_S

    def may_end(self, now: float) -> bool:
        long_enough = self.frame_t - self.speech_t >= self.wait_s - 1e-6
        still_enough = now >= self.frame_t + max(self.wait_s, 2.5) - 1e-6
        return long_enough or still_enough


@RUNS
@given(WAITS, STEPS)
def test_hands_free_the_end_comes_with_the_clock_neither_late_nor_early(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Law 3."""
    run, judge, is_open = run_of(wait_s, steps), Judge(wait_s), False
    for now, state, event, decisions in run.story:
        judge.look(now, state, event)
        if any(isinstance(one, Began) for one in decisions):
            is_open, judge.grace_until = True, 0.0
        by_clock = isinstance(event, ev.MicFrame | ev.Tick)
        if Ended() in decisions:
            is_open = False
            if by_clock and state in {Talk.HANDS_FREE, Talk.MUTED}:
                assert judge.may_end(now)
                assert now >= judge.grace_until - 1e-6
        if is_open and by_clock and state in {Talk.HANDS_FREE, Talk.MUTED}:
            assert not judge.must_have_ended(now)


@RUNS
@given(WAITS, STEPS)
def test_the_turn_is_seen_to_close_in_every_pause_that_may_end_it_and_in_nothing_else(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """And never as closed before the wait is over."""
    run, judge, is_open = run_of(wait_s, steps), Judge(wait_s), False
    begins_s = min(0.7, wait_s / 2)
    for (now, state, event, decisions), (after, closing) in zip(run.story, run.shown, strict=True):
        judge.look(now, state, event)
        for decision in decisions:
            is_open = not isinstance(decision, Ended)
            judge.grace_until = 0.0 if isinstance(decision, Began) else judge.grace_until
        paused_s = judge.frame_t - judge.speech_t
        may_end = is_open and after in {Talk.HANDS_FREE, Talk.MUTED} and now >= judge.grace_until
        if closing is None:
            assert not (may_end and paused_s >= begins_s + 1e-6)
            continue
        assert may_end
        assert 0.0 <= closing <= 1.0
        assert paused_s >= begins_s - 1e-6, "none while the candidate talks"
        part = (paused_s - begins_s) / (wait_s - begins_s)
        assert closing == pytest.approx(min(1.0, part), abs=1e-6)


@RUNS
@given(WAITS, STEPS)
def test_while_a_key_is_held_only_the_candidate_or_a_dead_microphone_ends_it(
    wait_s: float, steps: list[tuple[str, int]]
) -> None:
    """Law 4."""
    run, newest_t = run_of(wait_s, steps), 0.0
    for now, state, event, decisions in run.story:
        if state is Talk.HELD and Ended() in decisions and isinstance(event, ev.Tick):
            assert now == newest_t + 10.0
        elif state is Talk.HELD and Ended() in decisions:
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
        if isinstance(event, ev.TalkPressed) and state not in {Talk.HELD, Talk.PAUSED}:
            pressed_at, heard = now, []
        heard += [event.score] if isinstance(event, ev.MicFrame) else []
        if not any(isinstance(one, Began) for one in decisions):
            continue
        assert isinstance(event, ev.MicFrame)
        assert state in {Talk.HANDS_FREE, Talk.HELD}
        is_speech = sum(score >= 0.5 for score in heard[-5:]) >= 4
        assert is_speech or (state is Talk.HELD and event.t - pressed_at >= 0.3 - 1e-6)


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


def test_frames_are_captured_when_their_last_sample_is() -> None:
    run = Run(2.0)
    run.capture(0.0)
    assert run.frames[0].t == captured(0) == 0.02
