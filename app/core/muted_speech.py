"""Does the candidate talk although the microphone is muted?

    QUIET --- a frame of 0.9 ---> WEIGHING --- 700 ms, mean 0.6 or more ---> noticed, QUIET for 5 s
                                     +------- less, or a gap ---> QUIET

One frame that is surely speech begins it, the mean of what follows decides: a cough has the one and
not the other. The figures are those of lib-jitsi-meet's ``VADTalkMutedDetection``. It is said at
most once in 5 s, because whoever talks to somebody else in the room knows it by then.
"""

from __future__ import annotations

from app.core.events import FRAME_S, MicFrame

TRIGGER = 0.9
MEAN = 0.6
FRAMES = round(0.7 / FRAME_S)
ONCE_IN_S = 5.0
SHOWN_S = 3.0


class MutedSpeech:
    """Weighs the score of what is captured while muted."""

    def __init__(self) -> None:
        self._scores: list[float] = []  # what is weighed; empty while it is QUIET
        self._newest = -1  # frame
        self._noticed_at: float | None = None

    def hear(self, frame: MicFrame, now: float) -> None:
        """Take the next frame: what was captured while not muted has a ``muted_score`` of 0.

        Args:
            frame: Of the microphone.
            now: Seconds.
        """
        if frame.index != self._newest + 1:
            self._scores.clear()
        self._newest = frame.index
        if self._scores or (frame.muted_score >= TRIGGER and self._may_notice(now)):
            self._scores.append(frame.muted_score)
        if len(self._scores) == FRAMES:
            if sum(self._scores) / FRAMES >= MEAN:
                self._noticed_at = now
            self._scores.clear()

    def is_shown(self, now: float) -> bool:
        """Whether it was noticed within the last 3 s; ``now`` in seconds."""
        return self._noticed_at is not None and now < self._noticed_at + SHOWN_S

    def _may_notice(self, now: float) -> bool:
        return self._noticed_at is None or now >= self._noticed_at + ONCE_IN_S
