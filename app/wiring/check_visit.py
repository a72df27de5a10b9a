"""The visit to the page that checks the sound: one check, from its beginning until it is left."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Protocol

from app.audio.worker import DeviceWorker
from app.core.check_events import CheckIntent, CheckView
from app.core.check_report import CheckReport
from app.core.faults import Fault
from app.settings import Options
from app.wiring.check_mouth import read_sentence
from app.wiring.hearing_check import GuidedCheck, Shown, Wanted


class Page(Protocol):
    """Where it is shown."""

    def show_check(self, view: CheckView, faults: Sequence[Fault]) -> None:
        """Show how the check is."""
        ...

    def show_levels(self, microphone_dbfs: float, speaker_dbfs: float) -> None:
        """Show the levels, in dBFS."""
        ...


class CheckVisit:
    """Holds a check as long as its page is shown. Loop thread only.

    Args:
        worker: Makes the calls to the device.
        page: Where it is shown.
    """

    def __init__(self, worker: DeviceWorker, page: Page) -> None:
        self._worker = worker
        self._shown = Shown(page.show_check, page.show_levels)
        self._check: GuidedCheck | None = None
        self._holding: asyncio.Task[CheckReport] | None = None

    @property
    def is_on(self) -> bool:
        """Whether there is one."""
        return self._holding is not None

    async def begin(self, options: Options) -> None:
        """Begin a check, in place of the one before.

        Args:
            options: Which devices.

        Raises:
            InputFault: Something of the application's own cannot be read.
        """
        await self.end()
        sentence = await asyncio.to_thread(read_sentence)
        wanted = Wanted(options.mic, options.speaker, options.headphones)
        self._check = GuidedCheck(self._worker, wanted, self._shown, sentence)
        self._holding = asyncio.create_task(self._check.hold(stays=True))

    def feed(self, intent: CheckIntent) -> None:
        """Let what the candidate asks for reach the check."""
        if self._check is not None:
            self._check.feed(intent)

    async def end(self) -> None:
        """End it; the devices are free and what was said is forgotten when this returns."""
        holding, self._holding, self._check = self._holding, None, None
        if holding is not None:
            holding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await holding
