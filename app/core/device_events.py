"""What microphone, loudspeaker and disk tell."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.echo import Echo
from app.core.faults import Fault


@dataclass(frozen=True, slots=True)
class MicFrame:
    """One frame of the microphone.

    Attributes:
        index: Place on the timeline; rises by one, or by more over a gap.
        t: When its last sample was captured, in seconds.
        score: Probability of speech in [0, 1].
        level_dbfs: RMS level in [-96, 0].
        is_blank: The device delivered exact zeros, as no microphone that hears does.
        muted_score: While muted, the score of what was captured and goes nowhere; else 0.
    """

    index: int
    t: float
    score: float
    level_dbfs: float
    is_blank: bool = False
    muted_score: float = 0.0


@dataclass(frozen=True, slots=True)
class DevicesTold:
    """Which devices there are, each by its label: its name, or "name (host API)" where that is two.

    Attributes:
        microphones: All that record.
        speakers: All that play.
        microphone: The system's own, or None.
        speaker: The system's own, or None.
    """

    microphones: tuple[str, ...]
    speakers: tuple[str, ...]
    microphone: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class MicrophoneOpened:
    """The microphone of this label runs."""

    name: str


@dataclass(frozen=True, slots=True)
class MicrophoneClosed:
    """The microphone has really been let go of."""


@dataclass(frozen=True, slots=True)
class MicrophoneFailed:
    """The microphone cannot be opened or has gone."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class SpeakerOpened:
    """The loudspeaker of this label runs."""

    name: str


@dataclass(frozen=True, slots=True)
class SpeakerFailed:
    """The loudspeaker cannot be opened or has gone."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class EchoTold:
    """What keeps the interviewer's sound out of the microphone from now on."""

    mode: Echo


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """Nothing more can be kept."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class DiskTold:
    """How much room is left, and how long the oldest of what is not saved has waited."""

    free_bytes: int
    behind_s: float


@dataclass(frozen=True, slots=True)
class Played:
    """Sound of a reply went to the loudspeaker.

    Attributes:
        reply: Number of the reply.
        first: The first of its samples (at 24 kHz) in this piece.
        samples: How many.
        t: When the first of them is heard, in seconds.
    """

    reply: int
    first: int
    samples: int
    t: float
