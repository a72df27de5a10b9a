"""Who decides when the candidate speaks: the detector, or the candidate's own keys?

    HANDS_FREE --- Talk down ---> HELD --- Talk up ---> RELEASING --- 250 ms ---> HANDS_FREE
        |  ^                       ^                        |
        |  |                       +------- Talk down ------+
      Mute |  (Talk down unmutes: to press it is to speak)
        v  |
      MUTED          any --- Pause ---> PAUSED --- Resume ---> HANDS_FREE

The candidate's key wins: while it is held the detector neither opens nor closes an utterance.
Done and Pause close the present one now. Muted frames arrive as silence; for five seconds the end
is not judged, so that a cough does not end an answer. A tap on the key shorter than 300 ms, without
speech, is nothing.

Out come ``Began``, ``Grew`` and ``Ended``: one utterance at a time, whose frames are whatever was
captured between, pre-roll first. Pre-roll reaches neither behind the utterance before nor over a
gap. The caller feeds every frame captured before a ``Tick`` ahead of it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.activity import Activity, ActivityParams, Ear
from app.core.events import (
    FRAME_S,
    Done,
    MicFrame,
    Mute,
    Pause,
    Resume,
    TalkPressed,
    TalkReleased,
    Tick,
)


@dataclass(frozen=True, slots=True)
class TalkParams:
    """Times in seconds.

    The tail of 250 ms after the key is what users of push-to-talk ask for (100 to 500 ms). A pause
    is shown to close the turn from ``closing_after_s`` on: gaps within speech are shorter.
    """

    preroll_s: float = 0.5
    release_tail_s: float = 0.25
    shortest_hold_s: float = 0.3
    mute_grace_s: float = 5.0
    held_lost_frames_s: float = 10.0
    closing_after_s: float = 0.7

    def __post_init__(self) -> None:
        if not 0 <= self.preroll_s <= 2:
            msg = f"preroll_s is {self.preroll_s}; it must lie between 0 and 2 s"
            raise ValueError(msg)


class Talk(enum.Enum):
    """Who decides."""

    HANDS_FREE = enum.auto()
    """The detector."""
    HELD = enum.auto()
    """The candidate, who holds the key."""
    RELEASING = enum.auto()
    """The candidate, who has just let go; the last syllable is still taken."""
    MUTED = enum.auto()
    """Nobody: silence stands in place of sound."""
    PAUSED = enum.auto()
    """Nobody: the microphone is closed."""


@dataclass(frozen=True, slots=True)
class Began:
    """An utterance begins: frames ``first`` to ``newest``, speech from ``onset`` on."""

    first: int
    onset: int
    newest: int


@dataclass(frozen=True, slots=True)
class Grew:
    """Frame ``index`` belongs to the utterance; ``last_speech`` is its newest speech."""

    index: int
    last_speech: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance is over, with the newest frame that it has."""


TalkEvent = MicFrame | TalkPressed | TalkReleased | Done | Mute | Pause | Resume | Tick
TalkDecision = Began | Grew | Ended


class Decider:
    """Turns frames and keys into utterances.

    Attributes:
        state: Who decides.
        is_talking: Whether an utterance is open. Not a state of its own: each of HANDS_FREE, HELD,
            RELEASING and MUTED is met with one and without.
    """

    def __init__(self, params: TalkParams, activity: ActivityParams) -> None:
        self._params = params
        self.state = Talk.HANDS_FREE
        self.is_talking = False
        self._activity = Activity(activity)
        self._since = 0.0  # when `state` began
        self._not_before = 0.0  # the end is not judged before this
        self._newest: MicFrame | None = None
        self._floor = 0  # pre-roll reaches back to this frame, no further

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        if self.state is Talk.RELEASING:
            return self._since + self._params.release_tail_s
        if not self.is_talking:
            return None
        if self.state is Talk.HELD:
            return self._lost_at
        over = self._activity.deadline
        assert over is not None, "an utterance without a key has speech"
        return max(over, self._not_before)

    def closing(self, now: float) -> float | None:
        """Return how near a pause is to ending the turn, in [0, 1], or None while it is not.

        Args:
            now: Seconds.
        """
        by_clock = self.state in {Talk.HANDS_FREE, Talk.MUTED} and now >= self._not_before
        paused_s, wait_s = self._activity.pause
        begins_s = min(self._params.closing_after_s, wait_s / 2)
        if not self.is_talking or not by_clock or paused_s < begins_s:
            return None
        return min(1.0, (paused_s - begins_s) / (wait_s - begins_s))

    def feed(self, event: TalkEvent, now: float, ear: Ear = Ear.OPEN) -> list[TalkDecision]:
        """Take one event, return what became of the utterance, in order."""
        match event:
            case Resume() if self.state is Talk.PAUSED:
                self._become(Talk.HANDS_FREE, now)
                return []
            case _ if self.state is Talk.PAUSED:
                return []
            case MicFrame():
                return self._hear(event, ear)
            case Tick():
                return self._judge(now)
            case Done():
                if self.state is not Talk.MUTED:
                    self._become(Talk.HANDS_FREE, now)
                return self._end()
            case Pause():
                self._become(Talk.PAUSED, now)
                return self._end()
            case _:
                self._turn_key(event, now)
                return []

    def _turn_key(self, event: TalkEvent, now: float) -> None:
        """Change who decides; the utterance goes on."""
        match self.state, event:
            case ((Talk.HANDS_FREE | Talk.MUTED | Talk.RELEASING), TalkPressed()):
                self._activity.silence()
                self._become(Talk.HELD, now)
            case Talk.HELD, TalkReleased():
                self._become(Talk.RELEASING if self.is_talking else Talk.HANDS_FREE, now)
            case ((Talk.HANDS_FREE | Talk.HELD | Talk.RELEASING), Mute(on=True)):
                self._not_before = now + self._params.mute_grace_s
                self._keep_speech()
                self._become(Talk.MUTED, now)
            case Talk.MUTED, Mute(on=False):
                self._become(Talk.HANDS_FREE, now)
            case _:
                pass  # a key that means nothing here

    def _become(self, state: Talk, now: float) -> None:
        self.state, self._since = state, now

    def _hear(self, frame: MicFrame, ear: Ear) -> list[TalkDecision]:
        newest, self._newest = self._newest, frame
        if newest is None or frame.index != newest.index + 1:
            self._floor = max(self._floor, frame.index)  # never across a gap
        decisions: list[TalkDecision] = []
        if not self.is_talking and self._opens(frame, ear):
            decisions.append(self._begin(frame))
        elif self.is_talking:
            if self.state in {Talk.HANDS_FREE, Talk.MUTED}:
                self._activity.hear(frame, ear)
            decisions.append(Grew(frame.index, self._last_speech(frame)))
        return decisions + self._judge(frame.t)

    def _opens(self, frame: MicFrame, ear: Ear) -> bool:
        """Whether this frame opens an utterance."""
        if self.state is Talk.HANDS_FREE or self._was_before(frame):
            return self._activity.hear(frame, ear)
        if self.state is not Talk.HELD:
            return False
        # A tap is nothing, speech under a held key is something at once.
        return (
            self._activity.hear(frame, Ear.OPEN)
            or frame.t - self._since >= self._params.shortest_hold_s
        )

    def _was_before(self, frame: MicFrame) -> bool:
        """Whether a microphone that thaws delivers what was said before the present state."""
        return frame.t < self._since

    def _begin(self, frame: MicFrame) -> Began:
        onset = self._activity.onset
        if self.state is Talk.HELD and not self._was_before(frame):
            held = int((frame.t - self._since) / FRAME_S)
            onset = max(frame.index - held, self._floor)
            self._activity.silence()
        preroll = round(self._params.preroll_s / FRAME_S)
        first = max(min(onset, frame.index) - preroll, self._floor)
        self.is_talking = True
        self._not_before = frame.t  # an earlier cough is not this utterance's
        return Began(first, max(onset, first), frame.index)

    def _judge(self, now: float) -> list[TalkDecision]:
        """End the utterance if its time has come."""
        match self.state:
            case Talk.RELEASING if now >= self._since + self._params.release_tail_s:
                self.state = Talk.HANDS_FREE
                return self._end()
            case Talk.HELD if self.is_talking and now >= self._lost_at:
                return self._end()
            case Talk.HANDS_FREE | Talk.MUTED if now >= self._not_before:
                return self._end() if self._activity.is_over(now) else []
            case _:
                return []

    @property
    def _lost_at(self) -> float:
        """When a microphone that delivers nothing ends what the key holds open, in seconds."""
        assert self._newest is not None, "an utterance has frames"
        return self._newest.t + self._params.held_lost_frames_s

    def _keep_speech(self) -> None:
        """Let an utterance that a key began go on by the clock, as if heard until now."""
        if self.is_talking and self.state is not Talk.HANDS_FREE:
            assert self._newest is not None
            self._activity.begin(self._newest)

    def _end(self) -> list[TalkDecision]:
        self._activity.silence()
        if not self.is_talking:
            return []
        assert self._newest is not None
        self.is_talking = False
        self._floor = self._newest.index + 1
        return [Ended()]

    def _last_speech(self, frame: MicFrame) -> int:
        """Under the key every frame counts as speech."""
        by_key = self.state in {Talk.HELD, Talk.RELEASING}
        return frame.index if by_key else self._activity.last_speech
