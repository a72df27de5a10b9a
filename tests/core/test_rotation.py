from __future__ import annotations

import pytest

from app.core.rotation import Rotation, RotationParams

PARAMS = RotationParams(margin_s=1.0)


def must_move(rotation: Rotation, now: float, *, quiet: bool) -> bool:
    """Whether a connection is left now, if it is quiet or not."""
    return rotation.is_due(now) and (quiet or rotation.is_late(now))


def test_nothing_announced_nothing_moves() -> None:
    rotation = Rotation(PARAMS)
    rotation.opened(0.0)
    assert rotation.deadline is None
    assert not must_move(rotation, 1e6, quiet=True)


def test_an_announced_end_moves_at_a_quiet_moment() -> None:
    rotation = Rotation(PARAMS)
    rotation.opened(0.0)
    rotation.go_away(50.0, 100.0)
    assert rotation.deadline == 149.0
    assert not must_move(rotation, 100.0, quiet=False)
    assert must_move(rotation, 100.0, quiet=True)


def test_at_the_deadline_it_moves_in_the_middle_of_anything() -> None:
    rotation = Rotation(PARAMS)
    rotation.opened(0.0)
    rotation.go_away(50.0, 100.0)
    assert not must_move(rotation, 148.9, quiet=False)
    assert must_move(rotation, 149.0, quiet=False)


@pytest.mark.parametrize("left_s", [0.0, 0.5, 1.0])
def test_an_end_that_is_near_is_now(left_s: float) -> None:
    rotation = Rotation(PARAMS)
    rotation.opened(0.0)
    rotation.go_away(left_s, 0.0)
    assert rotation.deadline == 0.0
    assert must_move(rotation, 0.0, quiet=False)


@pytest.mark.parametrize(("second", "due"), [(90.0, 49.0), (10.0, 14.0)])
def test_a_second_announcement_only_brings_it_nearer(second: float, due: float) -> None:
    rotation = Rotation(PARAMS)
    rotation.opened(0.0)
    rotation.go_away(50.0, 0.0)
    rotation.go_away(second, 5.0)
    assert rotation.deadline == due


def test_what_was_announced_of_one_connection_is_not_the_next_ones() -> None:
    rotation = Rotation(PARAMS)
    for end in (rotation.lost, lambda: rotation.opened(20.0)):
        rotation.opened(0.0)
        rotation.go_away(5.0, 0.0)
        end()
        assert rotation.deadline is None
        assert not must_move(rotation, 1e6, quiet=True)


def test_of_age_it_waits_for_a_quiet_moment_for_ever() -> None:
    rotation = Rotation(RotationParams(age_s=540.0))
    rotation.opened(10.0)
    assert rotation.deadline == 550.0
    assert not must_move(rotation, 549.9, quiet=True)
    assert not must_move(rotation, 550.0, quiet=False)
    assert rotation.deadline is None, "no more ticks: each event looks for a quiet moment"
    assert not must_move(rotation, 1e6, quiet=False)
    assert must_move(rotation, 1e6, quiet=True)


def test_an_end_announced_before_it_is_of_age_comes_first() -> None:
    rotation = Rotation(RotationParams(age_s=540.0))
    rotation.opened(0.0)
    rotation.go_away(50.0, 100.0)
    assert rotation.deadline == 149.0


@pytest.mark.parametrize("wrong", [{"margin_s": -1.0}, {"margin_s": 61.0}, {"age_s": 9.0}])
def test_times_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        RotationParams(**wrong)
