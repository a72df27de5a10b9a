"""The keys of the interview's page: what they are, and how this system writes them.

Qt's "Ctrl" is the command key on a Mac, where command with M, full stop or L has a meaning of the
system's own. There the control key does what it does elsewhere; Qt calls it "Meta".
"""

from __future__ import annotations

import enum
import sys

from PySide6.QtGui import QKeySequence


class Keys(enum.Enum):
    """What can be asked for with Ctrl and one key more."""

    MUTE = "M"
    PAUSE = "."
    TRY_NOW = "T"
    LEAVE = "L"
    STATUS = "/"
    WAIT = "W"
    TAKE_BACK = "B"


def sequence(keys: Keys, platform: str = sys.platform) -> QKeySequence:
    """Return what is to be pressed."""
    control = "Meta" if platform == "darwin" else "Ctrl"
    return QKeySequence(f"{control}+{keys.value}")


def written(keys: Keys) -> str:
    """Return it as this system writes it, such as Ctrl+M."""
    return sequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
