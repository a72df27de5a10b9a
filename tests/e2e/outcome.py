"""What became of crashes, for files of results and for reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one crash: the seconds that were delivered and lost, and what was open."""

    seed: int
    delivered_s: float
    lost_s: float
    state: str

    def as_row(self) -> dict[str, Any]:
        """Return it for a file of results."""
        return {name: getattr(self, name) for name in self.__slots__}


def table(rows: Iterable[dict[str, Any]]) -> str:
    """Return what a number of outcomes amounts to, as lines for a report."""
    known = [*rows]
    states = sorted({str(row["state"]) for row in known})
    counts = ", ".join(f"{sum(r['state'] == s for r in known)} x {s}" for s in states)
    worst = max((row["lost_s"] for row in known), default=0.0)
    return f"{len(known)} crashes ({counts}); most sound lost {worst:.2f} s"
