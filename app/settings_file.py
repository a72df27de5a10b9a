"""A TOML file of settings: what it says, in which line, and what in it cannot be a setting.

Nothing here knows which settings there are: whoever reads gives the dataclass that the tables of
the file are nested as.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

from app.core.faults import InputFault
from app.toml_file import read_toml

Place = tuple[str, ...]
"""A setting's names, from its outermost table to its own."""


class SettingsFile:
    """A file that was read.

    Args:
        path: Where it is.
        what: What it is called in messages, such as "settings".

    Attributes:
        raw: Its tables as nested dictionaries.

    Raises:
        InputFault: It cannot be read, or is no TOML.
    """

    def __init__(self, path: Path, what: str) -> None:
        self._path = path
        self.raw: dict[str, Any]
        text, self.raw = read_toml(path, what, many=True)
        self._lines = dict(_lines(text))

    def has(self, place: Place) -> bool:
        """Tell whether a place has a line of its own here."""
        return place in self._lines

    def where(self, place: Place) -> str:
        """Return file, line and name of a setting; the line of its table if it has none."""
        given = (place[:end] for end in range(len(place), 0, -1) if place[:end] in self._lines)
        line = next((f", line {self._lines[one]}" for one in given), "")
        return f"{self._path}{line}, {'.'.join(place)}"

    def check(self, kind: type, place: Place = ()) -> None:
        """Refuse what nothing is called, and numbers that no setting can have.

        Args:
            kind: The dataclass that the tables are nested as.
            place: The table of this file that is meant; all of it for ().

        Raises:
            InputFault: There is something.
        """
        table = self.raw
        for name in place:
            table = table[name]
        self._check(table, kind, place)

    def _check(self, table: dict[str, Any], kind: type, place: Place) -> None:
        hints = get_type_hints(kind)
        for name, value in table.items():
            here = (*place, name)
            if name not in hints:
                known = ", ".join(sorted(hints))
                raise InputFault(f"{self.where(here)}: there is no such setting; known: {known}.")
            if dataclasses.is_dataclass(hints[name]) and isinstance(value, dict):
                assert isinstance(hints[name], type)
                self._check(value, hints[name], here)
            for number in value if isinstance(value, list) else [value]:
                if isinstance(number, float) and not math.isfinite(number):
                    raise InputFault(f"{self.where(here)}: {number} is no number that can be used.")
                if name.endswith("_s") and isinstance(number, int | float) and number < 0:
                    raise InputFault(f"{self.where(here)}: a time cannot be below 0.")


def _lines(text: str) -> Iterator[tuple[Place, int]]:
    """Yield each place with its line, the first of a place last."""
    found = []
    table: Place = ()
    for number, line in enumerate(text.split("\n"), 1):
        key = line.partition("#")[0].partition("=")[0].strip()
        names = tuple(part.strip(" \t\"'") for part in key.strip("[]").split("."))
        if key.startswith("["):
            table, names = names, ()
        found.append(((*table, *names), number))
    yield from reversed(found)
