"""How long things took, in fixed memory, with percentiles of a stated error.

    bucket   0        1              2              ...  last
    holds    <= 10 us  .. 10 us * g   .. 10 us * g^2      the rest, from about 100 s on

With growth g = 1.1 and the geometric middle of a bucket as its value, a percentile is wrong by
at most sqrt(g) - 1 = 4.9 %; 170 counts are enough for seven decades. The idea is HdrHistogram's
(hdrhistogram.org), without its precision.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate

LOWEST_S = 1e-5
HIGHEST_S = 100.0
_GROWTH = 1.1
_BUCKETS = math.ceil(math.log(HIGHEST_S / LOWEST_S, _GROWTH)) + 2

RELATIVE_ERROR = math.sqrt(_GROWTH) - 1
"""How far a percentile between ``LOWEST_S`` and ``HIGHEST_S`` may be off."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A histogram in four numbers, in seconds; None while it is empty."""

    count: int
    p50_s: float | None
    p99_s: float | None
    most_s: float | None


class Histogram:
    """Durations in seconds; for one thread."""

    def __init__(self) -> None:
        self._counts = [0] * _BUCKETS
        self._count = 0
        self._least_s = math.inf
        self._most_s = 0.0

    def add(self, seconds: float) -> None:
        """Count one duration, >= 0."""
        assert seconds >= 0.0, "a duration"
        self._counts[_bucket(seconds)] += 1
        self._count += 1
        self._least_s = min(self._least_s, seconds)
        self._most_s = max(self._most_s, seconds)

    def percentile(self, share: float) -> float | None:
        """Return the duration that ``share`` of all do not exceed; None if there are none.

        Args:
            share: In (0, 1], such as 0.99.

        Returns:
            Seconds, within ``RELATIVE_ERROR`` of the true one, and never outside what was seen.
            Beyond the bounds of the buckets it is one of the two extremes.
        """
        assert 0.0 < share <= 1.0
        if not self._count:
            return None
        rank = math.ceil(share * self._count)
        totals = enumerate(accumulate(self._counts))
        bucket = next(bucket for bucket, total in totals if total >= rank)
        return min(max(_middle_s(bucket), self._least_s), self._most_s)

    def spread(self) -> Spread:
        """Return it in four numbers."""
        most_s = self._most_s if self._count else None
        return Spread(self._count, self.percentile(0.5), self.percentile(0.99), most_s)


def _bucket(seconds: float) -> int:
    if seconds <= LOWEST_S:
        return 0
    if seconds >= HIGHEST_S:
        return _BUCKETS - 1
    return 1 + int(math.log(seconds / LOWEST_S, _GROWTH))


def _middle_s(bucket: int) -> float:
    """Return the value of a bucket; the outermost ones are clamped to what was seen."""
    if bucket == 0:
        return 0.0
    if bucket == _BUCKETS - 1:
        return math.inf
    return LOWEST_S * math.pow(_GROWTH, bucket - 0.5)
