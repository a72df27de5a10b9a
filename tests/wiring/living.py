"""A window that lives, with all real but the candidate: Qt offscreen, loop, server, record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtWidgets import QApplication

from app.core.ending import Ending
from app.core.lobby import Lobby
from app.core.status import SessionStatus
from app.core.view import View
from app.gui import wishes
from app.gui.theme import Theme
from app.gui.window import Window
from app.settings import Options
from app.store.folder import DataFolder
from app.wiring.desktop import Desktop


class Seen(Window):
    """A window that notes what it is given."""

    def __init__(self) -> None:
        super().__init__(Theme())
        self.lobby = Lobby()
        self.endings: list[Ending] = []
        self.statuses: list[SessionStatus | None] = []
        self.views: list[View] = []
        show_view = self.interview.show_view

        def seen(view: View, saved_s: float, now: float) -> None:
            self.views.append(view)
            show_view(view, saved_s, now)

        self.interview.show_view = seen  # type: ignore[method-assign]  # it looks on

    def show_lobby(self, lobby: Lobby) -> None:
        self.lobby = lobby
        super().show_lobby(lobby)

    def show_ending(self, ending: Ending) -> None:
        self.endings.append(ending)
        super().show_ending(ending)

    def show_status(self, status: SessionStatus | None) -> None:
        self.statuses.append(status)
        super().show_status(status)

    @property
    def page(self) -> str:
        return type(self._pages.currentWidget()).__name__

    async def until(self, is_so: Callable[[], object]) -> None:
        """Let the loop run until it is so; pytest's own limit ends a wait in vain."""
        while not is_so():  # noqa: ASYNC110  # what a window shows sets no event
            await asyncio.sleep(0.01)

    async def begin(self) -> None:
        """Agree and begin, once that can be done."""
        await self.until(lambda: self.lobby.plan and self.lobby.microphone.names is not None)
        self.asked.emit(wishes.Agree(on=True))
        self.asked.emit(wishes.Begin())


def live(
    window: Seen,
    options: Options,
    candidate: Callable[[], Coroutine[Any, Any, None]],
    early: Sequence[wishes.Wish] = (),
) -> int:
    """Let the window live while a candidate acts; return the exit status."""

    async def both() -> int:
        living = asyncio.create_task(Desktop(window, options).live(early))
        acting = asyncio.create_task(candidate())
        await asyncio.wait({living, acting}, return_when=asyncio.FIRST_COMPLETED)
        if acting.done():
            acting.result()
        status = await living
        await acting
        return status

    with qasync.QEventLoop(QApplication.instance()) as loop:
        return int(loop.run_until_complete(both()))


def sessions(options: Options) -> list[Path]:
    assert options.data
    return [*DataFolder(options.data).sessions.iterdir()]
