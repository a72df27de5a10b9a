"""Which microphone and which loudspeaker, or what stands in for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from app.audio.capture import Capture
from app.audio.devices import Device, find_microphone, find_speaker
from app.audio.file_microphone import FileMicrophone
from app.audio.playback import Playback
from app.audio.portaudio import PortAudio
from app.audio.ring import BlockRing
from app.audio.sound import SpeakerStream, Stream
from app.audio.speaker import SilentSpeaker, Speaker
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault, Fault

NO_SPEAKER = "none"
SAMPLES = "samples"

S = TypeVar("S", bound=Stream)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[S]):
    """A microphone or a loudspeaker.

    Attributes:
        stream: To be opened.
        notes: What the candidate should know, a sentence each.
        missing: Why something else stands in for it, or None.
        samples: The sample answers that stand in for a microphone, to be cued, or None.
    """

    stream: S
    notes: tuple[str, ...] = ()
    missing: Fault | None = None
    samples: FileMicrophone | None = None


@dataclass(slots=True)
class Devices:
    """The sound device of one interview.

    Attributes:
        ring: What the microphone fills.
        playback: What the loudspeaker pulls from.
        microphone: The one that was chosen.
        speaker: The one that was chosen.
        worker: Makes the calls to the device.
    """

    ring: BlockRing
    playback: Playback
    microphone: Chosen[Stream]
    speaker: Chosen[SpeakerStream]
    worker: DeviceWorker

    async def open_speaker(self) -> str:
        """Begin to pull; where the loudspeaker cannot be opened, silence stands in for it.

        Returns:
            The loudspeaker's label, "" without one.
        """
        try:
            label = await self.worker.answered(self.speaker.stream.open())
        except DeviceFault as fault:
            self.speaker.stream.close()  # should it open later: one pulls, and no more
            label = ""
            self.speaker = Chosen(SilentSpeaker(self.playback), missing=fault)
            self.speaker.stream.open()
        return label if isinstance(self.speaker.stream, Speaker) else ""

    def close(self) -> None:
        """Stop both streams at once; they are closed on the device's own thread."""
        self.microphone.stream.close()
        self.speaker.stream.close()


async def choose_devices(
    worker: DeviceWorker,
    wake: Callable[[], None],
    mic: str | None,
    speaker: str | None,
    samples: Sequence[Path],
) -> Devices:
    """Choose microphone and loudspeaker.

    Args:
        worker: Makes the calls to the device.
        wake: Called by the audio thread.
        mic: As ``choose_microphone`` takes it.
        speaker: As ``choose_speaker`` takes it.
        samples: As ``choose_microphone`` takes them.

    Raises:
        DeviceFault: A device was named that is not there, there is no microphone, or the sound
            system does not answer.
        InputFault: A file cannot stand in for the microphone.
    """
    ring, playback = BlockRing(), Playback(wake)
    microphone = await choose_microphone(worker, ring, wake, mic, samples)
    loudspeaker = await choose_speaker(worker, playback, wake, speaker)
    return Devices(ring, playback, microphone, loudspeaker, worker)


async def choose_microphone(
    worker: DeviceWorker,
    ring: BlockRing,
    wake: Callable[[], None],
    name: str | None,
    samples: Sequence[Path],
) -> Chosen[Stream]:
    """Choose what fills the ring.

    Args:
        worker: Makes the calls to the device.
        ring: Where the blocks go.
        wake: Called by the audio thread.
        name: Of a microphone, the path of a WAV file, or ``SAMPLES``; None for the system's own.
        samples: WAV files that stand in where they are asked for, or there is no microphone; may be
            empty.

    Raises:
        DeviceFault: There is no such microphone, or none at all and no samples; or, as for one
            that is missing, the sound system does not answer.
        InputFault: The file cannot be used.
    """
    if name is not None and _is_path(name):
        file = await asyncio.to_thread(FileMicrophone, [Path(name)], ring, wake)
        file.cue_all()
        return Chosen(file, tuple(file.notes))
    if name == SAMPLES and samples:
        file = await asyncio.to_thread(FileMicrophone, samples, ring, wake)
        return Chosen(file, samples=file)
    try:
        await worker.answered(worker.submit(lambda: _find(worker, find_microphone, name)))
    except DeviceFault as fault:
        if name is not None or not samples:
            raise
        file = await asyncio.to_thread(FileMicrophone, samples, ring, wake)
        return Chosen(file, missing=fault, samples=file)
    return Chosen(Capture(worker, ring, wake, name))


async def choose_speaker(
    worker: DeviceWorker, playback: Playback, wake: Callable[[], None], name: str | None
) -> Chosen[SpeakerStream]:
    """Choose what pulls from the playback.

    Args:
        worker: Makes the calls to the device.
        playback: What is pulled from.
        wake: Called by the audio thread.
        name: Of a loudspeaker, ``NO_SPEAKER``, or None for the system's own, if it has one.

    Raises:
        DeviceFault: There is no loudspeaker of that name; or one was named and the sound system
            does not answer.
    """
    if name == NO_SPEAKER:
        return Chosen(SilentSpeaker(playback))
    try:
        await worker.answered(worker.submit(lambda: _find(worker, find_speaker, name)))
    except DeviceFault as fault:
        if name is not None:
            raise
        return Chosen(SilentSpeaker(playback), missing=fault)
    return Chosen(Speaker(worker, playback, wake, name))


def _find(
    worker: DeviceWorker, find: Callable[[PortAudio, str | None], Device], name: str | None
) -> Device:
    """Find a device, in a list that is read anew if need be and may be; on the worker."""
    try:
        return find(worker.portaudio, name)
    except DeviceFault:
        if not worker.portaudio.refresh():
            raise
        return find(worker.portaudio, name)


def _is_path(name: str) -> bool:
    """A name with the ending of a recording, or of something that is there, is a path."""
    return name.lower().endswith((".wav", ".wave")) or Path(name).exists()
