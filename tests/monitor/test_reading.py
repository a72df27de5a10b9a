from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.status import STALE_S, SessionStatus, Standing
from app.core.view import Situation
from app.monitor.reading import Following, Pace, Reading, Sighting

STATUS = SessionStatus(Situation.TALKING, 12.0, 2, 3, 41.0)
FRESH = Reading("s", 7, 0.5, STATUS.payload())


def seen(*polls: tuple[Reading, float]) -> Sighting:
    """Return what may be said after the last of these."""
    following = Following()
    return [following.take(reading, now) for reading, now in polls][-1]


def standing(*polls: tuple[Reading, float]) -> Standing:
    return seen(*polls).report.standing


# --- whether it can be believed


def test_a_fresh_status_is_believed() -> None:
    sighting = seen((FRESH, 0.0))
    assert sighting.report.standing is Standing.LIVE
    assert sighting.report.status == STATUS
    assert sighting.text == "s: talking 12 s · question 2 of 3 · saved to 0:41"


def test_a_status_old_by_the_wall_clock_is_unknown_at_the_first_look() -> None:
    assert standing((replace(FRESH, age_s=3.1), 0.0)) is Standing.UNKNOWN


def test_a_journal_that_says_nothing_new_is_unknown_though_the_wall_clock_stands_still() -> None:
    assert standing((FRESH, 0.0), (FRESH, 3.0)) is Standing.LIVE
    sighting = seen((FRESH, 0.0), (FRESH, 3.1))
    assert sighting.report.standing is Standing.UNKNOWN
    assert sighting.report.age_s == pytest.approx(3.1)


def test_each_new_event_is_news_of_life() -> None:
    polls = [(replace(FRESH, number=number), number * 2.9) for number in range(5)]
    assert standing(*polls) is Standing.LIVE


def test_the_event_of_another_interview_is_news_though_its_number_is_the_same() -> None:
    assert standing((FRESH, 0.0), (replace(FRESH, session="t"), 5.0)) is Standing.LIVE


def test_a_status_from_later_is_unknown_at_once_and_its_age_is_told_by_waiting() -> None:
    later = replace(FRESH, age_s=-3600.0)
    assert "clock was set back" in seen((later, 0.0)).text
    sighting = seen((later, 0.0), (replace(FRESH, age_s=-3596.0), 4.0))
    assert sighting.report.standing is Standing.UNKNOWN
    assert "last seen 4 s ago" in sighting.text


def test_a_dead_journal_does_not_come_to_life_when_the_clock_reaches_its_time_again() -> None:
    polls = [(replace(FRESH, age_s=-10.0 + now), float(now)) for now in range(12)]
    assert standing(*polls) is Standing.UNKNOWN


@given(
    ages=st.lists(st.floats(-1e5, 1e5), min_size=2, max_size=6),
    steps=st.lists(st.floats(0, 5), min_size=6, max_size=6),
)
def test_without_a_new_event_nothing_is_live_for_longer_than_3_s(
    ages: list[float], steps: list[float]
) -> None:
    following, now = Following(), 0.0
    for age_s, step in zip(ages, steps, strict=False):
        report = following.take(replace(FRESH, age_s=age_s), now).report
        if report.standing is Standing.LIVE:
            assert now <= STALE_S
            assert age_s <= STALE_S
        now += step


def test_an_end_is_true_however_old_it_is() -> None:
    sighting = seen((replace(FRESH, age_s=9e6, how="left"), 0.0))
    assert sighting.report.standing is Standing.ENDED
    assert sighting.report.status == replace(STATUS, situation=Situation.LEFT)


def test_a_journal_without_a_status_is_unknown() -> None:
    assert seen((Reading("s"), 0.0)).text == "s: unknown, nothing is written yet"
    assert seen((Reading("s"), 0.0), (Reading("s"), 8.0)).text == "s: unknown, last seen 8 s ago"


# --- what cannot be read


def test_a_journal_that_cannot_be_read_says_so_and_is_unknown() -> None:
    sighting = seen((FRESH, 0.0), (Reading("s", trouble="The disk is gone."), 0.25))
    assert sighting.report.standing is Standing.UNKNOWN
    assert sighting.report.status is None
    assert sighting.text == "s: unknown. The disk is gone."


def test_trouble_in_between_makes_an_old_event_no_younger() -> None:
    trouble = Reading("s", trouble="Busy.")
    assert standing((FRESH, 0.0), (trouble, 2.0), (FRESH, 3.5)) is Standing.UNKNOWN


@pytest.mark.parametrize(
    "payload", [{}, {"situation": "flying"}, {**STATUS.payload(), "for_s": "x"}]
)
def test_a_status_of_another_version_is_trouble_and_no_crash(payload: dict[str, object]) -> None:
    sighting = seen((replace(FRESH, payload=payload), 0.0))
    assert sighting.report.standing is Standing.UNKNOWN
    assert "another version" in sighting.text


# --- when it is shown


def times_shown(*sightings: Sighting | None, every_s: float = 0.25) -> list[float]:
    pace = Pace()
    return [n * every_s for n, one in enumerate(sightings) if pace.is_due(one, n * every_s)]


def test_what_stays_the_same_is_shown_once_a_second() -> None:
    same = [seen((replace(FRESH, age_s=n / 8), 0.0)) for n in range(9)]
    assert times_shown(*same) == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    "other",
    [
        None,
        seen((replace(FRESH, session="t"), 0.0)),
        seen((replace(FRESH, age_s=9.0), 0.0)),
        seen((replace(FRESH, how="finished"), 0.0)),
        seen((replace(FRESH, payload=replace(STATUS, question=3).payload()), 0.0)),
        seen((replace(FRESH, payload=replace(STATUS, attempts=1).payload()), 0.0)),
        seen((replace(FRESH, payload=replace(STATUS, situation=Situation.HELD).payload()), 0.0)),
        seen((Reading("s", trouble="Gone."), 0.0)),
    ],
)
def test_a_change_is_shown_at_once_and_the_second_begins_anew(other: Sighting | None) -> None:
    usual = seen((FRESH, 0.0))
    assert times_shown(usual, other, other, usual) == [0.0, 0.25, 0.75]


def test_another_trouble_is_news() -> None:
    busy, gone = (seen((Reading("s", trouble=why), 0.0)) for why in ("Busy.", "Gone."))
    assert times_shown(busy, busy, gone) == [0.0, 0.5]


def test_that_there_is_no_interview_is_shown_once_a_second_too() -> None:
    assert times_shown(*[None] * 9) == [0.0, 1.0, 2.0]
