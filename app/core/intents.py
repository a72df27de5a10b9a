"""What the candidate asks for, whether by a key, a button or a line of the terminal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TalkPressed:
    """The push-to-talk key went down."""


@dataclass(frozen=True, slots=True)
class TalkReleased:
    """The push-to-talk key went up."""


@dataclass(frozen=True, slots=True)
class Done:
    """My answer is complete."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Put silence in place of my sound, or stop doing so."""

    on: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """Close my microphone and wait for me."""


@dataclass(frozen=True, slots=True)
class Resume:
    """I am back."""


@dataclass(frozen=True, slots=True)
class TryNow:
    """Do not wait for the next attempt to connect."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the interview; what is not answered is held (``keep``) or withdrawn, and recorded."""

    keep: bool = True
