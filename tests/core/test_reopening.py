from __future__ import annotations

import pytest

from app.core.reopening import Reopening


def attempts(reopening: Reopening, count: int, start: float = 0.0) -> list[float]:
    """Return the waits before attempts that all fail at once."""
    now, waits = start, list[float]()
    for _ in range(count):
        reopening.failed(now)
        assert reopening.deadline is not None
        waits.append(round(reopening.deadline - now, 3))
        now = reopening.deadline
        assert reopening.is_due(now)
        reopening.begin()
    return waits


def test_a_device_that_fails_is_opened_at_once_and_then_after_ever_longer_waits() -> None:
    assert attempts(Reopening(), 6) == [0.0, 0.5, 1.0, 1.5, 1.5, 1.5]


def test_who_plugs_it_in_again_waits_less_than_two_seconds_for_a_minute_and_then_five() -> None:
    waits = attempts(Reopening(), 60)
    assert max(waits[:41]) == 1.5
    assert sum(waits[:41]) > 55
    assert set(waits[41:]) == {5.0}


def test_nothing_is_asked_while_an_opening_is_under_way() -> None:
    reopening = Reopening()
    reopening.begin()
    reopening.plan(1.0)
    assert not reopening.is_due(2.0)
    reopening.opened(2.0)
    assert reopening.is_due(2.0)


def test_what_need_not_be_done_is_not_due() -> None:
    reopening = Reopening()
    assert not reopening.is_due(9.0)
    reopening.failed(9.0)
    reopening.rest()
    assert not reopening.is_due(9.0)


@pytest.mark.parametrize(("lived_s", "wait_s"), [(4.9, 0.5), (5.0, 0.0)])
def test_only_what_was_open_for_a_while_begins_anew_at_once(lived_s: float, wait_s: float) -> None:
    reopening = Reopening()
    reopening.failed(0.0)
    reopening.begin()
    reopening.opened(0.1)
    reopening.failed(0.1 + lived_s)
    assert reopening.deadline == pytest.approx(0.1 + lived_s + wait_s)


def test_what_was_opened_and_did_not_help_is_in_vain() -> None:
    reopening = Reopening()
    assert not reopening.is_in_vain
    reopening.opened(1.0)
    assert reopening.is_in_vain
    reopening.rest()
    assert not reopening.is_in_vain
    reopening.opened(2.0)
    reopening.failed(3.0)
    assert not reopening.is_in_vain
