from __future__ import annotations

import pytest

from app.core.found import Found

WHOLE = {"id": "x", "began": None, "is_practice": True, "length_s": 60.0, "answers": 1}


def test_what_lacks_nothing_is_whole_though_something_was_repaired() -> None:
    assert Found(**WHOLE, repairs=("candidate.wav",)).is_whole  # type: ignore[arg-type]  # mixed


@pytest.mark.parametrize(
    "missing",
    [{"candidate_missing_s": 0.1}, {"interviewer_missing_s": 0.1}, {"entries_missing": 1}],
)
def test_whatever_is_missing_is_told(missing: dict[str, float]) -> None:
    assert not Found(**WHOLE, **missing).is_whole  # type: ignore[arg-type]  # as above


def test_a_loss_that_nobody_can_hear_is_none() -> None:
    assert Found(**WHOLE, candidate_missing_s=0.04).is_whole  # type: ignore[arg-type]  # as above
