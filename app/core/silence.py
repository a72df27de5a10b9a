"""Has a device been silent for too long?

What stops without a word is noticed by a clock alone. Time in which the loop stood still is no
silence: a ``Tick`` that is late lets a little more come before anybody judges.
"""

from __future__ import annotations

LATE_S = 0.2
"""A Tick that comes so late was kept back by a loop that stood still."""
LET_COME_S = 0.3
"""What it then lets pass before it judges."""


class Silence:
    """A limit that each sign of life moves on.

    Attributes:
        deadline: When the device counts as silent, in seconds, or None while nothing is expected.
    """

    def __init__(self) -> None:
        self.deadline: float | None = None

    def expect(self, by: float) -> None:
        """A sign of life is due by this time, in seconds."""
        self.deadline = by

    def rest(self) -> None:
        """Nothing is expected."""
        self.deadline = None

    def is_over(self, now: float) -> bool:
        """Whether the limit has passed; then nothing is expected any more."""
        if self.deadline is None or now < self.deadline:
            return False
        if now - self.deadline > LATE_S:
            self.deadline = now + LET_COME_S
            return False
        self.deadline = None
        return True
