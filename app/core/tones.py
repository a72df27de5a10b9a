"""The short tones that tell of the talk key, and whether they are wanted."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Tone(enum.Enum):
    """What a tone says."""

    TALK_ON = enum.auto()
    """The turn is the candidate's: the key is held, or has been locked."""
    TALK_OFF = enum.auto()
    """It is no more; what was still taken after the key has been taken."""
    REMINDER = enum.auto()
    """The microphone is still locked."""


@dataclass(frozen=True, slots=True)
class CueParams:
    """Whether tones are played at all, and how often a lock is brought to mind, in seconds."""

    on: bool = True
    remind_every_s: float = 60.0

    def __post_init__(self) -> None:
        if not 1 <= self.remind_every_s <= 3600:
            msg = f"remind_every_s is {self.remind_every_s}; it must lie between 1 and 3600 s"
            raise ValueError(msg)
