"""When is a device opened again?

At once, then after 0.5 s, 1 s and each 1.5 s: whoever plugs it in again waits less than 2 s. After
a minute each 5 s. Never while an opening is under way: a call that is stuck in the sound system
holds the one worker that makes such calls, and more of them behind it would help nobody.
"""

from __future__ import annotations

from app.core.backoff import BackoffParams, delay_s

_WAITS = BackoffParams(first_s=0.5, cap_s=1.5)
_PATIENT_AFTER = 40
"""So many attempts are about a minute."""
_PATIENT_S = 5.0
REOPEN_EVERY_S = 5.0
"""While opening it works and nothing comes."""
_STEADY_S = 5.0
"""What was open for so long and fails is opened again at once; else a device that opens and fails
in turns would be opened without end."""


class Reopening:
    """Counts the attempts.

    Attributes:
        deadline: When the next one is due, in seconds, or None.
        is_under_way: The device was asked to open and has not answered.
        is_in_vain: It is open, and what is needed of it has not come since.
    """

    def __init__(self) -> None:
        self.deadline: float | None = None
        self.is_under_way = False
        self.is_in_vain = False
        self._attempts = 0
        self._opened_at: float | None = None

    def begin(self) -> None:
        """The device is asked to open."""
        self.is_under_way = True
        self.deadline = None

    def opened(self, now: float) -> None:
        """It is open."""
        self.is_under_way = False
        self.is_in_vain = True
        self._opened_at = now

    def failed(self, now: float) -> None:
        """It did not open, or has ended: plan the next attempt."""
        self.is_under_way = self.is_in_vain = False
        if self._opened_at is not None and now - self._opened_at >= _STEADY_S:
            self._attempts = 0
        self._opened_at = None
        self.deadline = now + self._wait_s
        self._attempts += 1

    def plan(self, at: float) -> None:
        """Attempt it at this time, in seconds, whatever there was planned."""
        self.deadline = at

    def rest(self) -> None:
        """There is no need."""
        self.deadline = None
        self.is_in_vain = False

    def is_due(self, now: float) -> bool:
        """Whether to ask the device to open now."""
        return self.deadline is not None and now >= self.deadline and not self.is_under_way

    @property
    def _wait_s(self) -> float:
        if self._attempts > _PATIENT_AFTER:
            return _PATIENT_S
        return delay_s(_WAITS, self._attempts, 1.0) if self._attempts else 0.0
