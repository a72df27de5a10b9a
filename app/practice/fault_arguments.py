"""What faults want besides their name: numbers in a range, words of a list, codes, a reason."""

from __future__ import annotations

import math
from dataclasses import dataclass

Value = float | str
"""What an argument can be, once it is read."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in an inclusive range."""

    name: str
    low: float
    high: float
    unit: str = "seconds"
    default: float | None = None
    """What holds where it is left out; None if it may not be."""

    def read(self, text: str) -> float | None:
        """Return its value, or None if that is none."""
        try:
            value = float(text)
        except ValueError:
            return None
        return value if math.isfinite(value) and self.low <= value <= self.high else None

    @property
    def shown(self) -> str:
        """How it stands in a clause, such as ``[S]``."""
        return self.name if self.default is None else f"[{self.name}]"

    @property
    def wanted(self) -> str:
        """What it must be."""
        default = "" if self.default is None else f", {self.default:g} if left out"
        return f"{self.name}, {self.unit} from {self.low:g} to {self.high:g}{default}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]
    default: str | None = None

    def read(self, text: str) -> str | None:
        """Return the word, or None if it is none of them."""
        return text if text in self.words else None

    @property
    def shown(self) -> str:
        """How it stands in a clause."""
        words = "|".join(self.words)
        return words if self.default is None else f"[{words}]"

    @property
    def wanted(self) -> str:
        """What it must be."""
        default = "" if self.default is None else f", {self.default} if left out"
        return f"one of {', '.join(self.words)}{default}"


@dataclass(frozen=True, slots=True)
class Code:
    """A status among those that can be sent."""

    name: str
    codes: frozenset[int]
    unit: str
    default: None = None

    def read(self, text: str) -> float | None:
        """Return the code, or None if it cannot be sent."""
        return float(text) if text.isdecimal() and int(text) in self.codes else None

    @property
    def shown(self) -> str:
        """How it stands in a clause."""
        return self.name

    @property
    def wanted(self) -> str:
        """What it must be."""
        return f"{self.name}, {self.unit}"


@dataclass(frozen=True, slots=True)
class Reason:
    """The words that are left, perhaps none; a close frame has room for 123 bytes."""

    default: str = ""
    shown: str = "REASON..."
    wanted: str = "a reason of at most 123 bytes"

    def read(self, text: str) -> str | None:
        """Return the words, or None if there are too many."""
        return text if len(text.encode()) <= 123 else None


Argument = Number | Choice | Code | Reason
