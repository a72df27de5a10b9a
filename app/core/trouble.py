"""What is known of the present loss of the connection: since when, why, how often it was tried."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.faults import LinkFault, LinkUnclear

SHORT_LIVES = 3
"""After so many connections in a row that died young, the next one does without the handle."""


@dataclass(slots=True)
class Trouble:
    """A loss; it outlives a connection that was no good one.

    Attributes:
        since: When it began, in seconds.
        fault: The newest reason.
        attempts: Failures so far.
        old_socket: How often the server still held the socket before.
        refusals: How often it refused the handle.
        unclear: Failures in a row whose cause nobody knows.
        short_lives: Connections that were made and died before they were any good.
        held_since: Since when it is held, in seconds, or None.
        is_hopeless: Only a person can go on: no tries by the clock.
    """

    since: float
    fault: LinkFault
    attempts: int = 0
    old_socket: int = 0
    refusals: int = 0
    unclear: int = 0
    short_lives: int = 0
    held_since: float | None = None
    is_hopeless: bool = False

    @property
    def is_poisoned(self) -> bool:
        """Whether the handle itself may be what connections die of: a fresh one is worth a try."""
        return self.short_lives > 0 and self.short_lives % SHORT_LIVES == 0

    def failed(self, fault: LinkFault) -> None:
        """Count a failure."""
        self.attempts += 1
        self.unclear = self.unclear + 1 if isinstance(fault, LinkUnclear) else 0

    def hold(self, now: float, *, hopeless: bool) -> None:
        """It is held from now on, if it was not before; what is hopeless stays so."""
        self.is_hopeless = self.is_hopeless or hopeless
        if self.held_since is None:
            self.held_since = now
