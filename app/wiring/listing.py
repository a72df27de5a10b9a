"""Lets an interview know which devices there are, while its streams are open."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from app.audio.capture import Capture
from app.audio.choice import Devices
from app.audio.device_watch import DeviceWatch
from app.audio.sound import SoundDevice
from app.audio.speaker import Speaker
from app.core.device_events import DevicesTold


@contextlib.contextmanager
def listed(
    devices: Devices, sound: SoundDevice, tell: Callable[[DevicesTold], None]
) -> Iterator[None]:
    """Tell of the devices within the context.

    What stands in for a device cannot be switched to another one, so of its kind none is told.

    Args:
        devices: Of the interview.
        sound: Asks for the list.
        tell: Takes it; any thread.
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
        yield
        return
    watch = DeviceWatch(pass_on)
    sound.on_list = watch.again
    watch.start()
    try:
        yield
    finally:
        watch.stop()


def chosen(devices: Devices, mic: str | None, speaker: str | None) -> tuple[str | None, str | None]:
    """Return which devices were chosen, as the core takes it: what stands in has no label."""
    return (
        mic if isinstance(devices.microphone.stream, Capture) else None,
        speaker if isinstance(devices.speaker.stream, Speaker) else None,
    )
