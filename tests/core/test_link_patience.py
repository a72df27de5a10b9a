"""How long the connection's life has patience: with whom, and when something may hurry it."""

from __future__ import annotations

from app.core.events import NetworkChanged, Tick, TryNow
from app.core.faults import LinkUnclear, ServerBusy, ServerFull
from app.core.link import Dial, LinkState, Move
from tests.core.test_link import KEY, come_back, held, lose, tick, up

UNCLEAR = LinkUnclear("4711")


# --- the network


def test_a_network_that_has_changed_is_tried_at_once_while_held() -> None:
    assert held().feed(NetworkChanged(), 100.0)


def test_a_network_that_has_changed_mends_no_key_and_hurries_no_server() -> None:
    one = up()
    lose(one, 20.0, KEY)
    assert one.feed(NetworkChanged(), 21.0) == []
    one = up()
    lose(one, 20.0, ServerBusy("Busy.", retry_after_s=7.0))
    assert one.feed(NetworkChanged(), 21.0) == []


# --- waiting long, and for what nobody knows


def test_a_server_that_is_full_is_left_alone_for_a_while() -> None:
    one = up(long_wait_s=45.0)
    assert lose(one, 20.0, ServerFull("Full.")) == []
    assert one.deadline == 65.0
    tick(one)
    assert lose(one, 65.2, ServerFull("Full.")) == []
    assert (one.state, one.deadline) == (LinkState.HELD, 110.2)


def test_what_a_server_asks_for_counts_while_held_too() -> None:
    one = up()
    lose(one, 20.0)
    lose(one, 60.0, ServerBusy("Busy.", retry_after_s=120.0))
    assert (one.state, one.deadline) == (LinkState.HELD, 180.0)


def test_an_unknown_cause_passes_so_many_times_and_then_asks_a_person() -> None:
    one = up(unclear_tries=3)
    assert lose(one, 20.0, UNCLEAR), "the connection was a good one: at once"
    for now in (21.0, 22.0, 23.0):
        assert lose(one, now, UNCLEAR) == []
        assert tick(one)
    assert lose(one, 24.0, UNCLEAR) == []
    assert (one.state, one.deadline) == (LinkState.HELD, None)
    assert one.feed(TryNow(), 200.0)


# --- the next one


def test_a_move_that_fails_is_trouble_from_then_on() -> None:
    one = up()
    one.feed(Move(), 50.0)
    assert lose(one, 51.0) == []
    assert one.trouble
    assert (one.state, one.trouble.since) == (LinkState.WAITING, 51.0)
    assert not one.state.works


def test_every_dial_has_a_number_of_its_own() -> None:
    one = up()
    numbers = [one.epoch]
    for now in (20.0, 40.0, 60.0):
        lose(one, now)
        come_back(one, now)
        numbers.append(one.epoch)
    assert numbers == [1, 2, 3, 4]


def test_after_three_connections_that_died_young_the_next_does_without_the_handle() -> None:
    one, fresh, now = up(), list[bool](), 0.0
    for _ in range(6):
        now += 0.1
        assert lose(one, now) == []
        now = one.deadline or now
        (dial,) = one.feed(Tick(), now)
        assert isinstance(dial, Dial)
        fresh.append(dial.fresh)
        come_back(one, now)
    assert fresh == [False, False, True, False, False, True]
