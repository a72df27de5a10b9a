"""What the journal holds of the devices: microphone, loudspeaker, disk. Part of ``entries``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """The microphone delivered nothing for these frames: zeros in the recording."""

    first: int
    frames: int


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """Nobody is heard through it; ``fault`` says why: it has gone, stalled, or is blocked."""

    fault: str


@dataclass(frozen=True, slots=True)
class MicrophoneBack:
    """It is heard again, after the last ``MicrophoneLost``."""


@dataclass(frozen=True, slots=True)
class MicrophoneSwitched:
    """Another one is open from now on.

    Attributes:
        taken: Its label.
        why: It "stands in" for the chosen one, was "chosen", a switch was "undone", or the system's
            own was "followed".
    """

    taken: str
    why: str


@dataclass(frozen=True, slots=True)
class SpeakerLost:
    """Nothing is heard from it; ``fault`` says why: it has gone, or plays nothing."""

    fault: str


@dataclass(frozen=True, slots=True)
class SpeakerBack:
    """It plays again, after the last ``SpeakerLost``."""


@dataclass(frozen=True, slots=True)
class SpaceJudged:
    """How much room is left on the disk: ``room`` is ample, low or spent."""

    room: str
    free_bytes: int
