from __future__ import annotations

import pytest

from app.core.tones import CueParams


@pytest.mark.parametrize("wrong", [0.5, 3601.0])
def test_a_reminder_out_of_bounds_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match=f"remind_every_s is {wrong}; .* between 1 and 3600 s"):
        CueParams(remind_every_s=wrong)


@pytest.mark.parametrize("right", [1.0, 3600.0])
def test_a_reminder_within_them_is_not(right: float) -> None:
    assert CueParams(remind_every_s=right).remind_every_s == right
