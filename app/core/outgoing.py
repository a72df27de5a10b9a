"""What leaves: the items that the sender pulls from the outbox, in the order of the wire."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.actions import Json


@dataclass(frozen=True, slots=True)
class HistoryTurn:
    """One past exchange as text."""

    candidate: str
    interviewer: str


@dataclass(frozen=True, slots=True)
class History:
    """What was said before, for a server that does not know it; asks for no reply.

    ``said`` are the numbers of the utterances and prompts that it stands for.
    """

    turns: tuple[HistoryTurn, ...]
    said: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text that asks the interviewer to speak; a window of its own, number ``said``."""

    window: int
    said: int
    text: str


@dataclass(frozen=True, slots=True)
class WindowStart:
    """Candidate's activity begins."""

    window: int


@dataclass(frozen=True, slots=True)
class Audio:
    """``count`` frames of the timeline from ``first`` on, inside a window."""

    window: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class WindowEnd:
    """Candidate's activity ends; the interviewer may reply.

    ``said`` are the numbers of the utterances in the window, ``frames`` is how many frames it has.
    """

    window: int
    said: tuple[int, ...]
    frames: int


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The result of a function, or an error, for the connection that asked for it."""

    call: str
    name: str
    error: str = ""
    result: Json = None


Outgoing = History | Prompt | WindowStart | Audio | WindowEnd | ToolResult
