"""What the candidate asks for, whether by a key, a button or a line of the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.patience import Wait


@dataclass(frozen=True, slots=True)
class TalkPressed:
    """The push-to-talk key went down."""


@dataclass(frozen=True, slots=True)
class TalkReleased:
    """The push-to-talk key went up."""


@dataclass(frozen=True, slots=True)
class TalkToggled:
    """Take the turn until I ask again: for who cannot hold a key, and where none can be held."""


@dataclass(frozen=True, slots=True)
class Done:
    """My answer is complete."""


@dataclass(frozen=True, slots=True)
class ChooseWait:
    """Wait so long in my pauses from now on."""

    wait: Wait


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
class UseMicrophone:
    """Hear me through this one from now on; None for the system's own, as it changes."""

    label: str | None


@dataclass(frozen=True, slots=True)
class UseSpeaker:
    """Let me hear the interviewer through this one; None for the system's own, as it changes."""

    label: str | None


@dataclass(frozen=True, slots=True)
class UndoSwitch:
    """Go back to the microphone for which another one stands in, and stay there."""


@dataclass(frozen=True, slots=True)
class TryNow:
    """Do not wait for the next attempt to connect."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """I take back my answer, of which nothing has left."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the interview; what is not answered is held (``keep``) or withdrawn, and recorded."""

    keep: bool = True
