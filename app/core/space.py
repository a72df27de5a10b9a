"""Is there room on the disk for the record?

The figures are those of OBS Studio's and the survey's recorders: 500 MB before the beginning (an
interview of 45 minutes takes 220 MB, both voices), a warning at 200 MB, and an orderly stop at
50 MB, while everything can still be saved.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class SpaceParams:
    """Thresholds in megabytes (10^6 bytes), and how far behind a disk may be, in seconds.

    Attributes:
        before_mb: Asked for before an interview begins.
        warn_mb: Below it the screen says so.
        stop_mb: Below it the interview is ended, with everything saved.
        slow_s: When what was said has waited so long for the disk, the screen says so.
        full_s: When it has waited so long, the interview is ended before anything would be dropped.
    """

    before_mb: float = 500.0
    warn_mb: float = 200.0
    stop_mb: float = 50.0
    slow_s: float = 3.0
    full_s: float = 60.0

    def __post_init__(self) -> None:
        if not self.before_mb >= self.warn_mb >= self.stop_mb > 0:
            raise ValueError("before_mb, warn_mb and stop_mb must fall in this order, above 0")
        if not 1 <= self.slow_s <= self.full_s <= MOST_BEHIND_S:
            raise ValueError(
                f"slow_s and full_s must lie between 1 and {MOST_BEHIND_S:.0f} s, in this order"
            )


MOST_BEHIND_S = 120.0
"""The queue to the disk holds this much, so ``full_s`` comes first."""


class Room(enum.Enum):
    """How much room there is."""

    AMPLE = "ample"
    """Enough for a whole interview."""
    LOW = "low"
    """Somebody should free some; the interview goes on."""
    SPENT = "spent"
    """The interview must end while all can be saved."""


def judge(params: SpaceParams, free_bytes: int) -> Room:
    """Return how much room ``free_bytes`` are during an interview."""
    if free_bytes < params.stop_mb * _MB:
        return Room.SPENT
    return Room.LOW if free_bytes < params.warn_mb * _MB else Room.AMPLE


def asked_mb(params: SpaceParams, *, goes_on: bool) -> float:
    """Return how much an interview asks for; one that had begun goes on while there is any room."""
    return params.stop_mb if goes_on else params.before_mb


def is_enough_to_begin(params: SpaceParams, free_bytes: int, *, goes_on: bool = False) -> bool:
    """Whether an interview may begin, or go on."""
    return free_bytes >= asked_mb(params, goes_on=goes_on) * _MB
