"""The window's life: the start page, an interview, the finish page, and again.

    wishes of the start page (reception) -> Begin, GoOn -> Interview, as at a terminal -> Ending

The loop is the window's too, so nothing here blocks it: whatever may wait (disk, keyring, sound
server, imports) is done on a worker thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.audio.worker import DeviceWorker
from app.core.ending import Ending
from app.core.events import Intent, Leave
from app.core.faults import Fault
from app.core.lobby import Kind
from app.gui import wishes
from app.gui.awake import Awake
from app.gui.display import WindowDisplay
from app.gui.window import Window
from app.settings import Options
from app.store.interviews import read_interview
from app.telemetry.steps import StepWatch
from app.wiring.check_visit import CheckVisit
from app.wiring.hot_plug import HotPlug
from app.wiring.place import Place
from app.wiring.reception import Reception
from app.wiring.resources import SAMPLE
from app.wiring.sound_check import SoundCheck

if TYPE_CHECKING:
    from app.live.transport import Endpoint
    from app.store.recovery import Stopped
    from app.wiring.door import Door
    from app.wiring.interview import Interview

log = logging.getLogger("app.engine")


def _import_interview() -> None:
    """Import what an interview takes, 1.5 s in all: while the candidate reads, on a worker."""
    import_module("app.wiring.interview")
    import_module("google.genai")
    gc.freeze()  # what was imported stays: looking through it again took 60 ms of the loop


class Desktop:
    """Answers what the window asks. Loop thread only.

    Args:
        window: What the candidate sees.
        options: What the command line asked for.
    """

    def __init__(self, window: Window, options: Options) -> None:
        self._window = window
        self._options = options
        self._wishes: asyncio.Queue[wishes.Wish] = asyncio.Queue()
        self._door: Door | None = None  # while there is an interview
        self._is_leaving = False  # asked for before there was a door
        self._place = Place(options)
        self._worker = DeviceWorker()
        check = SoundCheck(self._worker, SAMPLE, window.show_levels)
        self._reception = Reception(options, self._place, check, window.show_lobby)
        self._hot_plug = HotPlug(self._reception.plugged)
        self._visit = CheckVisit(self._worker, window.check)

    async def live(self, early: Sequence[wishes.Wish] = ()) -> int:
        """Live until the candidate closes the window; return the exit status.

        Args:
            early: What was wished before this was there.
        """
        for wish in early:
            self._take(wish)
        self._window.asked.connect(self._take)
        try:
            with self._left_by_signals(), StepWatch() as watch:
                await self._reception.prepare()
                self._hot_plug.start()
                # No daemon: a process that ends while one of its threads imports may crash.
                threading.Thread(target=_import_interview).start()
                while not isinstance(wish := await self._wishes.get(), wishes.Quit):
                    await self._grant(wish)
            log.info("the loop", extra={"longest_step_s": watch.steps.longest_s})
        finally:
            self._window.asked.disconnect(self._take)
            self._hot_plug.stop()
            await self._visit.end()
            await self._reception.close()
            await asyncio.to_thread(self._worker.stop)
            await asyncio.to_thread(self._place.close)
        return 0

    def _take(self, wish: wishes.Wish | Intent) -> None:
        """Take what the window asks for: of the interview, or of us."""
        if not isinstance(wish, wishes.Prefer | Intent):
            self._wishes.put_nowait(wish)
            return
        self._reception.remember(wish)  # at once, during an interview too
        if isinstance(wish, wishes.Prefer):
            return
        if self._door is not None:
            self._door.post(wish)
        elif isinstance(wish, Leave):
            self._is_leaving = True

    @contextlib.contextmanager
    def _left_by_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, lambda *_: loop.call_soon_threadsafe(self._leave))
        try:
            yield
        finally:
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)  # whoever asks once more must spoil nothing

    def _leave(self) -> None:
        self._take(Leave())
        self._wishes.put_nowait(wishes.Quit())

    def _forget_wishes(self) -> None:
        """Forget what was wished before this page was there, such as a second click on Begin."""
        waiting = [self._wishes.get_nowait() for _ in range(self._wishes.qsize())]
        for wish in waiting:
            if isinstance(wish, wishes.Quit):
                self._wishes.put_nowait(wish)

    async def _grant(self, wish: wishes.Wish) -> None:
        match wish:
            case wishes.Begin():
                await self._begin()
            case wishes.GoOn():
                await self._go_on()
            case wishes.CheckSound():
                await self._reception.close()
                self._window.show_check()
                await self._visit.begin(self._as_chosen())
            case wishes.InCheck(intent):
                self._visit.feed(intent)
            case wishes.LeaveCheck() if self._visit.is_on:
                await self._visit.end()
                self._window.show_start()
                await self._reception.listen()
            case wishes.OpenFolder(path):
                self._window.open_folder(path)
            case wishes.StartOver():
                self._window.show_start()
                await self._reception.welcome_back()
            case _:
                await self._reception.grant(wish)

    # --- an interview

    async def _begin(self) -> None:
        lobby = self._reception.lobby
        if lobby.why_not is not None:
            return  # asked twice, or by a key before the page knew
        options = replace(
            self._as_chosen(),
            is_practice=lobby.kind is Kind.PRACTICE,
            plan=self._reception.plan,
            consent=True,
        )
        await self._enter(options, None)

    async def _go_on(self) -> None:
        stopped = self._reception.stopped
        if stopped is None or self._reception.lobby.why_not_go_on is not None:
            return  # asked twice, or by a key before the page knew
        await self._enter(self._as_chosen(), stopped)

    def _as_chosen(self) -> Options:
        """Return the options with what was chosen on the page."""
        lobby = self._reception.lobby
        return replace(
            self._options,
            mic=lobby.microphone.chosen,
            speaker=lobby.speaker.chosen,
            headphones=lobby.headphones,
            wait=lobby.habits.wait,
            cues=lobby.habits.cues,
        )

    async def _enter(self, options: Options, stopped: Stopped | None) -> None:
        """Hold an interview on its own page, then show how it ended or why it did not begin."""
        self._reception.blame(beginning=None)
        if stopped is not None:
            self._reception.blame(stopped=None)
        self._hot_plug.stop()  # the interview has its own
        await self._reception.close()
        self._window.show_interview()
        async with Awake():
            ending = await self._hold(options, stopped)
        self._window.show_status(None)
        self._is_leaving = False
        self._hot_plug.start()
        self._forget_wishes()
        if ending is not None:
            self._window.show_ending(ending)
        else:
            self._window.show_start()
            await self._reception.listen()

    async def _hold(self, options: Options, stopped: Stopped | None) -> Ending | None:
        """Hold an interview; return None, with the reason on the start page, if it did not begin.

        A bug of ours brings it down visibly, with its record closed.
        """
        await asyncio.to_thread(import_module, "app.wiring.interview")
        from app.wiring.given import read_all, with_headphones  # noqa: PLC0415  # imported just now
        from app.wiring.going_on import options_of, told_of  # noqa: PLC0415  # as above
        from app.wiring.interview import Company, Interview  # noqa: PLC0415  # as above

        interview: Interview | None = None
        fault: Fault | None = None
        how = "failed"
        try:
            if stopped is None:
                told = await asyncio.to_thread(read_all, options)
            else:
                options = options_of(options, stopped)
                told = await asyncio.to_thread(told_of, options, stopped)
            told = with_headphones(told, on=options.headphones)
            self._reception.impose(told.settings, told.forced)  # it may be another since
            async with self._reached(options) as reached:
                company = Company(self._show, self._hands, self._window.show_status)
                interview = Interview(
                    options, told, reached, self._place.folder, self._worker, company
                )
                how = str((await interview.hold())["how"])
        except Fault as error:
            fault = error
        except Exception:
            if interview is None or interview.made is None:
                raise
            log.exception("the interview came down")
        if interview is not None and interview.made is not None:
            kind = Kind.PRACTICE if options.is_practice else Kind.SERVICE
            fault = interview.fault or fault  # what ended it, before what came of that
            return await asyncio.to_thread(_ending, interview.made, how, kind, fault)
        self._reception.blame(**{"stopped" if stopped else "beginning": fault})
        return None

    @contextlib.asynccontextmanager
    async def _reached(self, options: Options) -> AsyncIterator[Endpoint]:
        """Start the embedded interviewer, or use the key, on a worker thread."""
        from app.wiring.given import endpoint  # noqa: PLC0415  # imported with the interview

        reaching = endpoint(options, self._place.redaction, self._reception.key)
        reached = await asyncio.to_thread(reaching.__enter__)
        try:
            yield reached
        finally:
            await asyncio.to_thread(reaching.__exit__, None, None, None)

    @contextlib.contextmanager
    def _hands(self, door: Door) -> Iterator[None]:
        """Let the window's keys and buttons reach the interview."""
        self._door = door
        if self._is_leaving:
            door.leave()
        try:
            yield
        finally:
            self._door = None

    def _show(self, saved_s: Callable[[], float]) -> WindowDisplay:
        return WindowDisplay(self._window.interview, saved_s)


def _ending(folder: Path, how: str, kind: Kind, fault: Fault | None) -> Ending:
    """Return how an interview ended, from its record; blocks."""
    kept = read_interview(folder)
    return Ending(how, kind, str(folder), kept.length_s, kept.answers, fault)
