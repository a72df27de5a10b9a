"""Microphone and loudspeaker tried before an interview: what they pick up, what they play."""

from __future__ import annotations

import asyncio
import contextlib
import wave
from collections.abc import Callable
from pathlib import Path

from app.audio.choice import choose_microphone, choose_speaker
from app.audio.devices import Device, list_devices
from app.audio.level import FLOOR_DBFS, level_dbfs
from app.audio.playback import Playback
from app.audio.resample import REPLY_HZ
from app.audio.ring import BlockRing
from app.audio.sound import Stream
from app.audio.worker import LEAVING_S, DeviceWorker
from app.core.faults import DeviceFault
from app.core.loudspeaker import SILENCE_S

LEVELS_EVERY_S = 1 / 30
_PLAYED = 0  # the number of the only reply that is played here
_SILENT = (
    "The loudspeaker does not play what it is given. Look at its cable and its switch, or choose "
    "another."
)


def _nothing() -> None:
    """The levels are looked at by the clock: nobody has to be woken."""


class _Wish:
    """A microphone that was asked for; its stream once it was found."""

    def __init__(self) -> None:
        self.stream: Stream | None = None


class SoundCheck:
    """Listens to a microphone and plays a sample; nothing of it is kept or sent.

    Made and used on the running loop.

    Args:
        worker: Makes the calls to the device.
        sample: A WAV file to play: mono, 16 bits, 24 kHz.
        show_levels: Is given the levels of microphone and loudspeaker in dBFS, 30 times a second.
    """

    def __init__(
        self, worker: DeviceWorker, sample: Path, show_levels: Callable[[float, float], None]
    ) -> None:
        self._worker = worker
        self._sample = sample
        self._show_levels = show_levels
        self._loop = asyncio.get_running_loop()
        self._ring = BlockRing()
        self._was_played = asyncio.Event()
        self._playback = Playback(self._wake)
        self._listening: _Wish | None = None  # the newest; none while there is no need
        self._speaker: Stream | None = None
        self._metering: asyncio.Task[None] | None = None

    async def look(self) -> list[Device]:
        """Return all devices, those included that were connected meanwhile.

        Raises:
            DeviceFault: There is nothing to look with.
        """
        await self.stop()

        def listed() -> list[Device]:
            self._worker.portaudio.refresh()
            return list_devices(self._worker.portaudio)

        return await self._worker.answered(self._worker.submit(listed))

    async def listen(self, name: str | None) -> None:
        """Listen to a microphone, in place of the one before.

        Raises:
            Fault: It cannot be used.
        """
        if self._listening is not None and self._listening.stream is not None:
            self._listening.stream.close()
        wish = self._listening = _Wish()
        self._meter()
        chosen = await choose_microphone(self._worker, self._ring, _nothing, name, [])
        if wish is not self._listening:
            return  # another one is listened to by now, or none
        wish.stream = chosen.stream
        await self._worker.answered(chosen.stream.open())

    async def play(self, name: str | None) -> None:
        """Play the sample on a loudspeaker, to its end.

        Raises:
            Fault: The loudspeaker cannot be used.
        """
        await self._silence()
        chosen = await choose_speaker(self._worker, self._playback, self._wake, name)
        if chosen.missing is not None:
            raise chosen.missing
        pcm = await asyncio.to_thread(_read, self._sample)
        self._meter()
        speaker = self._speaker = chosen.stream
        try:
            await self._worker.answered(speaker.open())
            self._playback.play(_PLAYED, pcm)
            self._playback.finish(_PLAYED)
            while self._is_playing(speaker):
                self._was_played.clear()
                await asyncio.wait_for(self._was_played.wait(), SILENCE_S)
        except TimeoutError:
            raise DeviceFault(_SILENT) from None
        finally:
            await self._silence()

    async def stop(self) -> None:
        """End both; the device is free when this returns, unless the sound system hangs."""
        if self._metering is not None:
            self._metering.cancel()
            self._metering = None
        listening, self._listening = self._listening, None
        if listening is not None and listening.stream is not None:
            await self._let_go(listening.stream)
        await self._silence()

    def _wake(self) -> None:
        """Something was played, or the loudspeaker has ended. Any thread."""
        self._loop.call_soon_threadsafe(self._was_played.set)

    async def _silence(self) -> None:
        self._playback.flush()
        self._was_played.set()
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            await self._let_go(speaker)

    def _is_playing(self, speaker: Stream) -> bool:
        """Whether there is more to play and this loudspeaker is the one that does."""
        return self._playback.queued_s > 0 and not speaker.finished and speaker is self._speaker

    async def _let_go(self, stream: Stream) -> None:
        """Close a stream; one that cannot be closed now is closed as soon as it can."""
        closed = stream.close()
        with contextlib.suppress(DeviceFault):
            await self._worker.answered(closed, LEAVING_S)

    def _meter(self) -> None:
        if self._metering is None:
            self._metering = asyncio.create_task(self._show_all())

    async def _show_all(self) -> None:
        while True:
            blocks = self._ring.take()
            heard = max((level_dbfs(block.pcm) for block in blocks), default=FLOOR_DBFS)
            played = [level_dbfs(one.pcm) for one in self._playback.take_played() if one.pcm]
            self._show_levels(heard, max(played, default=FLOOR_DBFS))
            await asyncio.sleep(LEVELS_EVERY_S)


def _read(sample: Path) -> bytes:
    with wave.open(str(sample)) as file:
        assert file.getframerate() == REPLY_HZ, "a sample of our own"
        return bytes(file.readframes(file.getnframes()))
