"""One candidate at one microphone, and what is known of it, for the laws of who speaks when."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st

import app.core.events as ev
from app.core.activity import ActivityParams
from app.core.patience import Wait
from app.core.talk import Began, Decider, Ended, Talk, TalkDecision, TalkEvent, TalkParams
from tests.core.builders import captured, frame

SCORES = {"speech": 0.95, "soft": 0.4, "silence": 0.0}
KEYS = {
    "press": ev.TalkPressed(),
    "release": ev.TalkReleased(),
    "toggle": ev.TalkToggled(),
    "done": ev.Done(),
    "mute": ev.Mute(on=True),
    "unmute": ev.Mute(on=False),
    "pause": ev.Pause(),
    "resume": ev.Resume(),
    **{wait.value: ev.ChooseWait(wait) for wait in Wait},
}
HELD = {Talk.HELD, Talk.LOCKED}
BY_KEY = {*HELD, Talk.RELEASING}
BY_CLOCK = {Talk.HANDS_FREE, Talk.MUTED}
HEARD = st.sampled_from(["speech", "silence", "silence", "soft", "lost"])
HANDS = ("tap", "double tap", "mumble")
STEP = st.tuples(HEARD | st.sampled_from([*KEYS, *HANDS]), st.integers(1, 150)) | st.tuples(
    HEARD | st.sampled_from(["press", "release", "press", "release", "done"]), st.integers(1, 14)
)
STEPS = st.lists(STEP, min_size=40, max_size=50)
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
        self.play_on(steps)
        self.index += 2000
        self.tick_until(self.now)

    def play_on(self, steps: list[tuple[str, int]]) -> None:
        for kind, count in steps:
            if kind in KEYS:
                self.touch(KEYS[kind])
                continue
            if kind in HANDS:
                self.play_on(_short(kind, count))
                continue
            for _ in range(count):
                self.capture(SCORES.get(kind))

    def touch(self, key: TalkEvent) -> None:
        self.tick_until(self.now)
        self.feed(key, self.now)

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


def _short(kind: str, count: int) -> list[tuple[str, int]]:
    """Return a tap of up to 280 ms, two of them, or a burst that is too short to be speech."""
    if kind == "mumble":
        return [("speech", 1 + count % 3), ("silence", 10)]
    tap = [("press", 0), ("silence", 1 + count % 14), ("release", 0), ("silence", 1 + count % 20)]
    return tap if kind == "tap" else [*tap, *tap]


def run_of(wait_s: float, steps: list[tuple[str, int]]) -> Run:
    run = Run(wait_s)
    run.play(steps)
    return run


@dataclass
class Judge:
    """Law 3: what is known of the utterance that is open, by the run's own account."""

    standard_s: float
    chosen: Wait = Wait.STANDARD
    learnt_s: float = 0.0
    ended_at: float | None = None
    wait_s: float = 0.0  # of the utterance that is open
    is_open: bool = False
    speech_t: float = 0.0
    frame_t: float = 0.0
    grace_until: float = 0.0

    def look(self, now: float, state: Talk, event: TalkEvent) -> None:
        match event:
            case ev.MicFrame(_, t, score):
                self.frame_t = t
                if state in BY_KEY or (state is not Talk.PAUSED and score >= 0.35):
                    self.speech_t = t
            case ev.Mute(on=True) if state not in {Talk.MUTED, Talk.PAUSED}:
                self.grace_until = now + 5.0
            case ev.ChooseWait(wait) if wait is not self.chosen:
                self.chosen, self.learnt_s, self.ended_at = wait, 0.0, None
                self.wait_s = self._base_s
                self.speech_t = self.frame_t

    def follow(self, now: float, state: Talk, event: TalkEvent, done: list[TalkDecision]) -> None:
        """Take what was decided, after it was judged."""
        for decision in done:
            self.is_open = not isinstance(decision, Ended)
            if isinstance(decision, Began):
                assert isinstance(event, ev.MicFrame)
                self._learn(captured(decision.onset - 1))
                self.wait_s, self.grace_until = self._base_s + self.learnt_s, 0.0
            elif isinstance(decision, Ended) and state in BY_CLOCK:
                by_clock = isinstance(event, ev.MicFrame | ev.Tick)
                paused = self.frame_t - self.speech_t >= self.wait_s - 1e-6
                self.ended_at = now if by_clock and paused else self.ended_at

    def _learn(self, onset_t: float) -> None:
        if self.ended_at is not None:
            is_back = onset_t - self.ended_at <= 1.5 + 1e-9
            learnt_s = self.learnt_s + (0.3 if is_back else -0.1)
            self.learnt_s, self.ended_at = min(1.5, max(0.0, learnt_s)), None

    @property
    def _base_s(self) -> float:
        own = {Wait.QUICK: 1.0, Wait.PATIENT: 3.5, Wait.ONLY_DONE: math.inf}
        return own.get(self.chosen, self.standard_s)

    @property
    def lost_s(self) -> float:
        return 10.0 if math.isinf(self.wait_s) else max(self.wait_s, 2.5)

    def must_have_ended(self, now: float) -> bool:
        too_long = self.frame_t - self.speech_t >= self.wait_s + SLACK_S
        too_still = now >= self.frame_t + self.lost_s + SLACK_S
        return (too_long or too_still) and now >= self.grace_until + SLACK_S

    def may_end(self, now: float) -> bool:
        long_enough = self.frame_t - self.speech_t >= self.wait_s - 1e-6
        still_enough = now >= self.frame_t + self.lost_s - 1e-6
        return long_enough or still_enough

    def closing(self) -> float | None:
        """What is to be seen of the pause."""
        begins_s, paused_s = min(0.7, 0.7 * self.wait_s), self.frame_t - self.speech_t
        if math.isinf(self.wait_s) or paused_s < begins_s:
            return None
        return min(1.0, (paused_s - begins_s) / (self.wait_s - begins_s))
