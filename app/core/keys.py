"""The talk key: what its presses and releases mean.

    UP --- down ---> DOWN (hold) --- up ---> UP, tail of 250 ms
                       |  up within 300 ms: a tap
                       v
                     UP --- down within 350 ms ---> DOWN (lock) --- up ---> UP, stays locked
    locked: down ---> DOWN (unlock) --- up ---> UP, tail of 250 ms

A press while the key is down is the keyboard's repetition, and nothing; so is a second tap that
comes sooner than a finger can. The window for the second
tap counts from the first one's release: slow fingers need it, and quick ones do not notice. What a
tap ends therefore ends 350 ms after it.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TalkParams:
    """Times in seconds.

    The tail of 250 ms after the key is what users of push-to-talk ask for (100 to 500 ms). A pause
    is shown to close the turn from ``closing_after_s`` on: gaps within speech are shorter. With
    ``double_tap_s`` 0 the key cannot be locked.
    """

    preroll_s: float = 0.5
    release_tail_s: float = 0.25
    shortest_hold_s: float = 0.3
    double_tap_s: float = 0.35
    mute_grace_s: float = 5.0
    held_lost_frames_s: float = 10.0
    closing_after_s: float = 0.7

    def __post_init__(self) -> None:
        if not 0 <= self.preroll_s <= 2:
            msg = f"preroll_s is {self.preroll_s}; it must lie between 0 and 2 s"
            raise ValueError(msg)
        if not 0 <= self.double_tap_s <= 1:
            msg = f"double_tap_s is {self.double_tap_s}; it must lie between 0 and 1 s"
            raise ValueError(msg)


_BOUNCE_S = 0.01
"""No finger is up for less: it is the keyboard's repetition, which a busy machine shows so."""


class Press(enum.Enum):
    """What a press of the key means while it lasts."""

    HOLD = enum.auto()
    """It takes the turn, or is a tap."""
    LOCK = enum.auto()
    """The second tap: the turn stays taken when it is let go."""
    UNLOCK = enum.auto()
    """Pressed while locked: the turn ends when it is let go."""


class TalkKey:
    """Follows the key.

    Attributes:
        ends_at: When what the key held is over, after it was let go, in seconds.
        taken_over: The newest press met an utterance that was open.
    """

    def __init__(self, params: TalkParams) -> None:
        self._params = params
        self.ends_at = 0.0
        self.taken_over = False
        self._press: Press | None = None  # None while it is up
        self._down_at = 0.0
        self._up_at = 0.0
        self._was_tap = False

    def press(self, now: float, *, is_locked: bool, is_talking: bool) -> Press | None:
        """Take a press; return what it means, or None for a repetition."""
        if self._press is not None:
            return None
        gap_s = now - self._up_at
        is_second = self._was_tap and _BOUNCE_S <= gap_s <= self._params.double_tap_s
        if is_locked:
            self._press = Press.UNLOCK
        else:
            self._press = Press.LOCK if is_second else Press.HOLD
        self._down_at, self._up_at, self._was_tap = now, math.inf, False
        self.taken_over = is_talking
        return self._press

    def release(self, now: float) -> Press | None:
        """Take a release; return which press it ends, or None if there was none."""
        press, self._press = self._press, None
        if press is None:
            return None
        is_short = now - self._down_at < self._params.shortest_hold_s
        self._was_tap = press is Press.HOLD and is_short and self._params.double_tap_s > 0
        self._up_at = now
        tail_s = self._params.release_tail_s
        self.ends_at = now + max(tail_s, self._params.double_tap_s if self._was_tap else 0.0)
        return press

    def forget(self, now: float) -> None:
        """Something else has ended or locked what the key held: it counts as let go for good."""
        self._press, self._was_tap = None, False
        self.ends_at = now + self._params.release_tail_s

    def covers(self, t: float) -> bool:
        """Whether a tap on what was open could still be undone by speech at this time, in seconds.

        Only speech under the key counts, and only while the press is short enough for a tap.
        """
        is_under = self._down_at <= t <= self._up_at
        return self.taken_over and is_under and t - self._down_at < self._params.shortest_hold_s

    @property
    def is_tap(self) -> bool:
        """Whether the newest press was a tap that took over an utterance."""
        return self._was_tap and self.taken_over
