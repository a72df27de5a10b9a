"""The window's life with everything real but the candidate: Qt offscreen, loop, server, record."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtWidgets import QApplication

from app.core import events as ev
from app.core.ending import Ending
from app.core.lobby import Lobby
from app.core.status import SessionStatus
from app.core.view import Situation, View
from app.gui import wishes
from app.gui.application import make_application
from app.gui.theme import Theme
from app.gui.window import Window
from app.settings import Options
from app.store.folder import DataFolder
from app.wiring import interview as interview_module
from app.wiring.desktop import Desktop
from tests.commands import assert_record_is_whole, silence

pytestmark = pytest.mark.timeout(120)


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


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.fixture
def options(tmp_path: Path) -> Options:
    mic = str(silence(tmp_path / "quiet.wav"))
    return Options(is_practice=False, data=tmp_path / "data", mic=mic, speaker="none")


@pytest.fixture
def window(qapp: QApplication, handlers: None) -> Iterator[Seen]:
    make_application()
    window = Seen()
    yield window
    window.indicator.show_status(None)
    window.close()
    del window
    gc.collect()  # here: a timer of Qt's that another thread's collection finds is a warning


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


def test_an_interview_that_is_left_ends_on_the_finish_page_with_its_record_whole(
    window: Seen, options: Options
) -> None:
    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.views and window.views[-1].caption)
        assert window.page == "InterviewPage"
        assert window.statuses[-1]
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        assert window.page == "FinishPage"
        assert window.statuses[-1] is None
        window.asked.emit(wishes.StartOver())
        await window.until(lambda: window.page == "StartPage" and not window.lobby.consents)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (folder,) = sessions(options)
    (ending,) = window.endings
    assert (ending.situation, ending.folder) == (Situation.LEFT, str(folder))
    assert assert_record_is_whole(folder)[-1] == "session.ended"


def test_what_does_not_begin_leaves_the_start_page_with_the_reason_and_no_record(
    window: Seen, options: Options, tmp_path: Path
) -> None:
    async def candidate() -> None:
        window.asked.emit(wishes.ChooseMicrophone(str(tmp_path / "none.wav")))
        await window.begin()
        await window.until(lambda: window.lobby.faults.beginning)
        await window.until(lambda: window.page == "StartPage")
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert sessions(options) == []


def test_who_leaves_before_it_has_begun_is_not_kept(window: Seen, options: Options) -> None:
    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.page == "InterviewPage")
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (ending,) = window.endings
    assert ending.situation is Situation.LEFT


def test_a_second_click_on_begin_begins_no_second_interview(window: Seen, options: Options) -> None:
    async def candidate() -> None:
        await window.begin()
        window.asked.emit(wishes.Begin())
        await window.until(lambda: window.views)
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert len(sessions(options)) == 1


def test_what_was_wished_before_anything_was_there_is_granted(
    window: Seen, options: Options
) -> None:
    early = [wishes.UseHeadphones(on=True), wishes.Quit()]

    async def candidate() -> None:
        await window.until(lambda: window.lobby.headphones)

    assert live(window, options, candidate, early) == 0


def test_who_has_not_agreed_is_not_recorded(window: Seen, options: Options) -> None:
    async def candidate() -> None:
        await window.until(lambda: window.lobby.plan and window.lobby.microphone.names is not None)
        window.asked.emit(wishes.Begin())
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert sessions(options) == []


@pytest.mark.parametrize("moment", ["start page", "beginning", "interview"])
def test_the_system_s_request_to_end_leaves_and_quits(
    window: Seen, options: Options, moment: str
) -> None:
    async def candidate() -> None:
        if moment != "start page":
            await window.begin()
            await window.until(lambda: window.page == "InterviewPage")
            if moment == "interview":
                await window.until(lambda: window.views)
        else:
            await window.until(lambda: window.lobby.plan)
        os.kill(os.getpid(), signal.SIGTERM)

    assert live(window, options, candidate) == 0
    kinds = [assert_record_is_whole(folder) for folder in sessions(options)]
    assert [one[-1] for one in kinds] == ["session.ended"] * (moment != "start page")


def test_a_bug_of_ours_ends_on_the_finish_page_as_a_failure_with_the_record_closed(
    window: Seen, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(interview_module.Engine):
        async def run(self) -> str:
            raise AssertionError("a bug of ours")

    monkeypatch.setattr(interview_module, "Engine", Broken)

    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (ending,) = window.endings
    assert ending.situation is Situation.FAILED
    assert_record_is_whole(Path(ending.folder))
