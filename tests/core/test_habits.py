from __future__ import annotations

import pytest

from app.core.activity import ActivityParams
from app.core.habits import Habits
from app.core.patience import PatienceParams, Wait


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [(Wait.QUICK, 0.9), (Wait.STANDARD, 2.1), (Wait.PATIENT, 4.0), (Wait.ONLY_DONE, None)],
)
def test_each_choice_has_its_seconds_but_the_one_that_waits_for_done(
    wait: Wait, seconds: float | None
) -> None:
    assert Habits(quick_s=0.9, standard_s=2.1, patient_s=4.0).seconds(wait) == seconds


def test_what_is_usual_is_what_an_interview_does_by_itself() -> None:
    usual, patience = Habits(), PatienceParams()
    assert usual.wait is patience.wait
    assert (usual.quick_s, usual.patient_s) == (patience.quick_s, patience.patient_s)
    assert usual.standard_s == ActivityParams().wait_s
    assert not usual.forced
