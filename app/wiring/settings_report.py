"""``fairhearing settings``: each setting that holds, and who said so."""

from __future__ import annotations

import argparse
import enum
import json

from app.effective import Effective, Entry, settle
from app.policy import policy_path
from app.settings import Options

NO_POLICY = "# No policy: there is no {path}"
POLICY = "# The policy is {path}"


def settings(arguments: argparse.Namespace) -> int:
    """Print every setting; return the exit status.

    Raises:
        InputFault: The policy or the settings file cannot be used.
    """
    found = settle(Options(is_practice=False, settings=arguments.settings))
    if arguments.json:
        for entry in found.entries():
            print(json.dumps(as_json(entry)))
        return 0
    path = policy_path()
    print((POLICY if path.exists() else NO_POLICY).format(path=path))
    for line in lines(found):
        print(line)
    return 0


def lines(found: Effective) -> list[str]:
    """Return the settings as TOML, with who said so in a comment."""
    told = [(_told(entry), _source(entry)) for entry in found.entries()]
    width = max(len(text) for text, _ in told)
    return [f"{text.ljust(width)}  # {source}" for text, source in told]


def as_json(entry: Entry) -> dict[str, object]:
    """Return a setting as an object; what is private has null for its value."""
    return {
        "name": entry.name,
        "value": None if entry.is_private else _plain(entry.value),
        "is_set": entry.value is not None,
        "source": entry.source.name.lower(),
        "where": entry.where,
    }


def _told(entry: Entry) -> str:
    if entry.value is None:
        return f"# {entry.name} is not set"
    if entry.is_private:
        return f"# {entry.name} is set, and not shown"
    return f"{entry.name} = {json.dumps(_plain(entry.value))}"


def _source(entry: Entry) -> str:
    where, _, _ = entry.where.rpartition(", ")  # behind it stands the name, which is told already
    return f"{entry.source.value}, {where}" if where else entry.source.value


def _plain(value: object) -> object:
    if isinstance(value, enum.Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
