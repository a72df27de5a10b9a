from __future__ import annotations

import pytest

from app.core.space import (
    MOST_BEHIND_S,
    Room,
    SpaceParams,
    asked_mb,
    is_enough_to_begin,
    judge,
)

MB = 1_000_000


@pytest.mark.parametrize(
    ("free_bytes", "room"),
    [
        (10_000 * MB, Room.AMPLE),
        (200 * MB, Room.AMPLE),
        (200 * MB - 1, Room.LOW),
        (50 * MB, Room.LOW),
        (50 * MB - 1, Room.SPENT),
        (0, Room.SPENT),
    ],
)
def test_little_room_is_a_warning_and_hardly_any_the_end(free_bytes: int, room: Room) -> None:
    assert judge(SpaceParams(), free_bytes) is room


def test_an_interview_begins_only_where_a_whole_one_has_room() -> None:
    assert is_enough_to_begin(SpaceParams(), 500 * MB)
    assert not is_enough_to_begin(SpaceParams(), 500 * MB - 1)


def test_one_that_had_begun_goes_on_while_there_is_any_room() -> None:
    assert is_enough_to_begin(SpaceParams(), 50 * MB, goes_on=True)
    assert not is_enough_to_begin(SpaceParams(), 50 * MB - 1, goes_on=True)
    assert [asked_mb(SpaceParams(), goes_on=on) for on in (False, True)] == [500.0, 50.0]


def test_what_may_begin_is_not_warned_of_at_once() -> None:
    params = SpaceParams(before_mb=90.0, warn_mb=90.0, stop_mb=90.0)
    assert is_enough_to_begin(params, 90 * MB)
    assert judge(params, 90 * MB) is Room.AMPLE


@pytest.mark.parametrize(
    "wrong",
    [
        {"before_mb": 199.0},
        {"warn_mb": 49.0},
        {"stop_mb": 0.0},
        {"stop_mb": -1.0},
        {"before_mb": float("nan")},
        {"slow_s": 0.9},
        {"slow_s": 61.0},
        {"full_s": MOST_BEHIND_S + 1},
        {"full_s": float("nan")},
    ],
)
def test_thresholds_in_disorder_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        SpaceParams(**wrong)


def test_thresholds_may_be_equal() -> None:
    SpaceParams(before_mb=1.0, warn_mb=1.0, stop_mb=1.0, slow_s=1.0, full_s=1.0)
    SpaceParams(slow_s=MOST_BEHIND_S, full_s=MOST_BEHIND_S)
