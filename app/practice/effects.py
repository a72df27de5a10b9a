"""Carries faults out on one connection.

Nothing here waits: what takes time becomes a timer or a task of the connection. So a fault can
come from whoever notices its moment: the reader, the speaker, the clock.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Final

from websockets.exceptions import ConnectionClosed

from app.practice import outgoing
from app.practice.conditions import Conditions
from app.practice.fault_kinds import Effect
from app.practice.faults import Clause
from app.practice.faulty_socket import FaultySocket, Hearing
from app.practice.outgoing import Send
from app.practice.record import Recorder

QUOTA: Final = "You exceeded your current quota, please check your plan and billing details."
BUSY: Final = "The service is currently unavailable."
EXPIRED: Final = "Deadline expired before operation could complete."

_RESETS: Final = frozenset(
    (Effect.RESET, Effect.REFUSE, Effect.HTTP, Effect.REJECT_HANDLE, Effect.OLD_SOCKET)
)
_MESSAGES: Final[dict[Effect, Callable[[], Sequence[Send]]]] = {
    Effect.SPURIOUS_INTERRUPT: lambda: (outgoing.interrupted(), outgoing.turn_complete(0, 0)),
    Effect.GARBAGE: lambda: (outgoing.garbage(),),
    Effect.UNKNOWN_MESSAGE: lambda: (outgoing.unknown(),),
    Effect.BIG_FRAME: lambda: (outgoing.big(),),
}
SAID: Final = frozenset((Effect.GO_AWAY, *_MESSAGES))
"""Faults that are messages: the service has none of them before it has answered the set-up."""


class Effects:
    """What can go wrong with one connection.

    Args:
        ws: The connection.
        recorder: Writes down each fault.
        conditions: Those of the server.
        tasks: Runs until the connection ends.
        end_session: Stops the speech and gives the session free, so that it can be resumed.
    """

    def __init__(
        self,
        ws: FaultySocket,
        recorder: Recorder,
        conditions: Conditions,
        tasks: asyncio.TaskGroup,
        end_session: Callable[[], None],
    ) -> None:
        self._ws = ws
        self._recorder = recorder
        self._conditions = conditions
        self._tasks = tasks
        self._end_session = end_session
        self._timers: list[asyncio.TimerHandle] = []

    def carry_out(self, clause: Clause) -> None:
        """Let this go wrong, unless another fault has ended the connection that it needs."""
        is_there = self._ws.is_there
        is_imposed = impose(clause, self._conditions)
        said = "fault" if is_imposed or is_there else "missed"
        self._recorder.note(said, {"fault": clause.effect.value})
        if is_there:
            self._strike(clause)

    def stop(self) -> None:
        """Forget what was still to come: the connection has ended."""
        for timer in self._timers:
            timer.cancel()

    def _strike(self, clause: Clause) -> None:
        values = clause.arguments
        match clause.effect:
            case effect if effect in _RESETS:
                self.reset()
            case effect if effect in _MESSAGES:
                self.say(*_MESSAGES[effect]())
            case Effect.DEAF:
                self._ws.hearing = Hearing.DEAF
                self.later(float(values[0]), self.reset)
            case Effect.FREEZE:
                self._ws.freeze()
                self._end_session()
            case Effect.CLOSE:
                self._close(int(values[0]), str(values[1]))
            case Effect.QUOTA:
                self._close(1011, QUOTA)
            case Effect.BUSY:
                self._close(1011, BUSY)
            case Effect.GO_AWAY:
                self._go_away(float(values[0]), int(values[1]))
            case _:
                pass  # a condition, imposed already

    def reset(self) -> None:
        """Reset the connection."""
        self._ws.reset()
        self._end_session()

    def _go_away(self, left_s: float, code: int) -> None:
        self.say(outgoing.go_away(left_s))
        self.later(left_s, lambda: self._close(code, EXPIRED if code == 1011 else ""))

    def _close(self, code: int, reason: str) -> None:
        if not self._ws.is_there:
            return
        self._ws.hearing = Hearing.GONE
        self._end_session()
        self._tasks.create_task(self._ws.close(code, reason))

    def say(self, *sends: Send) -> None:
        """Send these as soon as it can be."""
        self._tasks.create_task(self._send(sends))

    async def _send(self, sends: Sequence[Send]) -> None:
        with contextlib.suppress(ConnectionClosed):  # the reader sees the same, and ends us
            for send in sends:
                self._recorder.sent(send)
                await self._ws.send(send.frame())

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something so many seconds from now, if the connection lives."""
        self._timers.append(asyncio.get_running_loop().call_later(seconds, act))


def impose(clause: Clause, conditions: Conditions) -> bool:
    """Let a fault hold for the whole server; return whether it is such a one."""
    return conditions.impose(clause, asyncio.get_running_loop().time())
