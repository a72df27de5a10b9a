"""What the candidate chose, here and the last time: kept for the next time as soon as it changes.

    the folder is open  -> read once  -> the lobby begins with it
    a wish or an intent -> chosen_by  -> kept, and written on a worker thread

What the command line asks for comes first, and is kept only if the candidate chooses it too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.events import ChooseWait, UseMicrophone, UseSpeaker
from app.core.faults import Fault, StoreFault
from app.core.habits import Choice
from app.core.lobby import Lobby
from app.gui import wishes
from app.settings import Options, Settings, habits_of
from app.store.preferences import Preferences, read_preferences, write_preferences


class Choices:
    """Keeps them. Loop thread only.

    Args:
        options: What the command line asks for.
        blame: Is told why they cannot be read or kept; None once they can.

    Attributes:
        options: The same.
        kept: What was chosen.
    """

    def __init__(self, options: Options, blame: Callable[[Fault | None], None]) -> None:
        self.options = options
        self._blame = blame
        self._path: Path | None = None
        self._written = self.kept = Preferences()
        self._changed: dict[str, Any] = {}  # before the folder was open
        self._writing: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether what was chosen the last time is known."""
        return self._path is not None

    async def open(self, path: Path) -> None:
        """Read what was chosen the last time; what was chosen by now comes before it."""
        kept, fault = await asyncio.to_thread(read_preferences, path)
        self._path, self._written = path, kept
        self.kept = replace(kept, **self._changed)
        if fault is not None:
            self._blame(fault)
        self._write()

    def keep(self, changed: Mapping[str, Any]) -> None:
        """Keep what was chosen, by the names of ``Preferences``."""
        self._changed.update(changed)
        self.kept = replace(self.kept, **changed)
        self._write()

    async def close(self) -> None:
        """Return when all is written that can be."""
        if self._writing is not None:
            await self._writing

    def _write(self) -> None:
        if self.is_open and self._written != self.kept and self._writing is None:
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        """Write until nothing has changed meanwhile."""
        assert self._path is not None, "it is open"
        try:
            while self._written != self.kept:
                wanted = self.kept
                await asyncio.to_thread(write_preferences, self._path, wanted)
                self._written = wanted
            self._blame(None)
        except StoreFault as fault:
            self._blame(fault)
        finally:
            self._writing = None


def chosen_by(wish: object) -> dict[str, Any]:
    """Return what a wish or an intent chooses, by the names of ``Preferences``; else nothing."""
    match wish:
        case wishes.Prefer(wait, toggles, cues):
            asked = {"wait": wait, "toggles": toggles, "cues": cues}
            return {name: value for name, value in asked.items() if value is not None}
        case ChooseWait(wait):
            return {"wait": wait}
        case wishes.ChooseMicrophone(name) | UseMicrophone(name):
            return {"microphone": name}
        case wishes.ChooseSpeaker(name) | UseSpeaker(name):
            return {"speaker": name}
        case wishes.UseHeadphones(on):
            return {"headphones": on}
        case _:
            return {}


def recalled(lobby: Lobby, options: Options, settings: Settings, kept: Preferences) -> Lobby:
    """Return the lobby as the candidate left it: the command line first, then what they chose.

    What they never chose is as the settings say.
    """
    usual = habits_of(settings)
    habits = replace(
        usual,
        wait=options.wait or kept.wait or usual.wait,
        toggles=bool(kept.toggles),
        cues=usual.cues if kept.cues is None or options.cues is not None else kept.cues,
    )
    are_usual = settings.session.turns.headphones
    return replace(
        lobby,
        microphone=replace(lobby.microphone, chosen=options.mic or kept.microphone),
        speaker=replace(lobby.speaker, chosen=options.speaker or kept.speaker),
        headphones=options.headphones
        or (are_usual if kept.headphones is None else kept.headphones),
        habits=habits,
    )


def imposed(lobby: Lobby, settings: Settings, forced: frozenset[Choice]) -> Lobby:
    """Return the lobby with what the policy has chosen in place of whatever else was."""
    usual = habits_of(settings)
    every = {
        Choice.WAIT: usual.wait,
        Choice.CUES: usual.cues,
        Choice.HEADPHONES: settings.session.turns.headphones,
    }
    lobby = adopted(lobby, {choice.value: every[choice] for choice in forced})
    return replace(lobby, habits=replace(lobby.habits, forced=forced))


def adopted(lobby: Lobby, changed: Mapping[str, Any]) -> Lobby:
    """Return the lobby with what was chosen just now, by the names of ``Preferences``."""
    habits = {name: changed[name] for name in ("wait", "toggles", "cues") if name in changed}
    lobby = replace(
        lobby,
        habits=replace(lobby.habits, **habits),
        headphones=changed.get("headphones", lobby.headphones),
    )
    for way in ("microphone", "speaker"):
        if way in changed:
            sounds = replace(getattr(lobby, way), chosen=changed[way], fault=None)
            lobby = replace(lobby, **{way: sounds})
    return lobby


def still_there(chosen: str | None, given: str | None, names: Sequence[str]) -> str | None:
    """Return the device that is to be used: one that was kept may be elsewhere today.

    Args:
        chosen: What was chosen last.
        given: What the command line asks for, which may be a part of a name or a file.
        names: All that there are.
    """
    return chosen if chosen == given or chosen in names else None
