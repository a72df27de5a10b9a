"""The microphone's part, the same for every peer: frames in real time, starts and ends by schedule.

Standard library only, because it runs in each peer's own environment. Every 20 ms frame carries a
mark, the number of its utterance and its own number as its first samples, so that the server's
taps tell which frames arrived where. Times are ``time.monotonic()``, which is the server's clock.
"""

from __future__ import annotations

import asyncio
import functools
import json
import math
import resource
import struct
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

FRAME_S = 0.02
FRAME_BYTES = 640
MARK = (12345, -12345)
_TONE = [round(4000 * math.sin(2 * math.pi * 440 * n / 16_000)) for n in range(320)]

now = time.monotonic


def frame(utterance: int, index: int) -> bytes:
    """Return a frame of 16 kHz PCM that says which one it is; utterance 0 is silence."""
    samples = _TONE[4:] if utterance else [0] * 316
    return struct.pack("<320h", *MARK, utterance, index % 32_768, *samples)


@dataclass(frozen=True)
class Told:
    """What a client is told: the server, when to speak (from being ready on), when to give up."""

    url: str
    ca: str
    key: str
    model: str
    utterances: Sequence[tuple[float, float]]  # begin, length, in seconds
    limit_s: float
    report: str


@dataclass
class Diary:
    """What a client saw, with times."""

    notes: list[tuple[float, str, str]] = field(default_factory=list)
    frames: list[tuple[float, int, int]] = field(default_factory=list)  # handed in
    begun: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    turn_over: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, what: str, detail: object = "") -> None:
        """Write down what the peer lets its user know."""
        if len(self.notes) < 2000:
            self.notes.append((now(), what, str(detail)[:300]))

    def answered(self) -> None:
        """A reply is over."""
        self.note("turn over")
        self.turn_over.set()


class Peer(Protocol):
    """One way to speak to the server."""

    packages: Sequence[str]

    async def run(self, told: Told, diary: Diary) -> None:
        """Connect, set ``diary.ready``, and read until cancelled."""

    async def begin(self) -> None:
        """Speech begins."""

    async def hand_in(self, pcm: bytes) -> None:
        """Take a frame of speech."""

    async def silence(self, pcm: bytes) -> None:
        """Take a frame without speech: nothing, for whoever is fed during speech only."""

    async def end(self) -> None:
        """Speech is over."""


async def play(peer: Peer, told: Told, diary: Diary) -> None:
    """Run a peer through its schedule."""
    running = asyncio.create_task(peer.run(told, diary))
    told_end = functools.partial(_how_it_ended, diary)
    running.add_done_callback(told_end)
    async with asyncio.timeout(60):
        await diary.ready.wait()
    origin = now()
    for number, (at_s, length_s) in enumerate(told.utterances, 1):
        await _pace(peer, diary, 0, origin + at_s - now())
        diary.turn_over.clear()
        diary.begun.append(now())
        await _tried(diary, "begin", peer.begin())
        await _pace(peer, diary, number, length_s)
        await _tried(diary, "end", peer.end())
        diary.ended.append(now())
    while not (diary.turn_over.is_set() or running.done()):
        await _pace(peer, diary, 0, 0.2)
        if now() - diary.ended[-1] > told.limit_s:
            break
    await _pace(peer, diary, 0, 0.5)
    running.remove_done_callback(told_end)
    running.cancel()
    await asyncio.wait([running], timeout=12)


async def _pace(peer: Peer, diary: Diary, utterance: int, length_s: float) -> None:
    """Hand in frames for so long, each when its last sample would have been captured."""
    frames = [frame(utterance, index) for index in range(round(length_s / FRAME_S))]
    cpu_s, began = time.process_time(), now()
    for index, pcm in enumerate(frames):
        await asyncio.sleep(max(0.0, began + (index + 1) * FRAME_S - now()))
        if utterance:
            diary.frames.append((now(), utterance, index))
            await _tried(diary, "hand_in", peer.hand_in(pcm))
        else:
            await _tried(diary, "silence", peer.silence(pcm))
    if utterance:
        diary.cpu_s += time.process_time() - cpu_s


async def _tried(diary: Diary, what: str, call: Any) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001  # what a peer raises is a result
        if not any(note[1] == f"{what} raised" for note in diary.notes):
            diary.note(f"{what} raised", f"{type(error).__name__}: {error}")


def _how_it_ended(diary: Diary, task: asyncio.Task[None]) -> None:
    if task.cancelled():
        return
    error = task.exception()
    if error is not None:
        diary.note("ended", f"{type(error).__name__}: {error}")
        sys.stderr.write("".join(traceback.format_exception(error)))
        diary.ready.set()
    else:
        diary.note("ended")


def main(peer: Peer, argument: str) -> None:
    """Run a peer as a process: ``argument`` is what it is told, as JSON; write its report."""
    told = Told(**json.loads(argument))

    async def whole() -> Diary:
        diary = Diary()
        await play(peer, told, diary)
        return diary

    diary = asyncio.run(whole())
    said = {
        "notes": diary.notes,
        "frames": diary.frames,
        "begun": diary.begun,
        "ended": diary.ended,
        "cpu_s": diary.cpu_s,
        "resident_mb": _resident_mb(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": {name: _version(name) for name in (*peer.packages, "websockets")},
    }
    Path(told.report).write_text(json.dumps(said), encoding="utf-8")


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
