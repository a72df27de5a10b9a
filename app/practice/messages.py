"""What a client may say, as data. The names are the protocol's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RATE_HZ: Final = 16_000
"""The service's own input rate; others are said in the MIME type."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the client offers to the model."""

    name: str
    blocking: bool
    """Whether the model waits for the answer before it goes on."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message of a connection."""

    model: str
    instruction: str
    tools: tuple[Tool, ...] = ()
    handle: str | None = None
    """The resumption handle, or None for a new session."""
    is_manual: bool = False
    """Whether the client marks its windows itself (automatic detection is off)."""
    interrupts: bool = True
    """Whether activityStart cuts the interviewer's reply."""
    history_first: bool = False
    transcribes_input: bool = False
    transcribes_output: bool = False


@dataclass(frozen=True, slots=True)
class ActivityStart:
    """A window opens."""


@dataclass(frozen=True, slots=True)
class ActivityEnd:
    """A window closes; the candidate waits for the reply."""


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound: PCM16 little-endian mono."""

    pcm: bytes
    rate_hz: int = RATE_HZ

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / self.rate_hz


@dataclass(frozen=True, slots=True)
class AudioStreamEnd:
    """The microphone pauses; legal only where the server detects activity itself."""


@dataclass(frozen=True, slots=True)
class Text:
    """Realtime text, such as the opening prompt or a typed answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Video:
    """A picture, which this interviewer does not look at."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of client content."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Turns of a conversation, in order."""

    turns: tuple[Turn, ...]
    turn_complete: bool


@dataclass(frozen=True, slots=True)
class ToolResponse:
    """Answers to tool calls, by id."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextUpdate:
    """A new instruction within the session; empty if only the tools change."""

    instruction: str


Realtime = ActivityStart | ActivityEnd | Audio | AudioStreamEnd | Text | Video
Message = Setup | Realtime | Content | ToolResponse | ContextUpdate
