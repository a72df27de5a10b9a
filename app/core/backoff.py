"""How long to wait before attempt n: doubling, with full jitter.

    wait(n) = draw * min(cap, first * 2 ** (n - 1))        n = 1, 2, 3 ...

Full jitter (any wait between nothing and the bound is equally likely) keeps many candidates who
lost the same server from coming back in step; see "Exponential Backoff and Jitter", AWS
Architecture Blog, 2015.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackoffParams:
    """The bounds of the waits, in seconds."""

    first_s: float = 0.5
    cap_s: float = 4.0

    def __post_init__(self) -> None:
        if not 0 < self.first_s <= self.cap_s:
            msg = f"the first wait ({self.first_s} s) must be above 0 and at most {self.cap_s} s"
            raise ValueError(msg)


def delay_s(params: BackoffParams, attempt: int, draw: float) -> float:
    """Return the wait before an attempt, in seconds.

    Args:
        params: The bounds.
        attempt: 1 for the first wait; at least 1.
        draw: A random number in [0, 1], drawn by the caller.
    """
    assert attempt >= 1, attempt
    assert 0 <= draw <= 1, draw
    return draw * min(params.cap_s, params.first_s * 2.0 ** min(attempt - 1, 32))
