from __future__ import annotations

import dataclasses

import pytest

from app.telemetry.counters import Counters, Depth


def test_a_new_snapshot_is_all_zero() -> None:
    snapshot = Counters().snapshot()
    assert (snapshot.overflows, snapshot.underruns, snapshot.depths) == (0, 0, ())
    assert snapshot.loop_lag.count == snapshot.block_to_socket.count == 0


def test_losses_add_up() -> None:
    counters = Counters()
    counters.count_overflows(2)
    counters.count_overflows(0)
    counters.count_overflows(1)
    counters.count_underruns(4)

    snapshot = counters.snapshot()
    assert (snapshot.overflows, snapshot.underruns) == (3, 4)


def test_a_loss_cannot_be_taken_back() -> None:
    with pytest.raises(AssertionError):
        Counters().count_overflows(-1)
    with pytest.raises(AssertionError):
        Counters().count_underruns(-1)


def test_a_queue_is_told_by_its_depth_now_and_at_most() -> None:
    counters = Counters()
    for items in (3, 9, 1):
        counters.note_depth("writer", items)
    counters.note_depth("outbox", 0)

    assert counters.snapshot().depths == (Depth("outbox", 0, 0), Depth("writer", 1, 9))


def test_durations_go_to_their_own_histograms() -> None:
    counters = Counters()
    counters.loop_lag.add(0.001)
    counters.block_to_socket.add(0.002)
    counters.speech_end_to_audio.add(1.5)

    snapshot = counters.snapshot()
    assert snapshot.loop_lag.p50_s == 0.001
    assert snapshot.block_to_socket.p99_s == 0.002
    assert snapshot.speech_end_to_audio.most_s == 1.5


def test_a_snapshot_does_not_change_afterwards() -> None:
    counters = Counters()
    before = counters.snapshot()
    counters.count_overflows(1)
    counters.loop_lag.add(1.0)
    counters.note_depth("writer", 1)

    assert (before.overflows, before.loop_lag.count, before.depths) == (0, 0, ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.overflows = 1  # type: ignore[misc]  # that is the point
