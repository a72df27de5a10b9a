"""The connection's life: laws 6 and 7, and how resumption is tried."""

from __future__ import annotations

import pytest

from app.core.events import LinkClosed, LinkOpened, NetworkChanged, Tick, TryNow
from app.core.faults import (
    HandleRefused,
    KeyRefused,
    LinkFault,
    LinkLost,
    OldSocketOpen,
    ServerBusy,
)
from app.core.link import Climb, Dial, GiveUp, HangUp, Link, LinkParams, LinkState, Move

LOST = LinkLost("The connection broke.")
REFUSED = HandleRefused("The session cannot be resumed.", code=1008)
OLD = OldSocketOpen("The service still holds the old line.", code=1011)
KEY = KeyRefused("The key is wrong.")
MUTE = LinkLost("The interviewer did not answer.")


def link(**params: float) -> Link:
    """Return a link that dials and draws the longest waits."""
    fresh = Link(LinkParams(**params), draw=lambda: 1.0)
    assert fresh.start() == [Dial(1, fresh=False)]
    return fresh


def up(**params: float) -> Link:
    """Return a link that opened at 0.0."""
    opened = link(**params)
    assert opened.feed(LinkOpened(1), 0.0) == []
    return opened


def lose(one: Link, now: float, fault: LinkFault = LOST) -> list[object]:
    return [*one.feed(LinkClosed(one.epoch, fault), now)]


def come_back(one: Link, now: float) -> None:
    assert one.feed(LinkOpened(one.epoch), now) == []


def tick(one: Link) -> list[object]:
    """Let the clock reach the deadline."""
    assert one.deadline is not None
    return [*one.feed(Tick(), one.deadline)]


# --- waits


def test_a_good_connection_that_is_lost_is_made_again_at_once() -> None:
    one = up()
    assert lose(one, 10.0) == [Dial(2, fresh=False)]
    assert one.trouble
    assert one.trouble.fault is LOST


def test_a_connection_on_which_an_answer_was_settled_is_a_good_one() -> None:
    one = up()
    one.proved()
    assert lose(one, 1.0) == [Dial(2, fresh=False)]


def test_a_server_that_asks_for_patience_gets_it() -> None:
    one = up()
    assert lose(one, 10.0, ServerBusy("Busy.", retry_after_s=7.0)) == []
    assert one.deadline == 17.0
    assert tick(one) == [Dial(2, fresh=False)]


def test_each_wait_is_longer_than_the_one_before() -> None:
    one, now, waits = link(), 0.0, []
    for _ in range(5):
        assert lose(one, now) == []
        assert one.state is LinkState.WAITING
        assert one.next_try is not None
        waits.append(one.next_try - now)
        assert one.feed(Tick(), now) == [], "not before its time"
        now = one.next_try
        assert len(tick(one)) == 1
    assert waits == [0.5, 1.0, 2.0, 4.0, 4.0]


def test_a_connection_that_never_lives_is_not_dialled_in_haste() -> None:
    """Law 7: a server that opens and breaks gets longer waits, and is held in the end."""
    one, now, waits = link(), 0.0, []
    while one.state is not LinkState.HELD:
        come_back(one, now)
        assert lose(one, now) == []
        assert one.next_try is not None
        waits.append(one.next_try - now)
        now = one.next_try
        if one.state is LinkState.WAITING:
            tick(one)
    assert waits[:5] == [0.5, 1.0, 2.0, 4.0, 4.0]
    assert waits[-1] == 15.0
    assert 30 <= sum(waits[:-1]) <= 34


def test_a_good_connection_ends_the_trouble_before_it() -> None:
    one = up()
    lose(one, 1.0)
    tick(one)
    come_back(one, 2.0)
    assert one.trouble is None
    assert one.deadline is None
    assert lose(one, 12.0) == [Dial(3, fresh=False)]
    assert lose(one, 13.0) == []
    assert one.next_try == 13.5


# --- held


def held(**params: float) -> Link:
    """Return a link whose fast tries are spent, held since 40.0."""
    one = up(**params)
    lose(one, 0.0)
    tick(one)
    assert lose(one, 40.0) == []
    assert one.state is LinkState.HELD
    return one


def test_after_thirty_seconds_it_is_held_and_tried_every_fifteen() -> None:
    one = held()
    assert one.deadline == 55.0
    assert tick(one) == [Dial(3, fresh=False)]
    assert lose(one, 56.0) == []
    assert (one.state, one.deadline) == (LinkState.HELD, 71.0)


def test_try_now_goes_on_with_a_budget_of_its_own() -> None:
    one = held()
    assert one.feed(TryNow(), 41.0) == [Dial(3, fresh=False)]
    assert lose(one, 42.0) == []
    assert (one.state, one.deadline) == (LinkState.WAITING, 42.5)


def test_try_now_does_not_wait_for_the_next_try() -> None:
    one = up()
    lose(one, 0.0)
    assert one.feed(TryNow(), 0.1) == [Dial(2, fresh=False)]


def test_what_only_a_person_can_mend_is_not_tried_by_the_clock() -> None:
    """Law 7: fatal ones are not retried."""
    one = up()
    assert lose(one, 20.0, KEY) == []
    assert (one.state, one.deadline) == (LinkState.HELD, None)
    assert one.feed(Tick(), 1000.0) == []
    assert one.feed(TryNow(), 1000.0) == [Dial(2, fresh=False)]
    assert lose(one, 1001.0, KEY) == []
    assert (one.state, one.deadline) == (LinkState.HELD, None)


def test_a_fault_of_the_key_before_anything_was_said_ends_it() -> None:
    assert lose(link(), 1.0, KEY) == [GiveUp(KEY)]


def test_a_lost_network_before_anything_was_said_does_not_end_it() -> None:
    assert lose(link(), 1.0) == []


def test_held_for_longer_than_the_limit_it_gives_up() -> None:
    one = held(hold_limit_s=20.0)
    assert one.deadline == 55.0, "the next try comes first"
    tick(one)
    lose(one, 56.0)
    assert one.deadline == 60.0, "20 s after it was held, not after it was lost"
    assert tick(one) == [GiveUp(LOST)]


def test_the_limit_counts_for_what_only_a_person_can_mend_too() -> None:
    one = up(hold_limit_s=20.0)
    lose(one, 5.0, KEY)
    assert one.deadline == 25.0
    assert tick(one) == [GiveUp(KEY)]


def test_the_limit_does_not_count_before_it_is_held() -> None:
    one = up(hold_limit_s=20.0)
    lose(one, 0.0)
    assert one.deadline == 0.5


# --- the handle


def test_while_the_server_holds_the_old_socket_the_handle_is_kept_for_five_tries() -> None:
    one = up()
    lose(one, 10.0)
    now, waits = 10.0, []
    for _ in range(5):
        assert lose(one, now, OLD) == []
        assert one.next_try is not None
        waits.append(one.next_try - now)
        now = one.next_try
        assert tick(one) == [Dial(one.epoch, fresh=False)]
    assert waits == [1.0, 2.0, 4.0, 8.0, 15.0]
    assert lose(one, now, OLD) == [Dial(one.epoch, fresh=True)]


def test_after_ninety_seconds_no_old_socket_is_believed_in() -> None:
    one = held()
    tick(one)
    assert lose(one, 91.0, OLD) == []
    assert tick(one) == [Dial(4, fresh=False)]
    assert lose(one, 107.0, OLD) == [Dial(5, fresh=True)]


def test_a_handle_refused_by_1007_is_poisoned() -> None:
    one = up()
    lose(one, 10.0)
    assert lose(one, 10.1, HandleRefused("No.", code=1007)) == [Dial(3, fresh=True)]


def test_any_other_refusal_poisons_a_handle_when_it_comes_twice() -> None:
    one = up()
    lose(one, 10.0)
    assert lose(one, 10.1, REFUSED) == []
    assert tick(one) == [Dial(3, fresh=False)]
    assert lose(one, 11.0, REFUSED) == [Dial(4, fresh=True)]


# --- the silent model


def test_a_silent_model_gets_a_new_connection_then_a_fresh_one_then_is_held() -> None:
    """Law 8: one ladder."""
    one = up()
    assert one.feed(Climb(1, MUTE), 20.0) == [Dial(2, fresh=False)]
    come_back(one, 21.0)
    assert one.feed(Climb(2, MUTE), 40.0) == [Dial(3, fresh=True)]
    come_back(one, 41.0)
    assert one.feed(Climb(3, MUTE), 60.0) == [HangUp()]
    assert (one.state, one.deadline) == (LinkState.HELD, None)
    assert one.feed(TryNow(), 61.0) == [Dial(4, fresh=False)]


# --- moving on from a connection that works


def test_a_connection_that_moves_is_replaced_and_no_trouble() -> None:
    """Law 9."""
    one = up()
    assert one.feed(Move(), 5.0) == [Dial(2, fresh=False)]
    assert (one.state, one.trouble, one.state.works) == (LinkState.MOVING, None, True)
    come_back(one, 5.5)
    assert (one.state, one.trouble) == (LinkState.UP, None)


@pytest.mark.parametrize(
    "wrong", [{"held_every_s": 0.0}, {"long_wait_s": 4000.0}, {"unclear_tries": 0}]
)
def test_params_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        link(**wrong)


def test_a_network_that_has_changed_is_tried_at_once() -> None:
    one = up()
    lose(one, 1.0)
    assert one.feed(NetworkChanged(), 1.1) == [Dial(2, fresh=False)]


# --- what means nothing


def test_after_leaving_nothing_is_dialled() -> None:
    """Law 6."""
    one = held()
    one.leave()
    assert (one.state, one.deadline, one.trouble) == (LinkState.CLOSED, None, None)
    for event in (TryNow(), Tick(), LinkOpened(2), LinkClosed(2, LOST), Climb(1, MUTE)):
        assert one.feed(event, 1000.0) == []


@pytest.mark.parametrize("event", [TryNow(), Tick(), LinkOpened(1)])
def test_a_connection_that_is_up_stays_up(event: TryNow | Tick | LinkOpened) -> None:
    one = up()
    assert one.feed(event, 1.0) == []
    assert one.state is LinkState.UP


def test_it_is_started_once() -> None:
    with pytest.raises(AssertionError):
        link().start()
