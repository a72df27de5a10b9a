"""The sentences about room on the disk, before an interview and during one."""

from __future__ import annotations

from app.core.lobby import Shortage
from app.gui.words import tr

_MB = 1_000_000


def shortage(found: Shortage) -> str:
    """Return why an interview cannot begin: how much is free, where, and how much it asks for."""
    free = tr("Only %1\u00a0MB are free on the disk of %2.").replace("%1", _mb(found.free_bytes))
    asked = tr("An interview asks for %1\u00a0MB. Free some space there, then look again.")
    asked = asked.replace("%1", f"{found.asked_mb:.0f}")
    return free.replace("%2", found.folder) + " " + asked  # last: a folder may have any name


def little_room(free_bytes: int | None) -> str:
    """Return the line for a disk that fills up during an interview."""
    if free_bytes is None:
        return tr("Little room on the disk. Please free some; the interview goes on.")
    text = tr("Little room on the disk: %1 MB left. Please free some; the interview goes on.")
    return text.replace("%1", _mb(free_bytes))


def slow(behind_s: float) -> str:
    """Return the line for a disk that does not keep up."""
    text = tr("The disk is slow: the last %1 s are not saved yet. Everything is kept in memory.")
    return text.replace("%1", f"{behind_s:.0f}")


def _mb(size: int) -> str:
    return str(size // _MB)  # never more than there is
