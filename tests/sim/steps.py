"""What happens in a run, as steps: what the candidate does, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

SPEECH = (
    *("speak", "hesitate", "add", "hold", "lock", "toggle", "finish", "rush", "interrupt", "mute"),
    "pull",
)
OTHER = ("wait", "tap", "cough", "mumble", "pause", "try_now")
FAULTS = (
    *("reset", "freeze", "outage", "refuse", "busy", "flap", "quota", "go_away", "slow", "late"),
    *("silent", "tardy", "stuck", "decline", "call", "stall", "lose_frames", "hold_back", "forget"),
    *("hush", "poison", "dumb", "deaf", "narrow", "spurious", "strand", "curse"),
    *("suspend", "blank", "unplug", "choke", "lose_speaker"),
)
LEAST_FAULTS = 5
CADENCES = ("settled", "early", "mid", "late", "never")
WORDS = ("all", "late", "none")


class Step(NamedTuple):
    """One step: its kind, and two numbers in [0, 1] that say how."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole run: its steps, and what holds throughout.

    Attributes:
        seed: For delays and the like.
        cadence: When handles are given.
        words: What is put into words.
        headphones: The microphone does not hear the interviewer.
        engine: The real engine drives the session.
    """

    seed: int
    steps: tuple[Step, ...]
    cadence: str = "settled"
    words: str = "all"
    headphones: bool = True
    engine: bool = False

    def __str__(self) -> str:
        return (
            f"Scenario(seed={self.seed}, cadence={self.cadence!r}, words={self.words!r}, "
            f"headphones={self.headphones}, engine={self.engine}, {len(self.steps)} steps)"
        )

    @property
    def faults(self) -> int:
        """How many of the steps are faults."""
        return sum(1 for step in self.steps if step.kind in FAULTS)


def with_enough_faults(steps: list[Step]) -> tuple[Step, ...]:
    """Return the steps, with as many faults put between them as every run has at least."""
    lacking = LEAST_FAULTS - sum(1 for step in steps if step.kind in FAULTS)
    for n in range(lacking):
        steps.insert(len(steps) * (n + 1) // (lacking + 1), Step("reset", 0.5, 0.5))
    return tuple(steps)


def drawn(seed: int, count: int = 40) -> Scenario:
    """Return a scenario by seed: every other one of a few kinds of steps, so that these meet."""
    random = Random(seed)
    speech, faults = SPEECH, FAULTS
    if seed % 2:
        speech, faults = tuple(random.sample(SPEECH, 3)), tuple(random.sample(FAULTS, 4))
    kinds = random.choices((speech, OTHER, faults), weights=(5, 1, 3), k=count)
    steps = [Step(random.choice(kind), _share(random), _share(random)) for kind in kinds]
    return Scenario(
        seed,
        with_enough_faults(steps),
        cadence=random.choice(CADENCES),
        words=random.choice(WORDS),
        headphones=random.random() < 0.5,
        engine=seed % 10 == 3,
    )


def _share(random: Random) -> float:
    """Return a number in [0, 1], its ends oftener than the rest."""
    return random.choice((0.0, 1.0, random.random(), random.random(), random.random()))


_SHARES = st.floats(0, 1, width=16)
_STEP = st.builds(Step, st.sampled_from((*SPEECH, *SPEECH, *OTHER, *FAULTS)), _SHARES, _SHARES)
# Without min_size, lists average eight steps and find nothing.
SCENARIOS = st.builds(
    Scenario,
    seed=st.integers(0, 2**16),
    steps=st.lists(_STEP, min_size=40, max_size=60).map(with_enough_faults),
    cadence=st.sampled_from(CADENCES),
    words=st.sampled_from(WORDS),
    headphones=st.booleans(),
    engine=st.integers(0, 9).map(lambda one: one == 3),
)
