"""What a check of the sound came to: its figures, a mark for each, and the one thing to do.

A mark of GOOD, and READY for the whole, stand only for what was measured and is well.

Source of the limits: the project's survey of desktop voice applications, for the peaks and clips;
ANSI/ASA S12.60, which asks for 15 dB between a voice and the noise where speech is to be followed.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.core.echo import Echo

PEAK_LOWEST_DBFS = -35.0
"""A voice whose peaks stay below is too quiet."""
PEAK_FROM_DBFS, PEAK_TO_DBFS = -18.0, -6.0
"""Where the peaks of a voice lie best."""
CLIPS_TOO_MANY = 3
"""Of so many in the two steps of speech, 10 s in all, the voice is too loud."""
SNR_LEAST_DB = 15.0
"""A voice less far above the room's noise cannot be followed well."""
SPEECH_LEAST_S = 1.0
"""Less speech than this in a step is none: a cough, or somebody who did not begin."""
QUIET_SPEECH_S = 0.3
"""More speech than this where there should be none is somebody's."""


class Step(enum.Enum):
    """The steps, in their order."""

    QUIET = "quiet"
    """Nobody speaks: the room is heard."""
    SOFT = "soft"
    """The candidate speaks softly, as late at night."""
    NORMAL = "normal"
    """The candidate speaks as in an interview."""
    PLAYBACK = "playback"
    """The candidate's own voice is played; a sample where there is none."""
    HEARD = "heard"
    """They say whether they heard it."""
    ECHO = "echo"
    """The interviewer is played while the candidate is silent."""


class Outcome(enum.Enum):
    """What came of a step."""

    WAITING = "waiting"
    """Its turn has not come."""
    RUNNING = "running"
    """It is under way."""
    DONE = "done"
    """Its figures are there; they may be bad."""
    SKIPPED = "skipped"
    """The candidate went past it, or did not answer."""
    IMPOSSIBLE = "impossible"
    """A device that it needs does not work."""


class Trouble(enum.Enum):
    """Why a device cannot be checked."""

    MISSING = "missing"
    """It is not there, or cannot be opened, or was lost."""
    BLOCKED = "blocked"
    """It gives digital zeros alone."""
    STALLED = "stalled"
    """It gives, or takes, nothing."""


class Heard(enum.Enum):
    """Whether the candidate heard what was played."""

    NOT_ASKED = "not asked"
    """There is nobody to ask, or it did not come to that."""
    YES = "yes"
    NO = "no"
    UNANSWERED = "not answered"


class Mark(enum.Enum):
    """How a step's figures are."""

    GOOD = "good"
    FAIR = "fair"
    """Good enough, and could be better."""
    BAD = "bad"
    UNKNOWN = "unknown"
    """Not measured."""


class Verdict(enum.Enum):
    """The whole check in a word; each asks for exactly one thing. Worst first."""

    NO_MICROPHONE = "no microphone"
    BLOCKED = "microphone blocked"
    STALLED = "microphone stalled"
    NO_SPEAKER = "no loudspeaker"
    SPEAKER_SILENT = "loudspeaker silent"
    NO_SPEECH = "no speech"
    NOT_HEARD = "not heard"
    TOO_QUIET = "too quiet"
    SOFT_UNHEARD = "soft voice unheard"
    TOO_LOUD = "too loud"
    VOICES = "other voices"
    NOISY = "noisy"
    ECHO_USE_HEADPHONES = "echo"
    INCOMPLETE = "incomplete"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class QuietFigures:
    """The room while nobody speaks.

    Attributes:
        level_dbfs: The median level of its frames.
        level_p95_dbfs: What 19 of 20 of them stay below.
        speech_s: How much of it is speech, in seconds.
    """

    level_dbfs: float
    level_p95_dbfs: float
    speech_s: float


@dataclass(frozen=True, slots=True)
class SpeechFigures:
    """A voice.

    Attributes:
        level_dbfs: The mean power of the frames of speech; of all frames where there is none.
        peak_dbfs: The highest sample among the same.
        speech_s: How much speech there is, in seconds.
        clips: How often the device's range did not suffice.
    """

    level_dbfs: float
    peak_dbfs: float
    speech_s: float
    clips: int


@dataclass(frozen=True, slots=True)
class EchoFigures:
    """What the microphone heard of the interviewer.

    Attributes:
        mode: What keeps it out.
        delay_s: How much later it comes than it was given to the loudspeaker; None if not found.
        arrives_db: Its level against what the loudspeaker was given; None if the room's noise
            hides it.
        taken_out_db: How much of it the canceller took out; None if there is nothing to take out.
        false_starts: How often it was taken for the candidate's voice.
    """

    mode: Echo
    delay_s: float | None
    arrives_db: float | None
    taken_out_db: float | None
    false_starts: int

    @property
    def is_kept_out(self) -> bool:
        """Whether the candidate may interrupt on these devices."""
        if self.false_starts:
            return False
        return self.mode is not Echo.HALF_DUPLEX or self.arrives_db is None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What is known so far, or in the end. What was not measured is None.

    Attributes:
        microphone: What is wrong with the microphone, or None.
        speaker: What is wrong with the loudspeaker, or None.
        quiet: The room.
        soft: The soft voice.
        normal: The usual voice.
        heard: Whether the candidate heard what was played.
        echo: The interviewer's echo.
        outcomes: What came of each step that belongs to this check.
    """

    microphone: Trouble | None = None
    speaker: Trouble | None = None
    quiet: QuietFigures | None = None
    soft: SpeechFigures | None = None
    normal: SpeechFigures | None = None
    heard: Heard = Heard.NOT_ASKED
    echo: EchoFigures | None = None
    outcomes: Mapping[Step, Outcome] = field(default_factory=dict)

    @property
    def snr_db(self) -> float | None:
        """How far the voice lies above the room's noise; None where either is not known."""
        if self.quiet is None or self.normal is None or self.normal.speech_s < SPEECH_LEAST_S:
            return None
        if self.quiet.speech_s > QUIET_SPEECH_S:
            return None  # that was no noise
        return self.normal.level_dbfs - self.quiet.level_dbfs

    @property
    def clips(self) -> int:
        """How often the voice was beyond the device's range."""
        return sum(one.clips for one in (self.soft, self.normal) if one is not None)

    @property
    def verdict(self) -> Verdict:
        """The worst that was found; READY only where all was measured and is well."""
        return next(self._found(), Verdict.READY)

    def _found(self) -> Iterator[Verdict]:
        if self.microphone is not None:
            yield _OF_MICROPHONE[self.microphone]
        if self.speaker is not None:
            missing = self.speaker is Trouble.MISSING
            yield Verdict.NO_SPEAKER if missing else Verdict.SPEAKER_SILENT
        has_spoken = self.normal is not None and self.normal.speech_s >= SPEECH_LEAST_S
        if self.normal is not None and not has_spoken:
            yield Verdict.NO_SPEECH
        if self.heard is Heard.NO:
            yield Verdict.NOT_HEARD
        if self.normal is not None and self.normal.peak_dbfs < PEAK_LOWEST_DBFS:
            yield Verdict.TOO_QUIET
        if has_spoken and self.soft is not None and self.soft.speech_s < SPEECH_LEAST_S:
            yield Verdict.SOFT_UNHEARD
        if self.clips >= CLIPS_TOO_MANY:
            yield Verdict.TOO_LOUD
        if self.quiet is not None and self.quiet.speech_s > QUIET_SPEECH_S:
            yield Verdict.VOICES
        if self.snr_db is not None and self.snr_db < SNR_LEAST_DB:
            yield Verdict.NOISY
        if self.echo is not None and not self.echo.is_kept_out:
            yield Verdict.ECHO_USE_HEADPHONES
        if not self.outcomes or any(one is not Outcome.DONE for one in self.outcomes.values()):
            yield Verdict.INCOMPLETE

    def mark(self, step: Step) -> Mark:
        """Return how the figures of a step are."""
        if self.outcomes.get(step) is not Outcome.DONE:
            is_impossible = self.outcomes.get(step) is Outcome.IMPOSSIBLE
            return Mark.BAD if is_impossible else Mark.UNKNOWN
        match step:
            case Step.QUIET:
                return Mark.BAD if self._spoils({Verdict.VOICES, Verdict.NOISY}) else Mark.GOOD
            case Step.SOFT:
                is_heard = self.soft is not None and self.soft.speech_s >= SPEECH_LEAST_S
                return Mark.GOOD if is_heard else Mark.BAD
            case Step.NORMAL:
                return self._mark_voice()
            case Step.PLAYBACK:
                return Mark.GOOD
            case Step.HEARD:
                return Mark.GOOD if self.heard is Heard.YES else Mark.BAD
            case _:
                return Mark.BAD if self._spoils({Verdict.ECHO_USE_HEADPHONES}) else Mark.GOOD

    def _mark_voice(self) -> Mark:
        if self._spoils({Verdict.NO_SPEECH, Verdict.TOO_QUIET, Verdict.TOO_LOUD}):
            return Mark.BAD
        assert self.normal is not None, "its step is done"
        is_best = PEAK_FROM_DBFS <= self.normal.peak_dbfs <= PEAK_TO_DBFS
        return Mark.GOOD if is_best else Mark.FAIR

    def _spoils(self, verdicts: set[Verdict]) -> bool:
        return any(one in verdicts for one in self._found())


_OF_MICROPHONE = {
    Trouble.MISSING: Verdict.NO_MICROPHONE,
    Trouble.BLOCKED: Verdict.BLOCKED,
    Trouble.STALLED: Verdict.STALLED,
}
