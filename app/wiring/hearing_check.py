"""The guided check on real devices: what it hears, what it plays, when it is over.

Nothing of it is kept or sent: the candidate's voice lives in memory and is dropped at the end. The
devices, the way of the echo and the detector are those of an interview, so what is found holds for
one. Microphone and loudspeaker are opened for as long as the check is on the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.audio.choice import Chosen, Devices, choose_microphone, choose_speaker
from app.audio.level import FLOOR_DBFS
from app.audio.ring import BlockRing
from app.audio.sound import SpeakerStream, Stream
from app.audio.speaker import SilentSpeaker
from app.audio.worker import LEAVING_S, DeviceWorker
from app.core import check_events as ck
from app.core.check_report import CheckReport, Step, Trouble
from app.core.echo import Echo
from app.core.events import EchoTold, Tick
from app.core.faults import DeviceFault, Fault
from app.core.hearing_check import HearingCheck
from app.wiring.check_ear import CheckEar
from app.wiring.check_mouth import CheckMouth
from app.wiring.echo import echo_path

EVERY_S = 1 / 30
_NO_SPEAKER_WANTED = "No loudspeaker was chosen, so nothing can be played."
_CLOCK = time.perf_counter  # what stamps the microphone's blocks


def _nothing() -> None:
    """The devices are looked at by the clock: nobody has to be woken."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which devices, and how.

    Attributes:
        mic: As ``choose_microphone`` takes it.
        speaker: As ``choose_speaker`` takes it.
        headphones: The microphone does not hear the interviewer.
        asks: There is somebody who can say what they heard.
        params: How long the steps last.
    """

    mic: str | None = None
    speaker: str | None = None
    headphones: bool = False
    asks: bool = True
    params: ck.HearingParams = field(default_factory=ck.HearingParams)


@dataclass(frozen=True, slots=True)
class Shown:
    """To whom the check is shown.

    Attributes:
        view: Is given the view, 30 times a second, and why devices cannot be used, if so.
        levels: Is given the levels of microphone and loudspeaker in dBFS, as often.
    """

    view: Callable[[ck.CheckView, Sequence[Fault]], None]
    levels: Callable[[float, float], None]


class GuidedCheck:
    """One check. Made and used on the running loop.

    Args:
        worker: Makes the calls to the device; is not stopped here.
        wanted: Which devices.
        shown: To whom it is shown.
        sentence: What the interviewer says, as ``check_mouth.read_sentence`` gives it.

    Attributes:
        faults: Why a device cannot be used, in words for a person.
    """

    def __init__(self, worker: DeviceWorker, wanted: Wanted, shown: Shown, sentence: bytes) -> None:
        self._worker = worker
        self._wanted = wanted
        self._shown = shown
        echo = Echo.HEADPHONES if wanted.headphones else Echo.HALF_DUPLEX
        self._check = HearingCheck(wanted.params, asks=wanted.asks, echo=echo)
        self.faults: list[Fault] = []
        self._mouth = CheckMouth(sentence)
        self._microphone: Stream | None = None
        self._speaker: SpeakerStream | None = None
        self._ear: CheckEar | None = None

    def feed(self, event: ck.CheckEvent) -> None:
        """Let something reach the check, such as what the candidate asks for."""
        for action in self._check.feed(event, _CLOCK()):
            self._obey(action)

    async def hold(self, *, stays: bool = False) -> CheckReport:
        """Hold the check and return what it came to.

        Args:
            stays: Go on when it is over, for what may be done again, until this is cancelled.
        """
        ring = BlockRing()
        try:
            await self._open(ring)
            while stays or not self._check.is_over:
                self._look()
                await asyncio.sleep(EVERY_S)
            self._show()
            return self._check.view(_CLOCK()).report
        finally:
            await self._close()

    # --- the devices

    async def _open(self, ring: BlockRing) -> None:
        self._show()
        with contextlib.suppress(DeviceFault):  # it will be told of by whatever is asked next
            # What was connected meanwhile is found; nobody has a stream open here.
            await self._worker.answered(self._worker.submit(self._worker.portaudio.refresh))
        microphone, speaker = await self._chosen(ring)
        path = None
        if microphone is not None and speaker is not None:
            devices = Devices(ring, self._mouth.playback, microphone, speaker, self._worker)
            headphones = self._wanted.headphones
            path = echo_path(devices, headphones=headphones, tell=self._told)
        ear = await asyncio.to_thread(CheckEar, ring, _CLOCK(), path)
        reference = self._mouth.playback.on_pulled

        def pulled(heard_at: float, pcm48: bytes) -> None:
            if reference is not None:
                reference(heard_at, pcm48)
            ear.gauge.put(heard_at, pcm48)

        self._mouth.playback.on_pulled = pulled
        self._ear = ear
        opened = ck.Opened(
            None if microphone is not None else Trouble.MISSING,
            None if speaker is not None else Trouble.MISSING,
        )
        self.feed(opened)

    async def _chosen(
        self, ring: BlockRing
    ) -> tuple[Chosen[Stream] | None, Chosen[SpeakerStream] | None]:
        """Open both devices; what cannot be used is None, and its fault is kept."""
        worker, wanted = self._worker, self._wanted
        microphone: Chosen[Stream] | None = None
        speaker: Chosen[SpeakerStream] | None = None
        try:
            found = await choose_speaker(worker, self._mouth.playback, _nothing, wanted.speaker)
            if found.missing is not None:
                raise found.missing
            if isinstance(found.stream, SilentSpeaker):
                raise DeviceFault(_NO_SPEAKER_WANTED)
            self._speaker = found.stream
            await worker.answered(found.stream.open())
            speaker = found
        except Fault as fault:
            self.faults.append(fault)
        try:
            heard = await choose_microphone(worker, ring, _nothing, wanted.mic, [])
            self._microphone = heard.stream
            await worker.answered(heard.stream.open())
            microphone = heard
        except Fault as fault:
            self.faults.insert(0, fault)
        return microphone, speaker

    async def _close(self) -> None:
        """Be silent, let go of both devices, and forget what was said."""
        self._mouth.stop()
        if self._ear is not None:
            self._ear.forget()
        streams = [one for one in (self._microphone, self._speaker) if one is not None]
        for closed in [one.close() for one in streams]:
            with contextlib.suppress(DeviceFault):  # it is closed as soon as it can be
                await self._worker.answered(closed, LEAVING_S)
        self._mouth.playback.on_pulled = None

    # --- thirty times a second

    def _look(self) -> None:
        assert self._ear is not None
        now = _CLOCK()
        frames = self._ear.take(now)
        for frame in frames:
            self.feed(frame)
        played_dbfs = self._mouth.listen(now)
        if self._mouth.is_through():
            self.feed(ck.PlayedOut())
        if self._microphone is not None and self._microphone.finished:
            self.feed(ck.MicrophoneLost())
        if self._speaker is not None and self._speaker.finished:
            self.feed(ck.SpeakerLost())
        if self._check.view(now).step is Step.ECHO:
            self.feed(self._ear.measured())
        self.feed(Tick())
        heard = [frame.mic.level_dbfs for frame in frames]
        self._shown.levels(max(heard, default=FLOOR_DBFS), played_dbfs)
        self._show()

    def _show(self) -> None:
        self._shown.view(self._check.view(_CLOCK()), self.faults)

    def _told(self, mode: Echo) -> None:
        self.feed(EchoTold(mode))

    def _obey(self, action: ck.CheckAction) -> None:
        assert self._ear is not None
        match action:
            case ck.TakeVoice(first, last):
                self._ear.take_voice(first, last)
            case ck.PlayVoice():
                self._play(self._ear.voice)
            case ck.PlaySample():
                self._play(self._mouth.sentence)
            case ck.MeasureEcho():
                self._ear.gauge.begin()
            case ck.StopPlaying():
                self._mouth.stop()

    def _play(self, pcm24: bytes) -> None:
        self.feed(ck.Playing(self._mouth.play(pcm24)))
