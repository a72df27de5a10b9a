"""The application's own chain between a loudspeaker and a microphone, on a clock that we set.

    pulled blocks -> Reference -\\
    captured blocks -> BlockRing -> Hearing, EchoPath -> frames -> Activity
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from app.audio.echo import Canceller, EchoPath, load_canceller
from app.audio.hearing import Heard, Hearing
from app.audio.reference import Reference
from app.audio.ring import BLOCK_S, BlockRing
from app.core.activity import Activity, ActivityParams, Ear
from app.core.echo import Echo
from tests.audio.room import BLOCK, HZ, Room, Sound, blocks

LATENCY_S = 0.06

Holes = Sequence[tuple[int, float]]


def on_time(n: int) -> float:
    return 0.0


@dataclass
class Chain:
    """Both devices, on time unless told otherwise.

    Attributes:
        modes: What was told, each with the time in seconds.
        now: The clock.
        echo: The echo's path, or None for none.
        late: How late the n-th pull, and the n-th capture, comes, in seconds.
        holes: Before which pull the loudspeaker ran dry, and for how long, in seconds. What is
            heard of it is made by ``with_holes``.
    """

    canceller: Canceller | None = field(default_factory=load_canceller)
    late: tuple[Callable[[int], float], Callable[[int], float]] = (on_time, on_time)
    drift_ppm: float = 0.0
    holes: Holes = ()
    now: float = 0.0
    modes: list[tuple[float, Echo]] = field(default_factory=list)
    echo: EchoPath | None = None

    def run(self, far: Sequence[bytes], near: Sequence[bytes]) -> list[Heard]:
        """Play the one, capture the other, return what is heard."""
        ring, reference = BlockRing(), Reference(lambda: self.now)
        if self.canceller is not None:
            self.echo = EchoPath(self.canceller, reference, self._told)
        hearing = Hearing(ring, 0.0, self.echo)
        step_s = BLOCK_S / (1 + self.drift_ppm / 1e6)
        late_pull, late_capture = self.late
        due = [n * BLOCK_S + sum(s for at, s in self.holes if at <= n) for n in range(len(far))]
        pulls = _in_order(t + late_pull(n) for n, t in enumerate(due))
        captures = _in_order((n + 1) * step_s + late_capture(n) for n in range(len(near)))
        events = [(t, 0, n) for n, t in enumerate(pulls)]
        events += [(t, 1, n) for n, t in enumerate(captures)]
        heard: list[Heard] = []
        for self.now, kind, n in sorted(events):
            if kind == 0:
                reference.put(due[n] + LATENCY_S, far[n])
            else:
                ring.put(self.now, near[n])
                heard += hearing.take(self.now, muted=False)
        return heard

    def _told(self, mode: Echo) -> None:
        self.modes.append((self.now, mode))


def with_holes(far: Sound, holes: Holes) -> Sound:
    """What the loudspeaker plays of what it pulls, for ``Chain.holes``; as long."""
    played = np.split(far, [at * BLOCK for at, _ in holes])
    for number, (_, seconds) in enumerate(holes):
        played[number + 1] = np.concatenate((np.zeros(round(seconds * HZ)), played[number + 1]))
    return np.concatenate(played)[: len(far)]


def _in_order(times: Iterable[float]) -> list[float]:
    """No block overtakes the one before it."""
    return list(accumulate((round(t, 6) for t in times), max))


def starts(heard: Sequence[Heard], ear: Ear = Ear.STRICT) -> list[float]:
    """When the candidate is taken to have begun, in seconds; each lasts until a second of rest."""
    activity = Activity(ActivityParams(wait_s=1.0))
    found = []
    for frame, _ in heard:
        if activity.hear(frame, ear):
            found.append(frame.t)
        elif activity.is_over(frame.t):
            activity.silence()
    return found


def sound_of(heard: Sequence[Heard]) -> npt.NDArray[np.float64]:
    """All frames as one sound at 16 kHz, each in its place."""
    sound = np.zeros((heard[-1].frame.index + 1) * 320)
    for frame, pcm in heard:
        sound[frame.index * 320 : (frame.index + 1) * 320] = np.frombuffer(pcm, np.int16)
    return sound


def taken_out_db(
    captured: Sequence[bytes], heard: Sequence[Heard], span: tuple[float, float]
) -> float:
    """How much quieter a span of seconds became."""
    first, last = (int(second * 50) for second in span)
    before = np.frombuffer(b"".join(captured[first:last]), np.int16).astype(float)
    after = sound_of(heard)[first * 320 : last * 320]
    return float(10 * np.log10(np.mean(before**2) / max(float(np.mean(after**2)), 1e-9)))


def alone(room: Room, far: Sound, drift_ppm: float = 0.0) -> tuple[list[bytes], list[bytes]]:
    """Loudspeaker and microphone while the interviewer alone is heard."""
    echo = room.echo(far)
    return blocks(far), blocks(echo + room.noise(len(echo)))
