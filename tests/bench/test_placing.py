"""What tells where a reply was heard, on sound whose place is known."""

from __future__ import annotations

import numpy as np
import pytest
import soxr

from tests.bench.placing import HZ, place


@pytest.mark.parametrize("late_ms", [-250.0, -12.5, 0.0, 20.0, 360.0])
def test_a_reply_is_found_where_it_was_heard(late_ms: float) -> None:
    draw = np.random.default_rng(1)
    voice = soxr.resample(draw.normal(0, 3000, 2 * HZ), HZ // 4, HZ)[: 4 * HZ]
    played = np.concatenate((np.zeros(2 * HZ), voice, np.zeros(HZ))).astype(np.int16)
    heard = np.zeros(2 * len(played))
    at = round((2 + late_ms / 1000) * 2 * HZ)
    loud = soxr.resample(voice, HZ, 2 * HZ) / 10
    heard[at : at + len(loud)] = loud
    heard += draw.normal(0, 10, len(heard))
    found = place(played, heard.astype(np.int16), 2.0)
    assert found is not None
    assert found.late_ms == pytest.approx(late_ms, abs=0.1)
    assert found.likeness > 0.9
