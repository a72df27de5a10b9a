from __future__ import annotations

from app.core.faults import LinkLost, LinkUnclear
from app.core.trouble import Trouble

LOST, UNCLEAR = LinkLost("cut"), LinkUnclear("4711")


def test_failures_are_counted_and_unclear_ones_in_a_row() -> None:
    trouble = Trouble(1.0, LOST)
    counts = []
    for fault in (UNCLEAR, UNCLEAR, LOST, UNCLEAR):
        trouble.failed(fault)
        counts.append((trouble.attempts, trouble.unclear))
    assert counts == [(1, 1), (2, 2), (3, 0), (4, 1)]


def test_what_is_held_keeps_its_beginning_and_what_is_hopeless_stays_so() -> None:
    trouble = Trouble(1.0, LOST)
    trouble.hold(0.0, hopeless=False)
    assert (trouble.held_since, trouble.is_hopeless) == (0.0, False)
    trouble.hold(5.0, hopeless=True)
    trouble.hold(9.0, hopeless=False)
    assert (trouble.held_since, trouble.is_hopeless) == (0.0, True)


def test_what_dies_young_again_and_again_may_be_poisoned() -> None:
    trouble = Trouble(0.0, LOST)
    found = []
    for lives in range(7):
        trouble.short_lives = lives
        found.append(trouble.is_poisoned)
    assert found == [False, False, False, True, False, False, True]
