"""Who decides when the candidate speaks: the detector, or the candidate's own keys?

    HANDS_FREE --- Talk down ---> HELD --- Talk up ---> RELEASING --- 250 ms ---> HANDS_FREE
        |  ^                       ^                        |  |
        |  |                       +------- Talk down ------+  | second tap, Toggle
      Mute |  (Talk down unmutes:  +------- Talk down ----+    v
        v  |   to press is to speak)                      +- LOCKED --- Toggle ---> RELEASING
      MUTED          any --- Pause ---> PAUSED --- Resume ---> HANDS_FREE

The candidate's key wins: while it is held or locked the detector neither opens nor closes an
utterance. Done and Pause close the present one now. Muted frames arrive as silence; for five
seconds the end is not judged, so that a cough does not end an answer. A tap on the key (300 ms at
most; ``keys``) without speech is nothing, or Done where an utterance was open. With speech under it
a tap on what was open is a slip, and the utterance goes on by the detector.

Out come ``Began``, ``Grew`` and ``Ended``: one utterance at a time, whose frames are whatever was
captured between, pre-roll first. Pre-roll reaches neither behind the utterance before nor over a
gap. The caller feeds every frame captured before a ``Tick`` ahead of it.
"""

from __future__ import annotations

import enum

from app.core.activity import Activity, ActivityParams, Ear, Speech
from app.core.events import (
    FRAME_S,
    ChooseWait,
    Done,
    MicFrame,
    Mute,
    Pause,
    Resume,
    TalkIntent,
    TalkPressed,
    TalkReleased,
    TalkToggled,
    Tick,
)
from app.core.keys import Press, TalkKey, TalkParams
from app.core.patience import Patience, PatienceParams, Wait
from app.core.utterance import Began, Ended, Grew, TalkDecision

__all__ = ["Began", "Decider", "Ended", "Grew", "Talk", "TalkDecision", "TalkEvent", "TalkParams"]


class Talk(enum.Enum):
    """Who decides."""

    HANDS_FREE = enum.auto()
    """The detector."""
    HELD = enum.auto()
    """The candidate, who holds the key."""
    RELEASING = enum.auto()
    """The candidate, who has just let go; the last syllable is still taken."""
    LOCKED = enum.auto()
    """The candidate, who need not hold the key for it."""
    MUTED = enum.auto()
    """Nobody: silence stands in place of sound."""
    PAUSED = enum.auto()
    """Nobody: the microphone is closed."""


TalkEvent = MicFrame | TalkIntent | Pause | Resume | Tick

_BY_CLOCK = {Talk.HANDS_FREE, Talk.MUTED}
_BY_KEY = {Talk.HELD, Talk.RELEASING, Talk.LOCKED}


class Decider:
    """Turns frames and keys into utterances.

    Attributes:
        state: Who decides.
        is_talking: Whether an utterance is open. Not a state of its own: each of HANDS_FREE, HELD,
            LOCKED and MUTED is met with one and without.
        patience: How long a pause may be.
    """

    def __init__(
        self, params: TalkParams, activity: ActivityParams, patience: PatienceParams | None = None
    ) -> None:
        self._params = params
        self.patience = Patience(patience or PatienceParams(), activity.wait_s)
        self.state = Talk.HANDS_FREE
        self.is_talking = False
        self._activity = Activity(activity)
        self._key = TalkKey(params)
        self._since = 0.0  # when `state` began
        self._not_before = 0.0  # the end is not judged before this
        self._newest: MicFrame | None = None
        self._floor = 0  # pre-roll reaches back to this frame, no further

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        if self.state is Talk.RELEASING:
            return self._key.ends_at
        if not self.is_talking:
            return None
        if self.state in {Talk.HELD, Talk.LOCKED}:
            return self._lost_at
        over = self._activity.deadline
        assert over is not None, "an utterance without a key has speech"
        return max(over, self._not_before)

    def closing(self, now: float) -> float | None:
        """Return how near a pause is to ending the turn, in [0, 1], or None while it is not.

        Args:
            now: Seconds.
        """
        by_clock = self.state in _BY_CLOCK and now >= self._not_before
        if not self.is_talking or not by_clock:
            return None
        return self._activity.closing(self._params.closing_after_s)

    def locked_s(self, now: float) -> float | None:
        """Return how long the microphone has been locked, in seconds, or None."""
        return now - self._since if self.state is Talk.LOCKED else None

    def feed(self, event: TalkEvent, now: float, ear: Ear = Ear.OPEN) -> list[TalkDecision]:
        """Take one event, return what became of the utterance, in order."""
        match event:
            case ChooseWait(wait):
                self._choose(wait)
                return []
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
                self._key.forget(now)
                if self.state is not Talk.MUTED:
                    self._become(Talk.HANDS_FREE, now)
                return self._end()
            case Pause():
                self._key.forget(now)
                self._become(Talk.PAUSED, now)
                return self._end()
            case _:
                self._turn_key(event, now)
                return []

    def _turn_key(self, event: TalkEvent, now: float) -> None:
        """Change who decides; the utterance goes on."""
        match event:
            case TalkPressed():
                self._press(now)
            case TalkReleased():
                if self._key.release(now) not in {None, Press.LOCK}:
                    self._release(now)
            case TalkToggled():
                self._key.forget(now)
                if self.state in {Talk.HELD, Talk.LOCKED}:
                    self._release(now)
                else:
                    self._take(Talk.LOCKED, now)
            case Mute(on=True) if self.state is not Talk.MUTED:
                self._key.forget(now)
                self._not_before = now + self._params.mute_grace_s
                if self.state is not Talk.HANDS_FREE:
                    self._keep_speech()
                self._become(Talk.MUTED, now)
            case Mute(on=False) if self.state is Talk.MUTED:
                self._become(Talk.HANDS_FREE, now)
            case _:
                pass  # a key that means nothing here

    def _press(self, now: float) -> None:
        is_locked = self.state is Talk.LOCKED
        press = self._key.press(now, is_locked=is_locked, is_talking=self.is_talking)
        if press is not None:
            self._take(Talk.LOCKED if press is Press.LOCK else Talk.HELD, now)

    def _take(self, state: Talk, now: float) -> None:
        self._activity.silence()
        self._become(state, now)

    def _release(self, now: float) -> None:
        self._become(Talk.RELEASING if self.is_talking else Talk.HANDS_FREE, now)

    def _choose(self, wait: Wait) -> None:
        """Wait so; a pause that goes on begins anew, as a choice must not end a turn."""
        if wait is self.patience.wait:
            return
        self.patience.choose(wait)
        self._activity.wait_s = self.patience.wait_s
        if self.state in _BY_CLOCK:
            self._keep_speech()

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
            if self.state in _BY_CLOCK:
                self._activity.hear(frame, ear)
            elif self._key.covers(frame.t):
                self._activity.hear(frame, Ear.OPEN)
            decisions.append(Grew(frame.index, self._last_speech(frame)))
        return decisions + self._judge(frame.t)

    def _opens(self, frame: MicFrame, ear: Ear) -> bool:
        """Whether this frame opens an utterance."""
        if self.state is Talk.HANDS_FREE or self._was_before(frame):
            return self._activity.hear(frame, ear)
        if self.state not in {Talk.HELD, Talk.LOCKED}:
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
        if self.state in _BY_KEY and not self._was_before(frame):
            held = int((frame.t - self._since) / FRAME_S)
            onset = max(frame.index - held, self._floor)
            self._activity.silence()
        # When its first sample was captured; the frames between lie side by side.
        self.patience.began(frame.t - (frame.index - onset + 1) * FRAME_S)
        self._activity.wait_s = self.patience.wait_s
        preroll = round(self._params.preroll_s / FRAME_S)
        first = max(min(onset, frame.index) - preroll, self._floor)
        self.is_talking = True
        self._not_before = frame.t  # an earlier cough is not this utterance's
        return Began(first, max(onset, first), frame.index)

    def _judge(self, now: float) -> list[TalkDecision]:
        """End the utterance if its time has come."""
        match self.state:
            case Talk.RELEASING if now >= self._key.ends_at:
                return self._let_go()
            case Talk.HELD | Talk.LOCKED if self.is_talking and now >= self._lost_at:
                return self._end()
            case Talk.HANDS_FREE | Talk.MUTED if now >= self._not_before:
                return self._end_of_pause(now) if self._activity.is_over(now) else []
            case _:
                return []

    def _let_go(self) -> list[TalkDecision]:
        """End what the key held; a slip of the finger, in the midst of speech, ends nothing."""
        is_slip = self._key.is_tap and self._activity.state is Speech.SPEAKING
        if is_slip:
            self._keep_speech()
        self.state = Talk.HANDS_FREE
        return [] if is_slip else self._end()

    def _end_of_pause(self, now: float) -> list[TalkDecision]:
        if self._activity.paused_s >= self._activity.wait_s:  # else the microphone has stopped
            self.patience.ended(now)
        return self._end()

    @property
    def _lost_at(self) -> float:
        """When a microphone that delivers nothing ends what the key holds open, in seconds."""
        assert self._newest is not None, "an utterance has frames"
        return self._newest.t + self._params.held_lost_frames_s

    def _keep_speech(self) -> None:
        """Let an utterance go on by the clock, as if heard until now."""
        if self.is_talking:
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
        return frame.index if self.state in _BY_KEY else self._activity.last_speech
