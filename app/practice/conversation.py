"""What the model knows: the contents of one conversation, as data.

A conversation never changes; adding to it makes another. So a snapshot for a resumption handle
is the conversation itself at that moment, and a session resumed with the handle knows exactly
that, whatever was said after.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Window:
    """One whole window of the candidate's sound. The sound itself is not kept."""

    size_bytes: int
    sha256: str
    seconds: float
    is_audible: bool
    """Whether it was long and loud enough to hold speech."""

    def noted(self, number: int) -> dict[str, Any]:
        """Return what the record says of it.

        Args:
            number: 1 for the connection's first window.
        """
        return {
            "window": number,
            "bytes": self.size_bytes,
            "sha256": self.sha256,
            "seconds": self.seconds,
            "audible": self.is_audible,
        }


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text that speaks to the model: the opening prompt, a typed answer, a user's turn."""

    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the interviewer said."""

    text: str
    is_complete: bool
    """False if it was cut; ``text`` is then what had left by that time."""


@dataclass(frozen=True, slots=True)
class Past:
    """A turn of history that the client told; nobody said it in this session."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Update:
    """A later instruction."""

    text: str


Entry = Window | Prompt | Reply | Past | Update

_KINDS: Final[dict[str, type[Entry]]] = {
    kind.__name__.lower(): kind for kind in (Window, Prompt, Reply, Past, Update)
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that the model knows."""

    model: str
    instruction: str
    entries: tuple[Entry, ...] = ()

    def add(self, *entries: Entry) -> Conversation:
        """Return this conversation with more at its end."""
        return replace(self, entries=self.entries + entries)

    def as_json(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        entries = [
            {"kind": type(entry).__name__.lower(), **asdict(entry)} for entry in self.entries
        ]
        return {"model": self.model, "instruction": self.instruction, "entries": entries}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Conversation:
        """Return the conversation that ``as_json`` gave.

        Raises:
            KeyError, TypeError: If it is not such a value.
        """
        entries = tuple(
            _KINDS[entry["kind"]](**{name: entry[name] for name in entry if name != "kind"})
            for entry in value["entries"]
        )
        return cls(value["model"], value["instruction"], entries)
