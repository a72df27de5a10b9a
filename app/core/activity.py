"""Is the candidate speaking? Speech scores in; onset and end out.

    SILENT --- speech for 96 ms (leaky) ---> SPEAKING
    SPEAKING --- no speech for ``wait_s`` of capture time ---> SILENT
    SPEAKING --- no frame for max(wait_s, 2.5 s) of the clock ---> SILENT

Where the wait is infinite (only Done ends a turn), it is 10 s without a frame.

Two thresholds with hysteresis, as Silero's authors use it: a frame is speech at or above ``on``
while silent, and at or above ``off`` while speaking. The run-up to an onset leaks: a frame without
speech takes away two. The end is a matter of the clock, never of a count of frames, because frames
may stop (the second field report: a counter of silent frames never advanced).

Numbers: 0.5 / 0.35 / 96 ms, and 0.7 / 256 ms while the interviewer is heard, are from our
measurements on real speech (420 answers in easy noise, 462 in hard): no false start outside babble.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

from app.core.events import FRAME_S, MicFrame


@dataclass(frozen=True, slots=True)
class ActivityParams:
    """Thresholds are probabilities of speech in [0, 1]; times are seconds.

    ``wait_s`` is the wait of Standard; ``PatienceParams`` has the others.
    """

    on: float = 0.5
    off: float = 0.35
    onset_s: float = 0.096
    strict_on: float = 0.7
    strict_onset_s: float = 0.256
    wait_s: float = 2.0
    lost_frames_wait_s: float = 2.5
    lost_frames_done_s: float = 10.0

    def __post_init__(self) -> None:
        if not 0 < self.off <= self.on <= self.strict_on <= 1:
            msg = (
                f"need 0 < off ({self.off}) <= on ({self.on}) <= strict_on ({self.strict_on}) <= 1"
            )
            raise ValueError(msg)
        if not 0.2 <= self.wait_s <= 30:
            msg = f"wait_s is {self.wait_s}; it must lie between 0.2 and 30 s"
            raise ValueError(msg)


class Ear(enum.Enum):
    """How readily speech is believed."""

    OPEN = enum.auto()
    """Nobody else is heard."""
    STRICT = enum.auto()
    """The interviewer is heard: only clear, lasting speech is an interruption."""
    CLOSED = enum.auto()
    """The interviewer is heard, by the microphone too."""


class Speech(enum.Enum):
    """Whether the candidate speaks."""

    SILENT = enum.auto()
    SPEAKING = enum.auto()


class Activity:
    """Finds the onset and the end of speech.

    Attributes:
        state: Whether the candidate speaks.
        onset: First frame of the present speech; or of the run-up to it.
        last_speech: Newest frame of speech.
        wait_s: How long a pause ends the present speech, in seconds; infinite for never.
    """

    def __init__(self, params: ActivityParams) -> None:
        self._params = params
        self.state = Speech.SILENT
        self.onset = 0
        self.last_speech = 0
        self.wait_s = params.wait_s
        self._last_speech_t = 0.0
        self._last_frame_t = 0.0
        self._newest = -1  # the frame heard last
        self._run_frames = 0  # of the run-up; whole numbers, so that it leaks away to nothing

    @property
    def deadline(self) -> float | None:
        """When speech ends if no further frame comes, in seconds."""
        if self.state is Speech.SILENT:
            return None
        if math.isinf(self.wait_s):
            return self._last_frame_t + self._params.lost_frames_done_s
        return self._last_frame_t + max(self.wait_s, self._params.lost_frames_wait_s)

    @property
    def paused_s(self) -> float:
        """How long the present speech has paused, in seconds of capture time."""
        return self._last_frame_t - self._last_speech_t

    def closing(self, after_s: float) -> float | None:
        """Return how near the pause is to ending the speech, in [0, 1], or None if it ends nothing.

        Args:
            after_s: A shorter pause is none; of a short wait it is the last third that counts.
        """
        begins_s = min(after_s, 0.7 * self.wait_s)
        if math.isinf(self.wait_s) or self.paused_s < begins_s:
            return None
        return min(1.0, (self.paused_s - begins_s) / (self.wait_s - begins_s))

    def hear(self, frame: MicFrame, ear: Ear) -> bool:
        """Take a frame; return whether ``state`` changed to SPEAKING with it.

        A run-up does not reach over frames that were not given, because they are missing or muted.
        """
        if frame.index != self._newest + 1:
            self._run_frames = 0
        self._last_frame_t, self._newest = frame.t, frame.index
        if self.state is Speech.SPEAKING:
            if frame.score >= self._params.off:
                self._mark(frame)
            return False
        strict = ear is Ear.STRICT
        threshold = self._params.strict_on if strict else self._params.on
        if ear is not Ear.CLOSED and frame.score >= threshold:
            if self._run_frames == 0:
                self.onset = frame.index
            self._run_frames += 1
        else:
            self._run_frames = max(0, self._run_frames - 2)
        if self._run_frames * FRAME_S < (
            self._params.strict_onset_s if strict else self._params.onset_s
        ):
            return False
        self.begin(frame)
        return True

    def begin(self, frame: MicFrame) -> None:
        """Count the candidate as speaking from the run-up, or this frame, on."""
        if self._run_frames == 0:
            self.onset = frame.index
        self.state = Speech.SPEAKING
        self._last_frame_t = frame.t  # the frames under a key were not given
        self._run_frames = 0
        self._mark(frame)

    def is_over(self, now: float) -> bool:
        """Whether the clock says that the speech has ended.

        Args:
            now: Seconds. All frames captured before it must have been given to ``hear``.
        """
        if self.state is Speech.SILENT:
            return False
        assert self.deadline is not None
        # A frame's time is its last sample's, so this comes within one frame of the wait.
        return self.paused_s >= self.wait_s or now >= self.deadline

    def silence(self) -> None:
        """Forget the present speech and any run-up to speech."""
        self.state = Speech.SILENT
        self._run_frames = 0

    def _mark(self, frame: MicFrame) -> None:
        self.last_speech = frame.index
        self._last_speech_t = frame.t
