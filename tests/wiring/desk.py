"""A reception at work: with a keyring in memory, with sound devices that nobody has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from app.audio.portaudio import PortAudio
from app.audio.worker import DeviceWorker
from app.core.lobby import Lobby
from app.gui import wishes
from app.settings import Options
from app.wiring.place import Place
from app.wiring.reception import Reception
from app.wiring.resources import RESOURCES
from app.wiring.sound_check import SoundCheck
from tests.audio.fake_library import FakeLibrary

Step = Callable[[Reception], Coroutine[Any, Any, None]]


class MemoryKeyring(KeyringBackend):
    """Keeps secrets in memory; or refuses as a locked one does."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.is_locked:
            raise KeyringLocked


class Desk:
    """A reception, the devices it finds and what it showed."""

    def __init__(self, data: Path, *devices: tuple[str, int, int]) -> None:
        self.library = FakeLibrary(*devices)
        self.options = Options(is_practice=False, data=data)
        self.shown: list[Lobby] = []

    def works(self, *steps: Step) -> Lobby:
        """Let a reception prepare, take the steps, and close; return what it showed last."""

        async def run() -> None:
            worker, place = DeviceWorker(PortAudio(self.library.load)), Place(self.options)
            check = SoundCheck(worker, RESOURCES / "voice/greeting.wav", lambda *_: None)
            reception = Reception(self.options, place, check, self.shown.append)
            await reception.prepare()
            for step in steps:
                await step(reception)
                while reception._errands:
                    await asyncio.wait(reception._errands)
            await reception.close()
            await asyncio.to_thread(worker.stop)
            place.close()

        asyncio.run(run())
        return self.shown[-1]


def wish(*wanted: wishes.Wish) -> Step:
    async def grant(reception: Reception) -> None:
        for one in wanted:
            await reception.grant(one)

    return grant
