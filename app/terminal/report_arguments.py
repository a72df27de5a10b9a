"""The arguments of the commands that tell of the installation: settings, licences, self-check."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse gives it no public name

SELF_CHECK = "self-check"
_OF_ALL = {"-h", "--help", "--version"}


def add_all(commands: Commands[Any]) -> None:
    """Add these commands."""
    settings = _add(
        commands, "settings", "list the settings that hold, and who said so: a policy, a file"
    )
    settings.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file of settings")
    settings.add_argument("--json", action="store_true", help="one object a line")
    _add(commands, "licences", "show the licences of all that comes with the application")
    check = _add(
        commands, SELF_CHECK, f"see whether this installation is whole; also --{SELF_CHECK} FILE"
    )
    check.epilog = "Exit status: 0 if every check passed, else 1; 2 if the file cannot be written."
    check.add_argument("file", metavar="FILE", help="for the report, JSON; - for standard output")
    check.add_argument(
        "--quick", action="store_true", help="without the practice interview, which takes 50 s"
    )


def as_command(argv: Sequence[str]) -> list[str]:
    """Return a command line that begins with a command: without one, options are the window's.

    Installers and their workflows know ``--self-check`` as an option: the executable of a window
    has no others.
    """
    first, *rest = argv or ["window"]
    option, equals, file = first.partition("=")
    if option == f"--{SELF_CHECK}":
        return [SELF_CHECK, *([file] if equals else []), *rest]
    if first.startswith("-") and first not in _OF_ALL:
        return ["window", first, *rest]
    return [first, *rest]


def _add(commands: Commands[Any], name: str, text: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}."
    )
    return added
