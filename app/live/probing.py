"""Takes the steps of a probe, over the very transport that interviews use.

One probe has one scene: connections are opened and aborted as its steps say, all that arrives is
noted with its time, and whatever ends a connection is noted as well. Nothing is judged here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import assert_never

from app.core.events import FRAME_S, Left
from app.core.faults import LinkFault, OldSocketOpen
from app.core.outgoing import Audio, Outgoing, Prompt, ToolResult, WindowEnd, WindowStart
from app.live.probe import (
    Ask,
    Dial,
    Drop,
    HearHandle,
    HearQuiet,
    HearTurn,
    Pick,
    Probe,
    Say,
    Step,
)
from app.live.probe_line import Means, ProbeLine
from app.live.sightings import Dialled, Dropped, Event, Sightings

_FRAME_BYTES = 640
_MESSAGE_FRAMES = 5  # 100 ms, as a backlog is sent


class _Stop(Exception):  # no error: the scene's end
    """A step cannot be taken."""


class Scene:
    """One probe under way.

    Args:
        probe: What to do.
        means: What it takes.

    Attributes:
        seen: What was seen so far.
    """

    def __init__(self, probe: Probe, means: Means) -> None:
        self.seen = Sightings()
        self._probe = probe
        self._means = means
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._lines: list[ProbeLine] = []
        self._windows = 0

    async def play(self, limit_s: float) -> Sightings:
        """Take the steps, for so long at most; return what was seen. It raises no fault."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s), asyncio.TaskGroup() as tasks:
                try:
                    for step in self._probe.steps:
                        await self._take(step, tasks)
                except _Stop:
                    pass  # within, because a group would wrap it
                finally:
                    self._drop_all()
        self.seen.unreadable = sum(one.link.unreadable for one in self._lines if one.link)
        return self.seen

    async def _take(self, step: Step, tasks: asyncio.TaskGroup) -> None:
        match step:
            case Dial():
                await self._dial(step, tasks)
            case Ask(text):
                self._windows += 1
                await self._send(Prompt(self._windows, self._windows, text))
            case Say():
                if not (step.unless_called and self.seen.calls()):
                    await self._say(step)
            case HearTurn():
                if not await self._until(self._is_turn_over, self._means.check.turn_s):
                    raise _Stop
            case HearHandle():
                await self._until(lambda: self.seen.clean_handle() is not None, self._handle_s)
            case HearQuiet():
                await self._until(lambda: False, self._means.check.quiet_s)
            case Drop():
                self._drop_all()
            case _:
                assert_never(step)

    @property
    def _handle_s(self) -> float:
        return self._means.check.handle_s

    async def _dial(self, step: Dial, tasks: asyncio.TaskGroup) -> None:
        handle = self._handle(step.pick)
        waits_s = self._means.old_socket_waits_s if step.is_patient else ()
        for wait_s in (*waits_s, None):
            line = ProbeLine(len(self._lines) + 1, self._means, self._probe.tools, self._note)
            self._lines.append(line)
            self._note(Dialled(line.epoch, resumes=handle is not None))
            tasks.create_task(line.live(handle))
            await self._until(line.is_open, None)
            if line.link is not None:
                return
            if wait_s is None or not isinstance(line.fault, OldSocketOpen):
                raise _Stop
            await asyncio.sleep(wait_s)

    def _handle(self, pick: Pick | None) -> str | None:
        """Return the handle to resume with; None for a fresh session."""
        match pick:
            case None:
                return None
            case Pick.CLEAN:
                handle = self.seen.clean_handle()
            case Pick.MID_TURN:
                handle = self.seen.mid_turn_handle()
            case _:
                assert_never(pick)
        if handle is None:
            raise _Stop
        return handle

    async def _say(self, step: Say) -> None:
        self._windows += 1
        frames = len(self._means.pcm) // _FRAME_BYTES
        count = max(1, round(frames * step.share))
        pace = step.pace * self._means.check.speech_pace
        await self._send(WindowStart(self._windows))
        began = self._loop.time()
        for first in range(0, count, _MESSAGE_FRAMES):
            # When its last frame would have been captured, as in an interview.
            last = min(first + _MESSAGE_FRAMES, count)
            await asyncio.sleep(began + last * FRAME_S / pace - self._loop.time())
            await self._send(Audio(self._windows, first, last - first))
        if step.ends:
            await self._send(WindowEnd(self._windows, (self._windows,), count))

    async def _send(self, item: Outgoing) -> None:
        line = self._lines[-1] if self._lines else None
        if line is None or line.link is None or line.fault:
            raise _Stop
        pcm = b""
        if isinstance(item, Audio):
            pcm = self._means.pcm[item.first * _FRAME_BYTES :][: item.count * _FRAME_BYTES]
        else:
            self._note(Left(line.epoch, item))  # before it has: no answer can be noted earlier
        try:
            await line.link.send(item, pcm)
        except LinkFault:
            await self._until(lambda: False, self._handle_s)  # the reader says why, soon
            raise _Stop from None

    def _is_turn_over(self) -> bool:
        turns = self.seen.turns()
        return turns[-1].complete_at is not None or (
            not self._probe.answers_calls and bool(self.seen.calls())
        )

    async def _until(self, is_met: Callable[[], bool], limit_s: float | None) -> bool:
        """Wait; return whether it was met before the time was over or the newest line ended."""
        try:
            async with asyncio.timeout(limit_s):
                while not is_met():
                    if self._lines[-1].fault:
                        return False
                    self._changed.clear()
                    await self._changed.wait()
                    await self._answer_calls()
        except TimeoutError:
            return False
        return True

    async def _answer_calls(self) -> None:
        if not self._probe.answers_calls:
            return
        for call in self.seen.calls_unanswered():
            await self._send(ToolResult(call.call, call.name, error=""))

    def _note(self, event: Event) -> None:
        self.seen.add(self._loop.time(), event)
        self._changed.set()

    def _drop_all(self) -> None:
        for line in self._lines:
            if not line.is_over:
                line.drop()
                self._note(Dropped(line.epoch))
