"""How long the sound device's callbacks take: the figure behind the budget for p99.9."""

from __future__ import annotations

_BIN_S = 5e-6
_BINS = 2000


class CallbackTimes:
    """Counts durations in bins of 5 us up to 10 ms; longer ones land in the last bin.

    ``add`` is one division and one list store, so that measuring does not disturb what it
    measures. One thread adds; any thread may read, and sees at worst the state of a moment ago.
    """

    def __init__(self) -> None:
        self._counts = [0] * _BINS

    def add(self, duration_s: float) -> None:
        """Count one callback. Audio thread only."""
        self._counts[min(int(duration_s / _BIN_S), _BINS - 1)] += 1

    def percentile_s(self, percent: float) -> float:
        """Return a duration in seconds that ``percent`` of the callbacks did not exceed.

        The answer is the upper edge of a bin, so it is at most 5 us too long. It is 0.0 where
        nothing was counted.

        Args:
            percent: In (0, 100].
        """
        assert 0 < percent <= 100
        counts = list(self._counts)
        left = sum(counts) * percent / 100
        if left == 0:
            return 0.0
        for index, count in enumerate(counts):
            left -= count
            if left <= 1e-9:  # sums of binary fractions
                return (index + 1) * _BIN_S
        raise AssertionError
