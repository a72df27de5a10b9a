"""The application's own chain, on simulated time: blocks of 48 kHz in, decisions out.

    BlockRing -> Hearing (timeline, 16 kHz, score, level) -> Decider (onset, end of turn)

Each block is stamped with the time at which a device would deliver it, and taken at that moment, as
the engine does. Nothing here is a copy of the application: what it changes, this measures.

Another file may add echo: ``play`` is called before each block with its number, to hand the
reference to a canceller, ``make`` makes a ``Hearing`` that has one, and ``ear`` says who is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import soxr

from app.audio.hearing import Hearing
from app.audio.resample import FRAME_HZ, FRAME_SAMPLES
from app.audio.ring import BLOCK_BYTES, BLOCK_S, RATE_HZ, BlockRing
from app.core.activity import ActivityParams, Ear
from app.core.events import FRAME_S, MicFrame
from app.core.talk import Began, Decider, Ended, Grew, TalkParams

WAITS_S = {"Quick": 1.0, "Standard": 2.0, "Patient": 3.5}


class Frames(NamedTuple):
    """What came out of ``Hearing``, frame by frame.

    Attributes:
        frames: Place, score and level.
        came: When each came out, in seconds of the scene.
        pcm: Mono int16 at 16 kHz, shape (n, 320).
    """

    frames: list[MicFrame]
    came: list[float]
    pcm: npt.NDArray[np.int16]


@dataclass(frozen=True)
class Turn:
    """One utterance: where its speech begins, when that and its end were decided, in seconds."""

    onset: float
    began: float
    ended: float | None


class Decided(NamedTuple):
    """What the core made of a scene: a flag of speech for each frame, and the turns."""

    flags: npt.NDArray[np.bool_]
    turns: list[Turn]


def blocks(microphone: npt.NDArray[np.int16]) -> list[bytes]:
    """Return a scene as a device of 48 kHz delivers it, the last block made whole."""
    wide = soxr.resample(microphone.astype(np.float32), FRAME_HZ, RATE_HZ)
    pcm = np.clip(np.rint(wide), -32768, 32767).astype("<i2").tobytes()
    pcm += bytes(-len(pcm) % BLOCK_BYTES)
    return [pcm[at : at + BLOCK_BYTES] for at in range(0, len(pcm), BLOCK_BYTES)]


def hear(
    delivered: Sequence[bytes],
    make: Callable[[BlockRing], Hearing] = lambda ring: Hearing(ring, 0.0),
    play: Callable[[int], None] = lambda block: None,
) -> Frames:
    """Return the frames that the chain makes of these blocks.

    Args:
        delivered: Of 20 ms each.
        make: Makes the ``Hearing``; its origin is 0.0.
        play: Called before each block is put.
    """
    ring = BlockRing()
    hearing = make(ring)
    heard, came = [], []
    for number, pcm in enumerate(delivered):
        now = (number + 1) * BLOCK_S
        play(number)
        ring.put(now, pcm)
        for one in hearing.take(now, muted=False):
            heard.append(one)
            came.append(now)
    sound = np.frombuffer(b"".join(one.pcm for one in heard), np.int16)
    return Frames([one.frame for one in heard], came, sound.reshape(-1, FRAME_SAMPLES))


def rescored(heard: Frames, scores: npt.NDArray[np.floating]) -> Frames:
    """Return the same frames as another detector scores them."""
    pairs = zip(heard.frames, scores, strict=True)
    return heard._replace(frames=[replace(one, score=float(score)) for one, score in pairs])


def decide(
    heard: Frames, wait_s: float, ear: Callable[[float], Ear] = lambda t: Ear.OPEN
) -> Decided:
    """Return what the core decides, hands-free.

    Args:
        heard: By ``hear``.
        wait_s: The pause that ends a turn.
        ear: How readily speech is believed at a time.
    """
    decider = Decider(TalkParams(), ActivityParams(wait_s=wait_s))
    flags = np.zeros(heard.frames[-1].index + 1, np.bool_)
    turns: list[Turn] = []
    for frame, now in zip(heard.frames, heard.came, strict=True):
        for decision in decider.feed(frame, now, ear(now)):
            match decision:
                case Began(onset=onset, newest=newest):
                    flags[onset : newest + 1] = True
                    turns.append(Turn(onset * FRAME_S, now, None))
                case Grew(index=index, last_speech=last):
                    flags[index] = index == last
                case Ended():
                    turns[-1] = Turn(turns[-1].onset, turns[-1].began, now)
    return Decided(flags, turns)
