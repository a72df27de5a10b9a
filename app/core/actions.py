"""What is asked for: everything that the core wants done, in the order given."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.tones import Tone


@dataclass(frozen=True, slots=True)
class Connect:
    """Abort the socket that may be open, then open a connection.

    Attributes:
        epoch: Number of the new connection; its events carry it.
        handle: Resume with this, or None for a fresh session.
        with_history: The first thing we send will be a ``History``.
    """

    epoch: int
    handle: str | None
    with_history: bool


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Abort the socket that may be open, and dial no other."""


@dataclass(frozen=True, slots=True)
class OpenMicrophone:
    """Begin to capture; a microphone that is open is closed first.

    Attributes:
        device: Its label; None for the one that was chosen at the start.
    """

    device: str | None = None


@dataclass(frozen=True, slots=True)
class CloseMicrophone:
    """Stop capturing and let go of the device."""


@dataclass(frozen=True, slots=True)
class OpenSpeaker:
    """Begin to play; a loudspeaker that is open is closed first, and what is queued stays in line.

    Attributes:
        device: Its label; None for the one that was chosen at the start.
    """

    device: str | None = None


@dataclass(frozen=True, slots=True)
class CloseSpeaker:
    """Let go of the loudspeaker; what is queued stays in line."""


@dataclass(frozen=True, slots=True)
class ListDevices:
    """Tell which devices there are, though nothing may have changed (``DevicesTold``)."""


@dataclass(frozen=True, slots=True)
class Play:
    """Queue sound of a reply for the loudspeaker: int16 mono at 24 kHz."""

    reply: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class FinishReply:
    """No more sound of this reply will come."""

    reply: int


@dataclass(frozen=True, slots=True)
class FlushPlayout:
    """Drop everything queued for the loudspeaker, now."""


@dataclass(frozen=True, slots=True)
class HoldPlayout:
    """Let the loudspeaker be silent and keep what is queued, or go on."""

    on: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Play a short tone over whatever plays; it is no part of a reply, and of no record."""

    tone: Tone


Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Note:
    """Write this into the journal."""

    kind: str
    payload: dict[str, Json]


@dataclass(frozen=True, slots=True)
class End:
    """The interview is over: ``how`` is finished, left, held or failed."""

    how: str


DeviceAction = OpenMicrophone | CloseMicrophone | OpenSpeaker | CloseSpeaker | ListDevices
SoundAction = DeviceAction | Play | FinishReply | FlushPlayout | HoldPlayout | Cue
Action = Connect | Disconnect | SoundAction | Note | End
