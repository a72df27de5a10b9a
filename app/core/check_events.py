"""What goes into the check of the sound, what comes out, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.check_devices import EchoMeasured
from app.core.check_figures import CheckFrame
from app.core.check_report import CheckReport, Step, Trouble
from app.core.events import EchoTold, Tick


@dataclass(frozen=True, slots=True)
class HearingParams:
    """How long the steps last, in seconds.

    Attributes:
        quiet_s: In which nobody speaks.
        speech_s: In which the candidate speaks: softly, then as usual.
        lead_s: Before each of them and before the interviewer is played, to read what is asked.
        tail_s: After the interviewer was played: its echo may still be on its way.
        late_s: How much longer than its sound a loudspeaker may take.
        answer_s: In which the candidate may say whether they heard themselves.
    """

    quiet_s: float = 3.0
    speech_s: float = 5.0
    lead_s: float = 1.0
    tail_s: float = 0.6
    late_s: float = 3.0
    answer_s: float = 30.0

    def __post_init__(self) -> None:
        if not all(getattr(self, name) >= 0 for name in self.__dataclass_fields__):
            raise ValueError("no time of a check can be below 0")


# --- what goes in


@dataclass(frozen=True, slots=True)
class Opened:
    """Both devices were tried; what is wrong with each, or None."""

    microphone: Trouble | None = None
    speaker: Trouble | None = None


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """The microphone has ended."""


@dataclass(frozen=True, slots=True)
class SpeakerLost:
    """The loudspeaker has ended."""


@dataclass(frozen=True, slots=True)
class Playing:
    """What was asked for is in line for the loudspeaker; its length in seconds."""

    length_s: float


@dataclass(frozen=True, slots=True)
class PlayedOut:
    """All of it was heard."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Go past this step."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do this step again; None for the one that is under way."""

    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """I heard it, or not."""

    yes: bool


CheckIntent = Skip | Repeat | Answer
CheckEvent = (
    Opened
    | CheckFrame
    | MicrophoneLost
    | SpeakerLost
    | Playing
    | PlayedOut
    | EchoTold
    | EchoMeasured
    | Tick
    | CheckIntent
)


# --- what comes out


@dataclass(frozen=True, slots=True)
class TakeVoice:
    """Keep the sound of these frames, by number, both included; forget what was kept before."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PlayVoice:
    """Play the voice that was kept."""


@dataclass(frozen=True, slots=True)
class PlaySample:
    """Play the interviewer's sentence."""


@dataclass(frozen=True, slots=True)
class MeasureEcho:
    """Begin to measure how much of the interviewer arrives: it is silent now."""


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """Be silent."""


CheckAction = TakeVoice | PlayVoice | PlaySample | MeasureEcho | StopPlaying


@dataclass(frozen=True, slots=True)
class CheckView:
    """What is shown of a check.

    Attributes:
        step: The step under way, or None: it has not begun, or is over.
        is_ready: Whether that step has begun to measure; before it there is time to read.
        progress: Of that step, in [0, 1].
        is_over: Whether there is a verdict.
        plays_voice: Whether it is the candidate's own voice that is played, and no sample.
        report: What is known.
    """

    step: Step | None
    is_ready: bool
    progress: float
    is_over: bool
    plays_voice: bool
    report: CheckReport
