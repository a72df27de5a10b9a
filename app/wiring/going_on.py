"""Going on with an interview that had stopped: with what it was told then, not what is told now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.core.faults import InputFault
from app.effective import settle
from app.settings import Options
from app.store.folder import DataFolder
from app.store.interviews import find_interview
from app.store.recovery import Stopped, find_stopped, recover
from app.wiring.forced import forced_by
from app.wiring.given import Told


def find(folder: DataFolder, name: str) -> Stopped:
    """Return the interview of that id, or the newest if it stopped; mends it. Blocks.

    Args:
        folder: The data folder, whose lock the caller holds.
        name: An id or the end of one; "" for the newest.

    Raises:
        InputFault: There is none.
        StoreFault: It cannot be gone on with.
    """
    if name:
        return recover(find_interview(folder.sessions, name))
    newest = find_stopped(folder.sessions)
    if newest is None:
        raise InputFault(
            "There is none to go on with: the newest interview, if there is any, is over. To go on "
            "with an older one, give its id: fairhearing sessions lists them."
        )
    return recover(folder.sessions / newest.id)


def options_of(options: Options, stopped: Stopped) -> Options:
    """Return the options with the interviewer of that interview; devices are chosen anew."""
    started = stopped.past.started
    ca = Path(started.ca) if started.ca else None
    return replace(
        options,
        is_practice=started.practice,
        server=options.server or started.server,
        ca=options.ca or ca,
        model=started.model,
        consent=True,  # it was given, and is on record
    )


def told_of(options: Options, stopped: Stopped) -> Told:
    """Return what that interview was told, with the settings of now.

    Raises:
        InputFault: The settings cannot be used.
    """
    started = stopped.past.started
    effective = settle(options)
    texts = (started.instruction, started.script)
    return Told(started.plan, effective.settings, *texts, stopped, forced_by(effective))
