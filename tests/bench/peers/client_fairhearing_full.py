"""Us with everything on but the screen: 48 kHz blocks, resampling, detection, record, counters.

The key is held, because no voice speaks. Blocks come from the driver in place of PortAudio; behind
the detection each frame gets the driver's mark again, which the resampler would have spoilt.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

import app.core.actions as act
import app.core.events as ev
from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.audio.ring import BlockRing
from app.audio.speaker import SilentSpeaker
from app.engine import Engine
from app.live.transport import Endpoint, Transport
from app.monitor.beat import Beat
from app.settings import LiveParams
from app.store.keeper import Keeper
from app.store.record import InterviewRecord
from app.telemetry.counters import Counters
from app.telemetry.loop_lag import LoopLag
from app.telemetry.watcher import Watcher
from app.wiring.disk_watch import DiskWatch
from app.wiring.door import Door
from tests.bench.peers.client_fairhearing import _CLOCK, Onlooker, make_session
from tests.bench.peers.driver import Diary, Told, main


class BlockSound:
    """Hearing and playback as in the application, between the driver and the engine."""

    def __init__(self, ring: BlockRing, hearing: Hearing, playback: Playback) -> None:
        self.ring = ring
        self.marked: deque[bytes] = deque()
        self._hearing = hearing
        self._playback = playback

    @property
    def deadline(self) -> float | None:
        return self._hearing.deadline

    def put(self, pcm: bytes) -> None:
        self.marked.append(pcm)
        block = np.frombuffer(pcm, np.int16).repeat(3).tobytes()
        self.ring.put(_CLOCK(), block)

    def heard(self, *, muted: bool) -> list[tuple[ev.MicFrame, bytes]]:
        heard = self._hearing.take(_CLOCK(), muted=muted)
        return [(frame, self.marked.popleft()) for frame, _ in heard]

    def played(self) -> list[tuple[ev.Played, bytes]]:
        return [
            (ev.Played(one.reply, one.first_sample, one.samples, one.stamp), one.pcm)
            for one in self._playback.take_played()
        ]

    def obey(self, action: act.SoundAction) -> None:
        match action:
            case act.Play(reply, pcm):
                self._playback.play(reply, pcm)
            case act.FinishReply(reply):
                self._playback.finish(reply)
            case act.FlushPlayout():
                self._playback.flush()
            case act.HoldPlayout(on):
                self._playback.hold(on=on)


class Fairhearing:
    """The engine with what an interview has around it."""

    packages = ("google-genai",)

    async def run(self, told: Told, diary: Diary) -> None:
        origin, door, counters = _CLOCK(), Door(), Counters()
        session = make_session()
        playback = Playback(door.wake)
        ring = BlockRing()
        self._sound = BlockSound(ring, Hearing(ring, origin), playback)
        endpoint = Endpoint(told.key, told.url, Path(told.ca))
        params = replace(LiveParams(), model=told.model)
        transport = Transport(endpoint, params, "Interview.", "en", door.tell)
        with tempfile.TemporaryDirectory() as folder:
            record = InterviewRecord(
                Path(folder), on_fault=lambda fault: door.tell(ev.StoreFailed(fault))
            )
            keeper = Keeper(record, origin)
            self._engine = Engine(session, transport, self._sound, keeper, _CLOCK)
            beat = Beat(keeper.note, lambda: keeper.saved_s)
            self._engine.observers += [Watcher(counters), beat, Onlooker(diary)]
            watch = DiskWatch(record.folder, lambda: record.statistics().oldest_s, door.tell)
            beside = [
                asyncio.create_task(one)
                for one in (LoopLag(counters.loop_lag).run(), watch.run(), self._greeted(diary))
            ]
            try:
                with door.opened(self._engine, lambda: session.talk.state), _playing(playback):
                    await self._engine.run(origin)
            finally:
                for task in beside:
                    task.cancel()
                await record.close()

    async def _greeted(self, diary: Diary) -> None:
        due = _CLOCK()
        while not diary.turn_over.is_set():
            due += ev.FRAME_S
            await asyncio.sleep(due - _CLOCK())
            await self.silence(bytes(640))
        diary.ready.set()

    async def begin(self) -> None:
        self._engine.post(ev.TalkPressed())

    async def hand_in(self, pcm: bytes) -> None:
        self._sound.put(pcm)
        self._engine.hear()

    async def silence(self, pcm: bytes) -> None:
        await self.hand_in(pcm)

    async def end(self) -> None:
        self._engine.post(ev.Done())


@contextmanager
def _playing(playback: Playback) -> Iterator[None]:
    speaker = SilentSpeaker(playback)
    speaker.open()
    try:
        yield
    finally:
        speaker.close()


if __name__ == "__main__":
    main(Fairhearing(), sys.argv[1])
