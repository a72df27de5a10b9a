"""Whose time is it? Every moment of an interview belongs to exactly one.

    candidate     speaks, or has the floor
    interviewer   speaks, or has been asked and works on it
    network       the connection is missing and somebody waits for it
    application   there is no microphone: nobody can be heard
    pause         the candidate asked for it

The live session journals each change (``TimeGoesTo``); the ledger adds up, in whole milliseconds,
so that its sums are the session's length exactly, live and read back alike.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import NamedTuple

from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor


class Whose(enum.Enum):
    """Whose time it is; see above."""

    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    NETWORK = "network"
    APPLICATION = "application"
    PAUSE = "pause"


class Share(NamedTuple):
    """A stretch of time, in milliseconds of the session's clock."""

    whose: Whose
    from_ms: int
    to_ms: int


def whose(floor: Floor, talk: Talk, link: LinkState, *, has_microphone: bool) -> Whose:
    """Return whose time it is.

    Who speaks has the time, whatever the connection does meanwhile: an answer that is given into a
    broken line is the candidate's, a reply that plays out is the interviewer's.
    """
    if talk is Talk.PAUSED:
        return Whose.PAUSE
    if floor is Floor.INTERVIEWER:
        return Whose.INTERVIEWER
    if not has_microphone:
        return Whose.APPLICATION
    if floor is Floor.CANDIDATE:
        return Whose.CANDIDATE
    if not link.works:
        return Whose.NETWORK
    return Whose.INTERVIEWER if floor is Floor.WAITING else Whose.CANDIDATE


class Ledger:
    """Adds up whose time it was.

    Attributes:
        origin: When the session's clock was 0, in the caller's seconds.
        whose: Whose time it is now, or None before the beginning.
    """

    def __init__(self) -> None:
        self.origin = 0.0
        self.whose: Whose | None = None
        self._shares: list[Share] = []
        self._since_ms = 0

    def begin(self, origin: float, from_s: float = 0.0) -> None:
        """Begin to count.

        Args:
            origin: When the session's clock was 0, in seconds.
            from_s: What comes before this is not ours, in seconds of the session's clock.
        """
        self.origin = origin
        self._since_ms = round(from_s * 1000)

    def at_ms(self, now: float) -> int:
        """Return a time in seconds as milliseconds of the session's clock."""
        return round((now - self.origin) * 1000)

    def goes_to(self, whose: Whose, now: float) -> None:
        """From here on it is theirs; what came before the first of these calls is theirs too.

        Args:
            whose: Whose.
            now: Seconds, not before the last call's.
        """
        at_ms = self.at_ms(now)
        if self.whose is not None and at_ms > self._since_ms:
            self._shares.append(Share(self.whose, self._since_ms, at_ms))
            self._since_ms = at_ms
        self.whose = whose

    def shares(self, until_ms: int) -> Sequence[Share]:
        """Return all stretches in order, without a hole, up to ``until_ms``."""
        if self.whose is None or until_ms <= self._since_ms:
            return tuple(self._shares)
        return (*self._shares, Share(self.whose, self._since_ms, until_ms))


def totals(shares: Sequence[Share]) -> dict[Whose, int]:
    """Return how many milliseconds were whose; everybody is in it."""
    sums = dict.fromkeys(Whose, 0)
    for share in shares:
        sums[share.whose] += share.to_ms - share.from_ms
    return sums
