"""The tool calls that the interviewer is told to make, so that a client's answers can be tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.practice.conversation import Conversation, Window


@dataclass(frozen=True, slots=True)
class ScriptedCall:
    """A tool call that the interviewer makes before it replies to a window."""

    at_window: int
    """Which window of the conversation, 1 for the first."""
    name: str
    """A function that the client declared; if it did not, no call is made."""
    args: Mapping[str, Any] = field(default_factory=dict)


def due_call(calls: Sequence[ScriptedCall], conversation: Conversation) -> ScriptedCall | None:
    """Return the call to make now that the interviewer is asked to reply, if there is one."""
    entries = conversation.entries
    if not entries or not isinstance(entries[-1], Window):
        return None
    windows = sum(isinstance(entry, Window) for entry in entries)
    return next((call for call in calls if call.at_window == windows), None)
