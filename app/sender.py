"""The one sender of a connection: pulls what leaves next, sends it, says that it left.

    wake -> one item that the socket takes and whose sound is in memory -> it leaves at once
              |  the socket is full, or the sound is on disk, or more than one item is due
              v
            the task: waits for what is missing, sends until nothing is due

So a frame leaves in the turn of the loop in which the microphone delivered it: to wake a task for
each costs a twentieth of all that a frame costs. Either of the two sends, never both: the task
waits, or ``wake`` does nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.core.outgoing import Audio, Outgoing
from app.shells import LiveLink, Record


class Sender:
    """Sends over one connection.

    Args:
        live: The connection.
        record: Where the sound is.
        take: Returns the next item, or None.
        left: Told each item that was handed to the socket.
    """

    def __init__(
        self,
        live: LiveLink,
        record: Record,
        take: Callable[[], Outgoing | None],
        left: Callable[[Outgoing], None],
    ) -> None:
        self._live = live
        self._record = record
        self._take = take
        self._left = left
        self._is_waiting = False  # the task; before its first turn and after its end it is not
        self._in_hand: Outgoing | None = None  # taken, but not to be sent without waiting
        self._wanted = asyncio.Event()

    def wake(self) -> None:
        """Something may be due: send what can be sent at once, and leave the rest to the task."""
        if not self._is_waiting:
            return
        self._is_waiting = False  # whoever hears that an item left may call this
        item = self._take()
        if item is not None and self._is_sent_at_once(item):
            self._left(item)
            item = self._take()
        if item is None:
            self._is_waiting = True
        else:
            self._in_hand = item
            self._wanted.set()

    async def run(self) -> None:
        """Be the task, until cancelled.

        Raises:
            LinkFault: The connection is gone; the reader says why.
            StoreFault: The sound can no longer be read.
        """
        try:
            while True:
                while (item := self._in_hand or self._take()) is not None:
                    self._in_hand = None
                    await self._live.send(item, await self._sound_of(item))
                    self._left(item)
                    await asyncio.sleep(0)  # sending need not yield: let the reader have its turn
                self._is_waiting = True
                await self._wanted.wait()
                self._wanted.clear()
        finally:
            self._is_waiting = False

    def _is_sent_at_once(self, item: Outgoing) -> bool:
        if not isinstance(item, Audio):
            return False  # a handful a minute, which the library writes
        pcm = self._record.frames_at_hand(item.first, item.count)
        return pcm is not None and self._live.send_at_once(item, pcm)

    async def _sound_of(self, item: Outgoing) -> bytes:
        if not isinstance(item, Audio):
            return b""
        return await self._record.read_frames(item.first, item.count)
