"""How is the application called here? Every command that a person is told to give begins so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from app import PRODUCT

_INSTALLED = PRODUCT.lower()
_START = Path(__file__).resolve().parents[2] / "packaging/start.py"
_COMMAND = re.compile(rf"\b{_INSTALLED}(?= (?:practice|interview|resume|sessions|show|status)\b)")


def called(start: Path = _START) -> str:
    """Return what stands before a command: the installed program, or how a checkout is started.

    Args:
        start: The script that starts a checkout; an installation has none.
    """
    if not start.is_file():
        return _INSTALLED
    try:
        shown = start.relative_to(Path.cwd())
    except (OSError, ValueError):  # the caller's folder is gone, or somewhere else
        shown = start
    return f"python3 {shlex.quote(shown.as_posix())}"


def as_called(sentence: str) -> str:
    """Return a sentence in which each command begins as it is called here."""
    return _COMMAND.sub(lambda _: called(), sentence)
