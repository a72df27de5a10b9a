from __future__ import annotations

import pytest

from app.core import check_events as ck


def test_the_steps_of_listening_take_what_was_promised() -> None:
    params = ck.HearingParams()
    assert params.quiet_s + 2 * params.speech_s == 13.0


@pytest.mark.parametrize("name", ck.HearingParams.__dataclass_fields__)
def test_no_time_can_be_below_0(name: str) -> None:
    assert getattr(ck.HearingParams(**{name: 0.0}), name) == 0
    with pytest.raises(ValueError, match="below 0"):
        ck.HearingParams(**{name: -0.1})
