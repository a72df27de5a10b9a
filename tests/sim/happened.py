"""What the candidate did, and what the microphone did meanwhile: counted, so that it is known.

And law 2: what is shorter than an onset opens nothing.
"""

from __future__ import annotations

from collections import Counter, deque

import app.core.events as ev
from app.core.activity import ActivityParams
from app.core.talk import Talk
from tests.sim.desk import Desk, Fed

_PARAMS = ActivityParams()
_ONSET_FRAMES = 5  # of 20 ms, for 96 ms
_RECENT_FRAMES = 20  # an onset leaks: it may take longer than it lasts
_TAP_S = 0.3
_NAMES = {Talk.HELD: "held", Talk.LOCKED: "locked", Talk.MUTED: "muted", Talk.PAUSED: "paused"}


class Happened:
    """Looks on.

    Attributes:
        counts: How often what happened.
    """

    def __init__(self, desk: Desk) -> None:
        self._talk = desk.session.talk
        self.counts = Counter[str]()
        self._state = self._talk.state
        self._scores = deque[float](maxlen=_RECENT_FRAMES)
        self._burst = 0  # frames in a row that sound like speech, while nobody is taken to speak
        self._pressed_at = 0.0
        self._is_lost = False  # each attempt to open it fails anew

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        self._count(fed)
        if self._talk.state is not self._state:
            self._state = self._talk.state
            if name := _NAMES.get(self._state):
                self.counts[name] += 1
        if "utterance.began" in fed.notes and self._state is Talk.HANDS_FREE:
            loud = sum(one >= _PARAMS.on for one in self._scores)
            assert loud >= _ONSET_FRAMES, f"law 2: {loud} frames of speech opened a window"

    def _count(self, fed: Fed) -> None:
        match fed.event:
            case ev.MicFrame(_, _, score):
                self._scores.append(score)
                self._follow_burst(score)
            case ev.MicrophoneFailed() if not self._is_lost:
                self._is_lost = True
                state = _NAMES.get(self._state, "hands-free")
                self.counts[f"lost the microphone while {state}"] += 1
            case ev.MicrophoneOpened():
                self._is_lost = False
            case ev.TalkToggled():
                self.counts["toggled"] += 1
            case ev.TalkPressed():
                self._pressed_at = fed.now
            case ev.TalkReleased() if fed.now - self._pressed_at <= _TAP_S:
                self.counts["tapped"] += 1
            case _:
                pass

    def _follow_burst(self, score: float) -> None:
        if score >= _PARAMS.on and not self._talk.is_talking:
            self._burst += 1
        else:
            self.counts["mumbled"] += 0 < self._burst < _ONSET_FRAMES and not self._talk.is_talking
            self._burst = 0
