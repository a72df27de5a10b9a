from __future__ import annotations

import math

from app.core.replays import Replays


def test_nothing_follows_a_replay_before_it_is_settled() -> None:
    replays = Replays(8.0)
    replays.begin({1, 2})
    assert replays.hold_until(0.0) is None
    replays.left(1)
    assert replays.hold_until(100.0) == math.inf
    replays.settled((7,))
    assert replays.hold_until(100.0) == math.inf
    replays.settled((1,))
    assert replays.hold_until(100.0) is None
    assert not replays.is_over
    replays.left(2)
    replays.settled((2,))
    assert replays.is_over


def test_what_was_never_heard_holds_nothing_back() -> None:
    replays = Replays(8.0)
    replays.begin({1})
    replays.left(2)
    assert replays.hold_until(0.0) is None


def patient() -> Replays:
    """Return some that wait for a handle, and have one that was just settled."""
    replays = Replays(8.0)
    replays.is_patient = True
    replays.begin({1, 2})
    replays.left(1)
    replays.settled((1,))
    return replays


def test_a_patient_one_waits_for_a_handle() -> None:
    replays = patient()
    assert replays.hold_until(0.0) == 8.0
    assert replays.hold_until(5.0) == 8.0, "not from then on"
    assert replays.covered()
    assert replays.hold_until(5.0) is None
    assert not replays.covered(), "nobody waits any more"


def test_a_handle_that_never_comes_is_waited_for_for_a_while() -> None:
    replays = patient()
    assert replays.hold_until(0.0) == 8.0
    assert replays.hold_until(8.0) is None
    assert replays.hold_until(8.0) is None
    assert not replays.covered()


def test_a_new_connection_begins_anew() -> None:
    replays = patient()
    replays.begin(set())
    assert replays.is_over
    assert replays.hold_until(0.0) is None
