"""Is the connection alive? Judged by our own pings and by whatever arrives.

    a ping unanswered for ``suspect_s`` and nothing received since     suspect: shown, no more
    a ping unanswered, and ``limit_s`` since the last sign of life     dead

The limit is ``limit_most_s`` until three pongs have been seen in this interview, then four times
the slowest pong of the last five minutes, between ``limit_least_s`` and ``limit_most_s``. Pongs of
8 to 30 s have been reported from the service under load (sip-to-ai 14), so the silence that ended
in death counts as a pong of that length, and the history outlives the connection. Time in which our
own loop stood still is nobody's silence (``forgive``).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LivenessParams:
    """Times in seconds."""

    ping_every_s: float = 3.0
    suspect_s: float = 3.0
    limit_least_s: float = 8.0
    limit_most_s: float = 40.0
    pongs_remembered_s: float = 300.0

    def __post_init__(self) -> None:
        if not (self.ping_every_s > 0 and self.suspect_s > 0 and self.pongs_remembered_s > 0):
            raise ValueError("ping_every_s, suspect_s and pongs_remembered_s must be above 0")
        if not 0 < self.limit_least_s <= self.limit_most_s:
            raise ValueError("need 0 < limit_least_s <= limit_most_s")


class PongHistory:
    """How slow pongs have been in this interview; one for all connections."""

    def __init__(self, params: LivenessParams) -> None:
        self._params = params
        self._pongs: deque[tuple[float, float]] = deque()  # when, how slow
        self._seen = 0

    def add(self, slowness_s: float, now: float) -> None:
        """Remember a pong that took so long."""
        self._seen += 1
        self._pongs.append((now, slowness_s))

    def limit_s(self, now: float) -> float:
        """Return how long a silence may last."""
        while self._pongs and self._pongs[0][0] < now - self._params.pongs_remembered_s:
            self._pongs.popleft()
        if self._seen < 3 or not self._pongs:
            return self._params.limit_most_s
        slowest = max(slowness for _, slowness in self._pongs)
        return min(max(self._params.limit_least_s, 4 * slowest), self._params.limit_most_s)


class Liveness:
    """Judges one connection.

    Attributes:
        suspect_since: When the ping that has no answer was sent, or None.
    """

    def __init__(self, params: LivenessParams, history: PongHistory, now: float) -> None:
        self._params = params
        self._history = history
        self._pinged_at: float | None = None  # the ping without an answer
        self._next_ping = now
        self._alive_at = now
        self.suspect_since: float | None = None

    def ping_is_due(self, now: float) -> bool:
        """Whether to send a ping now; counts it as sent."""
        if self._pinged_at is not None or now < self._next_ping:
            return False
        self._pinged_at = now
        self._next_ping = now + self._params.ping_every_s
        return True

    def rest_s(self, now: float) -> float:
        """Return for how long there is nothing to judge, in seconds: until the next ping.

        While a ping has no answer there is always something.
        """
        return 0.0 if self._pinged_at is not None else max(0.0, self._next_ping - now)

    def pong(self, now: float) -> None:
        """The ping was answered."""
        if self._pinged_at is not None:
            self._history.add(now - self._pinged_at, now)
        self._pinged_at = None
        self.received(now)

    def received(self, now: float) -> None:
        """Something arrived."""
        self._alive_at = now
        self.suspect_since = None

    def forgive(self, stood_still_s: float) -> None:
        """Our loop stood still for so long: nothing could have been seen meanwhile."""
        self._alive_at += stood_still_s
        if self._pinged_at is not None:
            self._pinged_at += stood_still_s

    def is_dead(self, now: float) -> bool:
        """Whether the connection is dead; also finds whether it is suspect."""
        if self._pinged_at is None:
            return False
        if now - self._pinged_at >= self._params.suspect_s and self._alive_at <= self._pinged_at:
            self.suspect_since = self._pinged_at
        silence = now - self._alive_at
        if silence < self._history.limit_s(now):
            return False
        self._history.add(silence, now)
        return True
