"""Lets an interview know which devices there are, while its streams are open."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.audio.capture import Capture
from app.audio.choice import Devices
from app.audio.device_watch import DeviceWatch
from app.audio.sound import nobody_watches
from app.audio.speaker import Speaker
from app.core.device_events import DevicesTold


@contextlib.contextmanager
def listed(devices: Devices, tell: Callable[[DevicesTold], None]) -> Iterator[Callable[[], None]]:
    """Tell of the devices within the context; yields what has the list told once more.

    To be entered before the microphone is open: while the process is started, this one may stand
    still (a fork holds the interpreter's lock: 0.2 s were seen on two busy cores).

    What stands in for a device cannot be switched to another one, so of its kind none is told.

    Args:
        devices: Of the interview.
        tell: Takes the list; any thread.
    """
    microphone = isinstance(devices.microphone.stream, Capture)
    speaker = isinstance(devices.speaker.stream, Speaker)

    def pass_on(told: DevicesTold) -> None:
        if not microphone:
            told = replace(told, microphones=(), microphone=None)
        if not speaker:
            told = replace(told, speakers=(), speaker=None)
        tell(told)

    if not microphone and not speaker:
        yield nobody_watches
        return
    watch = DeviceWatch(pass_on)
    watch.start()
    try:
        yield watch.again
    finally:
        watch.stop()


def chosen(devices: Devices, mic: str | None, speaker: str | None) -> tuple[str | None, str | None]:
    """Return which devices were chosen, as the core takes it: what stands in has no label."""
    return (
        mic if isinstance(devices.microphone.stream, Capture) else None,
        speaker if isinstance(devices.speaker.stream, Speaker) else None,
    )
