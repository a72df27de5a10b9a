from __future__ import annotations

import json

import pytest

from app.telemetry.counters import Counters
from app.telemetry.report import figures


def test_figures_are_in_milliseconds_and_can_be_printed() -> None:
    counters = Counters()
    counters.loop_lag.add(0.0123456)
    counters.count_overflows(2)
    counters.count_underruns(3)
    counters.note_depth("outbox", 7)
    counters.note_depth("outbox", 1)
    shown = figures(counters.snapshot())
    assert json.loads(json.dumps(shown)) == shown
    assert shown["loop_lag_ms"] == {"p50": 12.35, "p99": 12.35, "most": 12.35}
    assert (shown["overflows"], shown["underruns"], shown["deepest"]) == (2, 3, {"outbox": 7})


@pytest.mark.parametrize("name", ["loop_lag_ms", "block_to_socket_ms", "speech_end_to_audio_ms"])
def test_what_was_never_counted_is_none_and_not_zero(name: str) -> None:
    assert figures(Counters().snapshot())[name] == {"p50": None, "p99": None, "most": None}
