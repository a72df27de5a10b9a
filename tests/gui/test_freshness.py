from __future__ import annotations

import pytest

from app.core.status import STALE_S, SessionStatus, Standing
from app.core.view import ENDS, Situation
from app.gui.freshness import Freshness

TALKING = SessionStatus(Situation.TALKING, 4.0, 2, 3)


def test_without_an_interview_there_is_no_report() -> None:
    assert Freshness().report(5.0) is None


def test_a_status_is_believed_for_3_s_and_then_no_longer() -> None:
    fresh = Freshness()
    fresh.take(TALKING, 10.0)
    first, last, late = (fresh.report(10.0 + age_s) for age_s in (0.0, STALE_S, STALE_S + 0.1))
    assert first
    assert last
    assert late
    assert [one.standing for one in (first, last, late)] == [
        Standing.LIVE,
        Standing.LIVE,
        Standing.UNKNOWN,
    ]
    assert (late.status, late.age_s) == (TALKING, pytest.approx(3.1))


def test_each_status_makes_it_fresh_again() -> None:
    fresh = Freshness()
    fresh.take(TALKING, 0.0)
    fresh.take(TALKING, 60.0)
    report = fresh.report(61.0)
    assert report
    assert (report.standing, report.age_s) == (Standing.LIVE, 1.0)


@pytest.mark.parametrize("situation", ENDS.values())
def test_an_end_stays_true(situation: Situation) -> None:
    fresh = Freshness()
    fresh.take(SessionStatus(situation), 0.0)
    report = fresh.report(1000.0)
    assert report
    assert report.standing is Standing.ENDED
    assert report.status == SessionStatus(situation)


def test_an_interview_that_is_over_is_forgotten() -> None:
    fresh = Freshness()
    fresh.take(TALKING, 0.0)
    fresh.take(None, 1.0)
    assert fresh.report(1.0) is None
