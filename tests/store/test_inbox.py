from __future__ import annotations

import threading

import pytest

from app.store.inbox import Backlog, Inbox


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def inbox(clock: FakeClock) -> Inbox[str]:
    return Inbox(clock, limit=1000)


def test_items_come_out_in_order(inbox: Inbox[str]) -> None:
    inbox.put("a")
    inbox.put("b")
    assert (inbox.take(None), inbox.take(None)) == ("a", "b")


def test_what_finds_no_room_is_refused_and_what_waits_stays(clock: FakeClock) -> None:
    inbox = Inbox[str](clock, limit=2)
    assert [inbox.put(item) for item in "abc"] == [True, True, False]
    assert inbox.backlog == Backlog(2, 0.0)
    assert inbox.take(None) == "a"
    assert inbox.put("d")
    assert not inbox.put("e")
    assert (inbox.take(None), inbox.take(None)) == ("b", "d")


def test_nothing_within_the_time_is_none(inbox: Inbox[str]) -> None:
    assert inbox.take(0.0) is None


def test_the_age_counts_from_the_put_until_all_taken_is_safe(
    inbox: Inbox[str], clock: FakeClock
) -> None:
    assert inbox.backlog == Backlog(0, 0.0)
    inbox.put("a")
    clock.now = 1.0
    inbox.put("b")
    clock.now = 3.0
    assert inbox.backlog == Backlog(2, 3.0)

    inbox.take(None)
    assert inbox.backlog == Backlog(1, 3.0)
    inbox.mark_safe()
    assert inbox.backlog == Backlog(1, 2.0)
    inbox.take(None)
    assert inbox.backlog == Backlog(0, 2.0)
    inbox.mark_safe()
    assert inbox.backlog == Backlog(0, 0.0)


def test_closed_it_gives_what_is_left_and_then_nothing(inbox: Inbox[str]) -> None:
    inbox.put("a")
    inbox.close()
    assert not inbox.is_drained
    assert inbox.take(None) == "a"
    assert inbox.take(None) is None
    assert inbox.is_drained
    with pytest.raises(AssertionError):
        inbox.put("b")


def test_a_waiting_thread_wakes_for_an_item_and_for_the_end(inbox: Inbox[str]) -> None:
    taken: list[str | None] = []

    def take_all() -> None:
        while not inbox.is_drained:
            taken.append(inbox.take(None))

    thread = threading.Thread(target=take_all)
    thread.start()
    inbox.put("a")
    inbox.close()
    thread.join(10)

    assert not thread.is_alive()
    assert [item for item in taken if item] == ["a"]


def test_many_threads_lose_nothing(inbox: Inbox[str]) -> None:
    def put_all(name: str) -> None:
        for number in range(200):
            inbox.put(f"{name}{number}")

    threads = [threading.Thread(target=put_all, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    taken = [inbox.take(10) for _ in range(800)]
    for thread in threads:
        thread.join()

    for name in "abcd":
        mine = [item for item in taken if item and item[0] == name]
        assert mine == [f"{name}{number}" for number in range(200)]
