"""Lets the start page know of devices that come and go, while a microphone is listened to there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.audio.device_watch import DeviceWatch
from app.core.device_events import DevicesTold


class HotPlug:
    """Tells of the devices between ``start`` and ``stop``. Made and used on the running loop.

    Args:
        tell: Takes the list, on the loop.
    """

    def __init__(self, tell: Callable[[DevicesTold], None]) -> None:
        self._tell = tell
        self._watch: DeviceWatch | None = None

    def start(self) -> None:
        """Begin to tell."""
        loop = asyncio.get_running_loop()

        def tell(told: DevicesTold) -> None:
            loop.call_soon_threadsafe(self._pass_on, watch, told)

        watch = DeviceWatch(tell)
        self._watch = watch
        watch.start()

    def stop(self) -> None:
        """Tell no more: neither what is on its way."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def _pass_on(self, watch: DeviceWatch, told: DevicesTold) -> None:
        if watch is self._watch:
            self._tell(told)
