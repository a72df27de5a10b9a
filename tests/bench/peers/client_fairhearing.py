"""Us: the real engine, core and transport, with a microphone made of the driver's frames.

Detection, recording and screen are off: the score is fixed, the record keeps the last minute in
memory, and the loudspeaker takes everything at once. The driver's end is the candidate's "Done",
so what our own end of turn would add is not counted.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import app.core.actions as act
import app.core.events as ev
from app.core.conduct import Script
from app.core.outbox import OutboxParams
from app.core.plan import Plan, Question
from app.core.session import Session, SessionParams
from app.core.view import View
from app.engine import Engine
from app.live.transport import Endpoint, Transport
from app.settings import LiveParams
from app.wiring.door import Door
from tests.bench.peers.driver import Diary, Told, main

_CLOCK = time.perf_counter
_QUESTIONS = tuple(Question(f"q{n}", "Please tell me about yourself.", 2.0) for n in range(1, 6))


class FrameSound:
    """A device whose microphone is the driver and whose loudspeaker plays at once."""

    deadline: float | None = None

    def __init__(self, origin: float) -> None:
        self._origin = origin
        self._frames: list[tuple[ev.MicFrame, bytes]] = []
        self._played: list[tuple[ev.Played, bytes]] = []
        self._newest = -1
        self._reply, self._samples = -1, 0

    def put(self, pcm: bytes, score: float) -> None:
        t = _CLOCK()
        by_clock = round((t - self._origin) / ev.FRAME_S) - 1
        self._newest = max(self._newest + 1, by_clock)
        self._frames.append((ev.MicFrame(self._newest, t, score, -20.0), pcm))

    def heard(self, *, muted: bool) -> Sequence[tuple[ev.MicFrame, bytes]]:
        frames, self._frames = self._frames, []
        return frames

    def played(self) -> Sequence[tuple[ev.Played, bytes]]:
        played, self._played = self._played, []
        return played

    def obey(self, action: act.SoundAction) -> None:
        if isinstance(action, act.Play):
            if action.reply != self._reply:
                self._reply, self._samples = action.reply, 0
            samples = len(action.pcm) // 2
            played = ev.Played(action.reply, self._samples, samples, _CLOCK())
            self._samples += samples
            self._played.append((played, action.pcm))


class MemoryRecord:
    """Keeps the last minute."""

    def __init__(self) -> None:
        self._frames: dict[int, bytes] = {}

    def keep_frame(self, index: int, pcm: bytes) -> None:
        self._frames[index] = pcm
        self._frames.pop(index - 3000, None)

    def keep_played(self, played: ev.Played, pcm: bytes, at_s: float) -> None:
        pass

    def note(self, note: act.Note, at: float) -> None:
        pass

    def frames_at_hand(self, first: int, count: int) -> bytes:
        return b"".join([self._frames[one] for one in range(first, first + count)])

    async def read_frames(self, first: int, count: int) -> bytes:
        return self.frames_at_hand(first, count)


class Onlooker:
    """Tells the diary what our user would be shown."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary
        self._is_sounding = False
        self._shown = ""

    def event(self, event: ev.Event, now: float) -> None:
        match event:
            case ev.LinkSuspect() | ev.LinkClosed() | ev.GoAway():
                self._diary.note(type(event).__name__, event)
            case ev.LinkOpened(epoch):
                self._diary.note("LinkOpened", epoch)
            case ev.ReplyAudio() if not self._is_sounding:
                self._is_sounding = True
                self._diary.note("reply sound")
            case ev.TurnComplete():
                self._is_sounding = False
                self._diary.answered()

    def note(self, note: act.Note, now: float) -> None:
        if note.kind == "link" and note.payload["state"] != "up":
            self._diary.note("link", note.payload)

    def view(self, view: View, now: float) -> None:
        pass


def make_session() -> Session:
    """Return a session whose replays go at the pace of practice."""
    plan = Plan("en", _QUESTIONS)
    script = Script("Please begin.", "Go on.")
    params = SessionParams(outbox=OutboxParams(replay_pace=8.0))
    return Session(plan, script, params, random.random)


class Fairhearing:
    """The engine with the least around it."""

    packages = ("google-genai",)

    def __init__(self) -> None:
        self._is_speaking = False

    async def run(self, told: Told, diary: Diary) -> None:
        origin = _CLOCK()
        session = make_session()
        self._sound = FrameSound(origin)
        door = Door()
        endpoint = Endpoint(told.key, told.url, Path(told.ca))
        params = LiveParams(model=told.model)
        transport = Transport(endpoint, params, "Interview.", "en", door.post)
        self._engine = Engine(session, transport, self._sound, MemoryRecord(), _CLOCK)
        self._engine.show_every_s = 0.25  # no screen
        self._engine.observers.append(Onlooker(diary))
        greeted = asyncio.create_task(self._greeted(diary))
        try:
            with door.opened(self._engine, lambda: session.talk.state):
                await self._engine.run(origin)
        finally:
            greeted.cancel()

    async def _greeted(self, diary: Diary) -> None:
        while not diary.turn_over.is_set():
            await asyncio.sleep(0.02)
            await self.silence(bytes(640))
        diary.ready.set()

    async def begin(self) -> None:
        pass

    async def hand_in(self, pcm: bytes) -> None:
        self._sound.put(pcm, 0.9)
        self._engine.hear()

    async def silence(self, pcm: bytes) -> None:
        self._sound.put(pcm, 0.0)
        self._engine.hear()

    async def end(self) -> None:
        self._engine.post(ev.Done())


if __name__ == "__main__":
    main(Fairhearing(), sys.argv[1])
