"""How well is the interviewer taken out of the microphone? Prints a table in Markdown.

    python -m tests.bench.echo [seconds]

The application's own chain (blocks in, decisions out) on synthetic rooms: what the loudspeaker is
given is the practice interviewer's voice, the candidate speaks the sample answers. For each room:
how much of the echo is taken out, false starts on pure echo by the strict rule, the loose one and
without a canceller, what was told to the core, barge-ins found, their delay, the near voice's
level in double talk and alone, and the processor's time.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import numpy.typing as npt
import soxr

from app.core.activity import Ear
from tests.audio.both_ways import Chain, Holes, sound_of, starts, taken_out_db, with_holes
from tests.audio.room import HZ, Room, Sound, answer, blocks, interviewer

ROOMS = {
    **{f"delay {ms} ms": Room(delay_s=ms / 1000) for ms in (0, 20, 60, 150, 250, 330, 450, 480)},
    "-12 dB": Room(level_db=-12),
    "-30 dB": Room(level_db=-30),
    "0 dB (loud)": Room(level_db=0),
    "nonlinear loudspeaker": Room(bends=True),
    "nonlinear, 450 ms": Room(bends=True, delay_s=0.45),
    "path changes, + 35 ms": Room(moves_at_s=20),
    "T60 300 ms": Room(tail_s=0.3),
    "T60 300 ms, 450 ms": Room(tail_s=0.3, delay_s=0.45),
    "drift + 100 ppm": Room(drift_ppm=100),
    "drift - 100 ppm": Room(drift_ppm=-100),
    "drift + 100 ppm, 450 ms": Room(drift_ppm=100, delay_s=0.45),
    "noise -45 dBFS": Room(noise_dbfs=-45),
    "delay 520 ms: beyond reach": Room(delay_s=0.52),
    "delay 700 ms: beyond reach": Room(delay_s=0.7),
}
DRY = {
    "ran dry once": ((1200, 0.11),),
    "ran dry in three bursts": tuple(
        (at + n, hole_s)
        for at in (750, 1250, 1750)
        for n, hole_s in ((0, 0.11), (12, 0.06), (25, 0.15))
    ),
}
"""Of the room with 150 ms: before which pull the loudspeaker ran dry, and for how many seconds."""

COLUMNS = (
    "room",
    "echo taken out, dB: 1-4 s / 4-11 s / later",
    "false starts on pure echo: strict / loose / strict without",
    "told",
    "delay, ms",
    "barge-ins found, after s",
    "near voice, dB: alone / in double talk",
    "CPU s a minute",
)


def utterances(
    length: int, first_s: float = 12.0, every_s: float = 6.0
) -> tuple[Sound, list[float]]:
    """Two seconds and a half of an answer every few seconds, and when they begin."""
    near, begins = np.zeros(length), []
    for n, at_s in enumerate(np.arange(first_s, length / HZ - 4, every_s)):
        voice = answer(n % 3)[: int(2.5 * HZ)]
        loud = int(np.argmax(np.abs(voice) > 600))
        at = int(at_s * HZ) - loud
        near[at : at + len(voice)] += voice
        begins.append(float(at_s))
    return near, begins


def found(heard: list[float], begins: list[float]) -> tuple[float, float]:
    """How many of the utterances were found within 2.5 s, and the median delay in seconds."""
    delays = [min((t - at for t in heard if 0 <= t - at < 2.5), default=np.nan) for at in begins]
    right = [delay for delay in delays if not np.isnan(delay)]
    return len(right) / len(delays), float(np.median(right)) if right else np.nan


def level_db(sound: npt.NDArray[np.float64], spans: list[tuple[float, float]]) -> float:
    pieces = [sound[int(a * 16_000) : int(b * 16_000)] for a, b in spans]
    return float(10 * np.log10(np.mean(np.concatenate(pieces) ** 2)))


def main(seconds: float) -> None:
    far = np.concatenate((np.zeros(HZ), interviewer(seconds - 1)))
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---" * len(COLUMNS) + "|")
    for name, room in ROOMS.items():
        print(row(name, room, far), flush=True)
    for name, holes in DRY.items():
        print(row(name, ROOMS["delay 150 ms"], far, holes), flush=True)


def row(name: str, room: Room, far: Sound, holes: Holes = ()) -> str:
    drift = room.drift_ppm
    echo = room.echo(with_holes(far, holes))
    quiet = blocks(echo + room.noise(len(echo)))
    before = Chain(canceller=None, drift_ppm=drift, holes=holes).run(blocks(far), quiet)
    chain = Chain(drift_ppm=drift, holes=holes)
    began = time.process_time()
    after = chain.run(blocks(far), quiet)
    cpu = (time.process_time() - began) * 60 * HZ / len(far)
    spans = ((1.0, 4.0), (4.0, 11.0), (11.0, len(far) / HZ - 1))
    out = " / ".join(f"{taken_out_db(quiet, after, span):.0f}" for span in spans)
    near, begins = utterances(len(echo))
    both = Chain(drift_ppm=drift, holes=holes)
    talked = both.run(blocks(far), blocks(echo + room.noise(len(echo)) + near))
    share, delay = found(starts(talked), begins)
    spans = [(at, at + 2.0) for at in begins]
    alone = Chain(drift_ppm=drift, holes=holes).run(
        blocks(far * 0), blocks(room.noise(len(echo)) + near)
    )
    voice = level_db(soxr.resample(near, HZ, 16_000), spans)
    kept, doubled = (level_db(sound_of(one), spans) - voice for one in (alone, talked))
    told = ", ".join(f"{mode.value} at {at:.1f} s" for at, mode in chain.modes) or "half duplex"
    assert chain.echo is not None
    where = chain.echo.delay_s
    return (
        f"| {name} | {out} | {len(starts(after))} / {len(starts(after, Ear.OPEN))} / "
        f"{len(starts(before))} | {told} | {'-' if where is None else f'{where * 1000:.0f}'} | "
        f"{share:.0%}, {delay:.2f} | {kept:+.1f} / {doubled:+.1f} | {cpu:.2f} |"
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
