"""An engine whose loop stands still for 2 s in the middle of the first answer; see ``spy.py``."""

from __future__ import annotations

import asyncio
import time

from app import engine
from app.core.events import Event, Left
from app.core.outgoing import Audio

BLOCKED_S = 2.0


class Standstill(engine.Engine):
    """An engine that blocks its own loop once."""

    _sent = 0

    def _feed(self, event: Event) -> None:
        super()._feed(event)
        if isinstance(event, Left) and isinstance(event.item, Audio):
            self._sent += 1
            if self._sent == 100:  # two seconds into the answer
                asyncio.get_running_loop().call_soon(time.sleep, BLOCKED_S)
