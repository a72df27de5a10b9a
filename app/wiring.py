"""Builds everything once; the only file that knows all rooms.

Options, then what a person gave (plan, settings, texts), then the server, then devices and record,
then session and engine, then the result.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app import VERSION
from app.audio.choice import Devices, choose_devices
from app.audio.hearing import Hearing
from app.audio.sound import SoundDevice
from app.core.actions import Json, Note
from app.core.conduct import Script
from app.core.events import Event, Leave, StoreFailed
from app.core.faults import InputFault
from app.core.plan import Plan
from app.core.session import Session
from app.core.talk import Talk
from app.engine import Engine, Observer
from app.live.transport import Endpoint, Transport
from app.practice.candidate import SampleCandidate
from app.practice.faults import FaultScript
from app.practice.server import PracticeParams, PracticeServer
from app.settings import Options, Settings, apply, read_settings
from app.store.folder import DataFolder
from app.store.keeper import Keeper
from app.store.keys import VARIABLE, read_key
from app.store.plans import read_plan
from app.store.record import InterviewRecord
from app.telemetry.counters import Counters
from app.telemetry.loop_lag import LoopLag
from app.telemetry.redaction import Redaction
from app.telemetry.report import figures
from app.telemetry.watcher import Watcher
from app.terminal import words
from app.terminal.controls import controls
from app.terminal.keys import has_keyboard, intent

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
_CLOCK = time.perf_counter  # what stamps the microphone's blocks


class Display(Observer, Protocol):
    """Who shows the interview to the candidate, or to a program."""

    def say(self, text: str) -> None:
        """Show a sentence."""
        ...

    def result(self, payload: dict[str, Json]) -> None:
        """Show how it ended; the last call."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What was read before anything is recorded: the plan, the settings, the texts."""

    plan: Plan
    settings: Settings
    instruction: str
    script: Script


def read_all(options: Options) -> Told:
    """Read and check everything that a person gave.

    Raises:
        InputFault: Something cannot be used.
    """
    plan = read_plan(options.plan or RESOURCES / "plans" / "default.toml")
    settings = apply(options, read_settings(options.settings))
    questions = "\n".join(f"{n}. {one.text}" for n, one in enumerate(plan.questions, 1))
    instruction = _prompt("instruction").format(language=plan.language, questions=questions)
    script = Script(opening=_prompt("opening"), nudge=_prompt("nudge"))
    return Told(plan, settings, instruction, script)


def _prompt(name: str) -> str:
    return (RESOURCES / "prompts" / f"{name}.txt").read_text("utf-8").strip()


@contextlib.contextmanager
def endpoint(options: Options, redaction: Redaction) -> Iterator[Endpoint]:
    """Start the embedded interviewer, or find the key of the service.

    Raises:
        InputFault: There is no key, no such certificate, or the faults are not understood.
    """
    if options.is_practice:
        with PracticeServer(PracticeParams(faults=FaultScript.parse(options.faults))) as server:
            redaction.remember(server.key)
            yield Endpoint(server.key, server.url, server.ca_file)
        return
    _check_address(options.server, options.ca)
    key = read_key(os.environ)
    if key is None:
        raise InputFault(
            f"There is no API key. Set {VARIABLE} for this run, or try the practice interview, "
            "which needs none: fairhearing practice"
        )
    redaction.remember(key.reveal())
    yield Endpoint(key.reveal(), options.server, options.ca)


def _check_address(server: str | None, ca: Path | None) -> None:
    """Refuse what no attempt to connect could mend."""
    if server is not None and not re.fullmatch(r"https://[^\s/]+(/\S*)?", server):
        raise InputFault(
            f"{server!r} is not the address of a Live server. Write it as https://HOST:PORT after "
            "--server."
        )
    try:
        if ca is not None:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(ca)
    except FileNotFoundError:
        raise InputFault(f"There is no certificate file {ca}. Check the path after --ca.") from None
    except OSError as error:  # ssl.SSLError is one
        raise InputFault(
            f"The file {ca} holds no certificate that can be read. Give a PEM file after --ca."
        ) from error


class _Door:
    """Hands what others report to the engine, while there is one."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._engine: Engine | None = None
        self._talk: Callable[[], Talk] | None = None
        self._is_leaving = False  # the wish came before the engine

    @contextlib.contextmanager
    def opened(self, engine: Engine, talk: Callable[[], Talk]) -> Iterator[None]:
        """Let everybody in to this engine; ``talk`` tells what a key means."""
        self._engine, self._talk = engine, talk
        if self._is_leaving:
            self._loop.call_soon(self._post, Leave())  # after the engine's own start
        try:
            yield
        finally:
            self._engine = None

    def wake(self) -> None:
        """Something was captured or played. Any thread."""
        self._loop.call_soon_threadsafe(self._hear)

    def tell(self, event: Event) -> None:
        """Something happened. Any thread."""
        self._loop.call_soon_threadsafe(self._post, event)

    def press(self, key: str) -> None:
        """A key was pressed."""
        if self._talk and (asked := intent(key, self._talk())):
            self._post(asked)

    def leave(self) -> None:
        """The interview is to end."""
        self._is_leaving = True
        self._post(Leave())

    def _hear(self) -> None:
        if self._engine:
            self._engine.hear()

    def _post(self, event: Event) -> None:
        if self._engine:
            self._engine.post(event)


def _introduce(devices: Devices, display: Display) -> None:
    """Tell the candidate what stands in for what."""
    for note in (*devices.microphone.notes, *devices.speaker.notes):
        display.say(note)
    if devices.microphone.missing:
        display.say(words.NO_MICROPHONE.format(why=devices.microphone.missing))
    if devices.speaker.missing:
        display.say(words.NO_SPEAKER.format(why=devices.speaker.missing))


class Interview:
    """One interview, from opening the devices to its result.

    Args:
        options: What the command line asked for.
        told: What was read.
        reached: The server.
        folder: Where the record is made.
        show: Makes the display, from a function that tells how many seconds are saved.
    """

    def __init__(
        self,
        options: Options,
        told: Told,
        reached: Endpoint,
        folder: DataFolder,
        show: Callable[[Callable[[], float]], Display],
    ) -> None:
        self._options = options
        self._told = told
        self._endpoint = reached
        self._folder = folder
        self._show = show
        self._counters = Counters()

    async def hold(self) -> dict[str, Json]:
        """Hold the interview and return its result.

        Raises:
            Fault: It could not begin, or its record could not be closed.
        """
        door, options = _Door(), self._options
        samples = sorted((RESOURCES / "answers").glob("*.wav")) if options.is_practice else []
        has_keys = options.is_interactive and has_keyboard()
        with controls(door.press, door.leave, keys=has_keys):
            devices = choose_devices(door.wake, options.mic, options.speaker, samples)
            try:
                return await self._keep(door, devices)
            finally:
                await devices.close()

    async def _keep(self, door: _Door, devices: Devices) -> dict[str, Json]:
        folder = self._folder.new_session(datetime.now().astimezone())
        record = InterviewRecord(folder, on_fault=lambda fault: door.tell(StoreFailed(fault)))
        try:
            how = await self._run(door, devices, record)
        finally:
            await record.close()
        return self._result(how, folder, devices)

    async def _run(self, door: _Door, devices: Devices, record: InterviewRecord) -> str:
        told, origin = self._told, _CLOCK()
        keeper = Keeper(record, origin)
        display = self._show(lambda: keeper.saved_s)
        await devices.open_speaker()
        _introduce(devices, display)
        session = Session(told.plan, told.script, told.settings.session, random.random)
        hearing = Hearing(devices.ring, origin)
        sound = SoundDevice(devices.microphone.stream, hearing, devices.playback, _CLOCK, door.tell)
        transport = Transport(
            self._endpoint, told.settings.live, told.instruction, told.plan.language, door.tell
        )
        engine = Engine(session, transport, sound, keeper, _CLOCK)
        engine.observers += [Watcher(self._counters), display]
        if devices.microphone.samples:
            engine.observers.append(SampleCandidate(devices.microphone.samples.cue))
        keeper.note(self._first_note(), origin)
        lag = asyncio.create_task(LoopLag(self._counters.loop_lag).run())
        try:
            with door.opened(engine, lambda: session.talk.state):
                return await engine.run()
        finally:
            lag.cancel()

    def _first_note(self) -> Note:
        payload: dict[str, Json] = {
            "version": VERSION,
            "model": self._told.settings.live.model,
            "practice": self._options.is_practice,
            "consent": True,
            "questions": [question.id for question in self._told.plan.questions],
        }
        return Note("session.started", payload)

    def _result(self, how: str, folder: Path, devices: Devices) -> dict[str, Json]:
        self._counters.count_overflows(devices.ring.overruns + devices.ring.input_overflows)
        self._counters.count_underruns(devices.playback.underruns)
        callback_s = devices.ring.callback_times.percentile_s(99.9)
        return {
            "how": how,
            "folder": str(folder),
            "figures": {
                **figures(self._counters.snapshot()),
                "callback_p99_9_ms": round(callback_s * 1000, 3),
            },
        }
