"""The figures as numbers that can be printed: milliseconds, rounded."""

from __future__ import annotations

from app.core.actions import Json
from app.telemetry.counters import Snapshot
from app.telemetry.histogram import Spread


def figures(snapshot: Snapshot) -> dict[str, Json]:
    """Return a snapshot in milliseconds; None where nothing was counted."""
    return {
        "loop_lag_ms": _spread(snapshot.loop_lag),
        "block_to_socket_ms": _spread(snapshot.block_to_socket),
        "speech_end_to_audio_ms": _spread(snapshot.speech_end_to_audio),
        "overflows": snapshot.overflows,
        "underruns": snapshot.underruns,
        "deepest": {depth.name: depth.most for depth in snapshot.depths},
    }


def _spread(spread: Spread) -> dict[str, Json]:
    values = (("p50", spread.p50_s), ("p99", spread.p99_s), ("most", spread.most_s))
    return {name: None if value is None else round(value * 1000, 2) for name, value in values}
