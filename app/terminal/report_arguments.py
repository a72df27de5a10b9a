"""The arguments of the commands that tell of the installation: settings, licences, self-check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse gives it no public name


def add_all(commands: Commands[Any]) -> None:
    """Add these commands."""
    settings = _add(
        commands, "settings", "list the settings that hold, and who said so: a policy, a file"
    )
    settings.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file of settings")
    settings.add_argument("--json", action="store_true", help="one object a line")


def _add(commands: Commands[Any], name: str, text: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=f"{text[0].upper()}{text[1:]}."
    )
    return added
