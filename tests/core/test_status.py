from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.link import LinkState
from app.core.status import (
    EVERY_S,
    STALE_S,
    Report,
    SessionStatus,
    Standing,
    StatusNotes,
    StatusTrack,
    judge,
)
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import ENDS, LinkView, Situation, View

SECONDS = st.floats(0.0, 1e6)
COUNTS = st.integers(0, 10_000)
STATUSES = st.builds(
    SessionStatus,
    st.sampled_from(Situation),
    SECONDS,
    COUNTS,
    COUNTS,
    SECONDS,
    SECONDS,
    COUNTS,
    SECONDS,
)
AGES = st.floats(-1e6, 1e6)
TALKING = SessionStatus(Situation.TALKING, 2.04, 2, 3, 40.126, 12.34, 1, 0.06)


def view(who: Floor = Floor.NOBODY, **link: Any) -> View:
    link = {"state": LinkState.UP, **link}
    return View(who, Talk.HANDS_FREE, LinkView(**link), "Who?", 2, 3, answer_s=1.5)


# --- in the journal


def test_a_status_stands_in_the_journal_by_name_and_as_exact_as_anybody_reads_it() -> None:
    assert TALKING.payload() == {
        "situation": "talking",
        "for_s": 2.0,
        "question": 2,
        "questions": 3,
        "saved_s": 40.13,
        "answer_s": 12.3,
        "attempts": 1,
        "to_send_s": 0.1,
    }


@given(STATUSES)
def test_what_was_written_is_read_again(status: SessionStatus) -> None:
    written = json.loads(json.dumps(status.payload()))
    read = SessionStatus.of(written)
    assert read.payload() == written
    assert (read.situation, read.question, read.questions, read.attempts) == (
        status.situation,
        status.question,
        status.questions,
        status.attempts,
    )
    for name in ("for_s", "saved_s", "answer_s", "to_send_s"):
        assert getattr(read, name) == pytest.approx(getattr(status, name), abs=0.0501)


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert SessionStatus.of({**TALKING.payload(), "mood": 1}).payload() == TALKING.payload()


@pytest.mark.parametrize("name", [*TALKING.payload()])
def test_a_status_that_lacks_a_field_is_none_of_ours(name: str) -> None:
    payload = TALKING.payload()
    del payload[name]
    with pytest.raises(ValueError, match=name):
        SessionStatus.of(payload)


@pytest.mark.parametrize("name", [*TALKING.payload()])
@pytest.mark.parametrize("value", [None, "12", [1], {}, "nonsense"])
def test_a_status_with_anything_but_its_words_and_numbers_is_none_of_ours(
    name: str, value: object
) -> None:
    with pytest.raises(ValueError, match=r"status is made of numbers|not a valid Situation"):
        SessionStatus.of({**TALKING.payload(), name: value})


# --- made of views


def test_a_status_tells_what_the_view_shows_and_how_much_is_saved() -> None:
    link = {"state": LinkState.WAITING, "attempts": 2, "lost_s": 4.0, "to_send_s": 1.2}
    assert StatusTrack().take(view(Floor.CANDIDATE, **link), 40.0, 7.0) == SessionStatus(
        Situation.RECONNECTING, 0.0, 2, 3, 40.0, 1.5, 2, 1.2
    )


def test_a_situation_lasts_until_another_takes_its_place() -> None:
    track = StatusTrack()
    seen = [
        track.take(view(who), 0.0, now)
        for who, now in [
            (Floor.NOBODY, 5.0),
            (Floor.NOBODY, 7.5),
            (Floor.CANDIDATE, 8.0),
            (Floor.CANDIDATE, 9.0),
            (Floor.NOBODY, 10.0),
        ]
    ]
    assert [one.for_s for one in seen] == [0.0, 2.5, 0.0, 1.0, 0.0]


# --- which are written


def written(*statuses: tuple[float, SessionStatus]) -> list[float]:
    """Return the times of those that are written."""
    notes = StatusNotes()
    return [now for now, status in statuses if notes.is_due(status, now)]


def test_the_first_is_written_and_then_one_a_second() -> None:
    at_30_hz = [(n / 30, TALKING) for n in range(91)]
    times = written(*at_30_hz)
    assert times == pytest.approx([0.0, 1.0, 2.0, 3.0], abs=0.034)
    assert EVERY_S < STALE_S / 2, "one that is missed does no harm"


@pytest.mark.parametrize(
    "news",
    [
        SessionStatus(Situation.ENDING, question=2, attempts=1),
        SessionStatus(Situation.TALKING, question=3, attempts=1),
        SessionStatus(Situation.TALKING, question=2, attempts=2),
    ],
)
def test_a_change_is_written_at_once(news: SessionStatus) -> None:
    assert written((0.0, TALKING), (0.1, news), (0.2, news), (1.05, news), (1.1, news)) == [
        0.0,
        0.1,
        1.1,
    ]


def test_seconds_that_go_on_are_no_news() -> None:
    later = SessionStatus(Situation.TALKING, 2.1, 2, 3, 41.0, 12.4, 1, 0.0)
    assert written((0.0, TALKING), (0.1, later)) == [0.0]


# --- whether it is believed


@pytest.mark.parametrize(
    ("age_s", "standing"),
    [
        (0.0, Standing.LIVE),
        (3.0, Standing.LIVE),
        (3.01, Standing.UNKNOWN),
        (86_400.0, Standing.UNKNOWN),
        (-1.0, Standing.LIVE),
        (-1.01, Standing.UNKNOWN),
    ],
)
def test_a_status_is_believed_for_three_seconds(age_s: float, standing: Standing) -> None:
    """Two processes read the clock a moment apart: one second from the future is now."""
    assert judge(TALKING, age_s, None) == Report(standing, TALKING, max(0.0, age_s))


@given(st.none() | STATUSES, AGES, st.none() | st.sampled_from([*ENDS, "of another version"]))
def test_nothing_old_nothing_from_the_future_and_nothing_ended_is_ever_live(
    status: SessionStatus | None, age_s: float, how: str | None
) -> None:
    report = judge(status, age_s, how)
    assert report.age_s == max(0.0, age_s)
    if status is None or how is not None or age_s > STALE_S or age_s < -1.0:
        assert report.standing is not Standing.LIVE
    if report.standing is Standing.LIVE:
        assert report.status == status


@given(st.none() | STATUSES, AGES, st.sampled_from([*ENDS]))
def test_an_end_stays_true_however_old_it_is(
    status: SessionStatus | None, age_s: float, how: str
) -> None:
    report = judge(status, age_s, how)
    assert report.standing is Standing.ENDED
    assert report.status is not None
    assert report.status.situation is ENDS[how]
    if status is not None:
        assert report.status.saved_s == status.saved_s


def test_an_end_of_which_only_another_version_knows_is_never_told_as_a_good_one() -> None:
    report = judge(TALKING, 0.0, "abandoned")
    assert report.status is not None
    assert (report.standing, report.status.situation) == (Standing.ENDED, Situation.FAILED)


def test_a_turn_that_is_about_to_end_is_told_as_talking_with_its_whole_time() -> None:
    """How long a candidate pauses is told nobody."""
    track = StatusTrack()
    talking = View(Floor.CANDIDATE, Talk.HANDS_FREE, LinkView(LinkState.UP), "Who?", 2, 3)
    track.take(talking, 0.0, 5.0)
    status = track.take(replace(talking, closing=0.5), 0.0, 8.0)
    assert (status.situation, status.for_s) == (Situation.TALKING, 3.0)
