"""One interview: devices and record, then session and engine, then the result."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from app import VERSION
from app.audio.choice import Devices, choose_devices
from app.audio.hearing import Hearing
from app.audio.sound import SoundDevice
from app.audio.worker import DeviceWorker
from app.core.actions import Json
from app.core.echo import Echo
from app.core.entries import SessionResumed, SessionStarted, note
from app.core.events import EchoTold, NetworkChanged, SpeakerOpened, StoreFailed
from app.core.faults import Fault, StoreFault
from app.core.session import Session
from app.core.space import SpaceParams, asked_mb, is_enough_to_begin
from app.core.status import SessionStatus
from app.engine import Engine
from app.live import network
from app.live.transport import Endpoint, Transport
from app.monitor.beat import Beat
from app.practice.candidate import SampleCandidate
from app.settings import Options
from app.shells import Observer
from app.store.disk import refusal
from app.store.folder import DataFolder, free_bytes
from app.store.keeper import Keeper
from app.store.record import InterviewRecord
from app.telemetry.counters import Counters
from app.telemetry.loop_lag import LoopLag
from app.telemetry.report import figures
from app.telemetry.watcher import Watcher
from app.wiring.disk_watch import DiskWatch
from app.wiring.door import Door
from app.wiring.echo import EchoWatch, echo_path, has_echo
from app.wiring.given import Told
from app.wiring.listing import chosen, listed
from app.wiring.resources import RESOURCES
from app.wiring.tapping import Tap, TappedSound, TappedTransport, tapping

log = logging.getLogger("app.engine")

_CLOCK = time.perf_counter  # what stamps the microphone's blocks


class Display(Observer, Protocol):
    """Who shows the interview to the candidate, or to a program."""

    def say(self, text: str) -> None:
        """Show a sentence."""
        ...

    def stands_in(self, missing: Literal["microphone", "loudspeaker"], fault: Fault) -> None:
        """Show that something else takes the place of a device, and why."""
        ...


@dataclass(frozen=True, slots=True)
class Company:
    """Who is there with the candidate: what differs between a terminal and a window.

    Attributes:
        show: Makes the display, from a function that tells how many seconds are saved.
        hands: Lets keys, buttons and signals reach the door, within the context.
        status: Is shown each status, as it is written for whoever monitors.
    """

    show: Callable[[Callable[[], float]], Display]
    hands: Callable[[Door], AbstractContextManager[None]]
    status: Callable[[SessionStatus], None] | None = None


def _introduce(devices: Devices, display: Display) -> None:
    """Tell the candidate what stands in for what."""
    for sentence in (*devices.microphone.notes, *devices.speaker.notes):
        display.say(sentence)
    if devices.microphone.missing:
        display.stands_in("microphone", devices.microphone.missing)
    if devices.speaker.missing:
        display.stands_in("loudspeaker", devices.speaker.missing)


def _local_now() -> datetime:
    return datetime.now().astimezone()


def _refuse_if_full(path: Path, params: SpaceParams, *, goes_on: bool) -> None:
    """Refuse to begin, or to go on, where there is no room."""
    try:
        free = free_bytes(path)
    except OSError as error:
        raise refusal(f"The data folder {path} cannot be used", error) from error
    if not is_enough_to_begin(params, free, goes_on=goes_on):
        raise StoreFault(
            f"There are only {free // 1_000_000} MB free on the disk of {path}; an interview asks "
            f"for {asked_mb(params, goes_on=goes_on):.0f} MB. Free some space there, or choose "
            "another folder with --data."
        )


class Interview:
    """One interview, from opening the devices to its result.

    Whatever blocks (listing devices, making files) is done on a worker thread: the loop may be a
    window's, and that stays alive.

    Args:
        options: What was asked for.
        told: What was read; with an interview that is gone on with, or for a new one.
        reached: The server.
        folder: Where the record is made.
        worker: Makes the calls to the sound device; is not stopped here.
        company: Who is there.

    Attributes:
        made: The folder of the record, or None before there is one.
        fault: Why the disk ended it, or None.
    """

    def __init__(
        self,
        options: Options,
        told: Told,
        reached: Endpoint,
        folder: DataFolder,
        worker: DeviceWorker,
        company: Company,
    ) -> None:
        self._options = options
        self._told = told
        self._endpoint = reached
        self._folder = folder
        self._worker = worker
        self._company = company
        self._counters = Counters()
        self._tap: Tap | None = None
        self.made: Path | None = None
        self.fault: Fault | None = None

    async def hold(self) -> dict[str, Json]:
        """Hold the interview and return its result.

        Raises:
            Fault: It could not begin, or its record could not be closed.
        """
        door, options = Door(), self._options
        samples = sorted((RESOURCES / "answers").glob("*.wav")) if options.is_practice else []
        wanted = (options.mic, options.speaker, samples)
        async with tapping(options.tap) as self._tap:
            with self._company.hands(door):
                devices = await choose_devices(self._worker, door.wake, *wanted)
                try:
                    return await self._keep(door, devices)
                finally:
                    devices.close()

    async def _keep(self, door: Door, devices: Devices) -> dict[str, Json]:
        record = await asyncio.to_thread(self._make_record, door)
        try:
            with listed(devices, door.tell) as list_again:
                how = await self._run(door, devices, record, list_again)
        finally:
            await record.close()
        return self._result(how, record.folder, devices)

    def _make_record(self, door: Door) -> InterviewRecord:
        space, stopped = self._told.settings.session.space, self._told.stopped
        _refuse_if_full(self._folder.path, space, goes_on=stopped is not None)
        made = stopped.folder if stopped else self._folder.new_session(_local_now())
        self.made = made
        return InterviewRecord(
            made,
            on_fault=lambda fault: door.tell(StoreFailed(fault)),
            past_frames=stopped.past.frames if stopped else None,
        )

    async def _run(
        self,
        door: Door,
        devices: Devices,
        record: InterviewRecord,
        list_again: Callable[[], None],
    ) -> str:
        told = self._told
        past = told.stopped.past if told.stopped else None
        # The clock of a session that is gone on with did not run meanwhile.
        origin = _CLOCK() - (past.length_s if past else 0.0)
        keeper = Keeper(record, origin)
        display = self._company.show(lambda: keeper.saved_s)
        speaker = await devices.open_speaker()
        _introduce(devices, display)
        session = Session(told.plan, told.script, told.settings.session, random.random, past)
        sound, watching = await self._sound(door, devices, session, origin)
        transport = Transport(
            self._endpoint, told.settings.live, told.instruction, told.plan.language, door.tell
        )
        if self._tap:
            display.say(f"The sound is written to {self._options.tap}, as --tap asks.")
            tapped = TappedTransport(transport, self._tap), TappedSound(sound, self._tap)
            engine = Engine(session, *tapped, keeper, _CLOCK)
        else:
            engine = Engine(session, transport, sound, keeper, _CLOCK)
        beat = Beat(keeper.note, lambda: keeper.saved_s, self._company.status)
        engine.observers += [Watcher(self._counters), display, beat, *watching]
        if devices.microphone.samples:
            engine.observers.append(SampleCandidate(devices.microphone.samples.cue))
        for said in told.stopped.said if told.stopped else ():
            display.note(note(said), origin)
        keeper.note(note(self._first_entry()), origin + (past.length_s if past else 0.0))
        watch = DiskWatch(record.folder, lambda: record.statistics().oldest_s, door.tell)
        networks = network.watch(lambda: door.tell(NetworkChanged()))
        beside = [
            asyncio.create_task(one)
            for one in (LoopLag(self._counters.loop_lag).run(), watch.run(), networks)
        ]
        try:
            sound.on_list = list_again
            with door.opened(engine, session.talk, told.forced):
                list_again()  # what was told before was told to nobody
                if speaker:
                    door.tell(SpeakerOpened(speaker))  # after the engine's own start
                return await engine.run(origin)
        finally:
            self.fault = session.devices.store
            for task in beside:
                task.cancel()

    async def _sound(
        self, door: Door, devices: Devices, session: Session, origin: float
    ) -> tuple[SoundDevice, list[Observer]]:
        """Return the sound device as the engine sees it, and who looks on for it."""
        session.devices.choose(*chosen(devices, self._options.mic, self._options.speaker))
        is_worn = self._told.settings.session.turns.headphones

        def tell(mode: Echo) -> None:
            door.tell(EchoTold(mode))

        echo = echo_path(devices, headphones=is_worn, tell=tell)
        hearing = await asyncio.to_thread(Hearing, devices.ring, origin, echo, self._tap)
        streams = (devices.microphone.stream, devices.speaker.stream)
        sound = SoundDevice(*streams, hearing, devices.playback, _CLOCK, door.tell_if_news)
        watch = EchoWatch(echo, declared=is_worn, tell=tell)
        return sound, [watch] if has_echo(devices) else []

    def _first_entry(self) -> SessionStarted | SessionResumed:
        if (stopped := self._told.stopped) is not None:
            found, last_at = stopped.found, stopped.last_at
            away_s = (_local_now() - last_at).total_seconds() if last_at else -1.0
            return SessionResumed(
                version=VERSION,
                away_s=round(away_s, 1) if away_s >= 0 else None,
                candidate_missing_s=found.candidate_missing_s,
                interviewer_missing_s=found.interviewer_missing_s,
                entries_missing=found.entries_missing,
            )
        options, told = self._options, self._told
        return SessionStarted(
            version=VERSION,
            consent=True,
            practice=options.is_practice,
            model=told.settings.live.model,
            server=options.server,
            ca=str(options.ca.absolute()) if options.ca else None,
            instruction=told.instruction,
            script=told.script,
            plan=told.plan,
        )

    def _result(self, how: str, folder: Path, devices: Devices) -> dict[str, Json]:
        overflows = devices.ring.overruns + devices.ring.input_overflows
        self._counters.count_overflows(overflows)
        self._counters.count_underruns(devices.playback.underruns)
        log.info("the interview is over", extra={"how": how, "overflows": overflows})
        callback_s = devices.ring.callback_times.percentile_s(99.9)
        return {
            "how": how,
            "folder": str(folder),
            "figures": {
                **figures(self._counters.snapshot()),
                "callback_p99_9_ms": round(callback_s * 1000, 3),
            },
        }
