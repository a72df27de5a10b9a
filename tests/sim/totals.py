"""What a number of simulated interviews amounts to, and how it gets onto the screen.

Each test tells pytest what its interviews came to; the summary adds it up, over all processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_PROPERTY = "simulated"


@dataclass(slots=True)
class Totals:
    """What a number of runs amounts to.

    Attributes:
        replays: Utterances that left again on a later connection.
        engine: Runs that went through the real engine.
        cut: Sends of the real engine that were cancelled, or that failed.
        real_s: Seconds of a core.
        happened: How often the candidate did what, and was met by what meanwhile.
    """

    runs: int = 0
    engine: int = 0
    simulated_s: float = 0.0
    utterances: int = 0
    faults: int = 0
    connections: int = 0
    replays: int = 0
    cut: int = 0
    real_s: float = 0.0
    happened: dict[str, int] = field(default_factory=dict)

    def add(self, other: Totals) -> None:
        """Add the totals of other runs."""
        for name, value in asdict(other).items():
            if name != "happened":
                setattr(self, name, getattr(self, name) + value)
        self.count(other.happened)

    def count(self, happened: Mapping[str, int]) -> None:
        """Add what happened."""
        for what, times in happened.items():
            self.happened[what] = self.happened.get(what, 0) + times

    def __str__(self) -> str:
        hours = self.simulated_s / 3600
        pace = f", {60 * hours / self.real_s:.0f} hours a minute" if self.real_s else ""
        return (
            f"{self.runs} interviews ({self.engine} with the real engine, {self.cut} of its sends "
            f"cut short), {hours:.1f} simulated hours, {self.utterances} utterances, "
            f"{self.faults} faults, {self.connections} connections, {self.replays} replays, "
            f"{self.real_s:.1f} s{pace}; the candidate: "
            + ", ".join(f"{what} {times}" for what, times in sorted(self.happened.items()))
        )


def tell(record_property: Callable[[str, object], None], totals: Totals) -> None:
    """Let the summary have this."""
    record_property(_PROPERTY, asdict(totals))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show the totals of all tests."""
    totals = Totals()
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.getreports(kind)]
    for report in reports:
        for name, value in report.user_properties:
            if name == _PROPERTY and report.when == "call":
                totals.add(Totals(**value))
    if totals.runs:
        terminalreporter.write_line(f"simulated: {totals}")
