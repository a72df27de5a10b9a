"""What the model knows: clean handles, and what the next connection must be told (law 5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.answers import Exchange, Fate
from app.core.coverage import CleanHandle, Coverage, restore
from app.core.outgoing import (
    Audio,
    History,
    HistoryTurn,
    Outgoing,
    Prompt,
    ToolResult,
    WindowEnd,
    WindowStart,
)
from tests.core.builders import utterance

NOTHING: frozenset[int] = frozenset()


def window(number: int, *said: int) -> list[Outgoing]:
    return [WindowStart(number), Audio(number, 0, 10), WindowEnd(number, said, 10)]


@pytest.fixture
def coverage() -> Coverage:
    fresh = Coverage()
    fresh.opened(NOTHING)
    return fresh


def send(coverage: Coverage, *items: Outgoing) -> None:
    for item in items:
        coverage.left(item)


# --- settled


def test_a_window_is_awaiting_its_reply_from_its_end_on(coverage: Coverage) -> None:
    send(coverage, WindowStart(1), Audio(1, 0, 10))
    assert coverage.awaiting == ()
    send(coverage, WindowEnd(1, (4, 5), 10), *window(2, 6))
    assert coverage.awaiting == (1, 2)
    assert coverage.said_in((1, 2)) == (4, 5, 6)
    coverage.settle((1,))
    assert coverage.awaiting == (2,)
    assert coverage.said_in((1, 2)) == (6,)


def test_a_prompt_counts_as_a_window(coverage: Coverage) -> None:
    send(coverage, Prompt(1, 0, "Please begin."))
    assert (coverage.awaiting, coverage.said_in((1,))) == ((1,), (0,))


def test_a_connection_is_good_when_a_window_was_settled_on_it(coverage: Coverage) -> None:
    coverage.settle(())
    assert not coverage.has_settled
    send(coverage, *window(1, 0))
    coverage.settle((1,))
    coverage.settle(())
    assert coverage.has_settled
    coverage.opened(NOTHING)
    assert not coverage.has_settled


def test_the_model_knows_what_is_settled_and_what_it_resumed_from(coverage: Coverage) -> None:
    coverage.opened(frozenset({0}))
    send(coverage, *window(1, 1))
    assert not coverage.has((0, 1))
    coverage.settle((1,))
    assert coverage.has((0, 1))


# --- clean handles


def test_a_handle_covers_what_is_settled_and_what_was_resumed_from(coverage: Coverage) -> None:
    coverage.opened(frozenset({0, 1}))
    send(coverage, *window(7, 2, 3))
    coverage.settle((7,))
    assert coverage.take_handle("h")
    assert coverage.clean == CleanHandle("h", frozenset({0, 1, 2, 3}))


@pytest.mark.parametrize(
    "sent",
    [
        [WindowStart(1)],
        [WindowStart(1), Audio(1, 0, 10)],
        window(1, 0),
        [Prompt(1, 0, "Please begin.")],
        [History((), (0,))],
    ],
)
def test_a_handle_is_not_clean_while_something_is_not_settled(
    coverage: Coverage, sent: list[Outgoing]
) -> None:
    coverage.take_handle("before")
    send(coverage, *sent)
    assert not coverage.take_handle("after")
    assert coverage.clean == CleanHandle("before", NOTHING)


def test_a_handle_is_not_clean_while_a_tool_call_is_pending(coverage: Coverage) -> None:
    coverage.called("c")
    assert not coverage.take_handle("h")
    coverage.returned("c")
    send(coverage, ToolResult("c", "f", "no"))
    assert coverage.take_handle("h")


def test_history_is_known_once_a_window_after_it_is_settled(coverage: Coverage) -> None:
    send(coverage, History((), (0, 1)), *window(1, 2))
    coverage.settle((1,))
    assert coverage.take_handle("h")
    assert coverage.clean == CleanHandle("h", frozenset({0, 1, 2}))


def test_a_window_settled_on_another_connection_says_nothing_of_this_one(
    coverage: Coverage,
) -> None:
    send(coverage, *window(1, 0))
    coverage.called("c")
    send(coverage, History((), (5,)))
    coverage.opened(NOTHING)
    assert coverage.awaiting == ()
    coverage.settle((1,))
    assert coverage.take_handle("h")
    assert coverage.clean == CleanHandle("h", NOTHING)


def test_a_handle_that_the_server_refuses_is_forgotten(coverage: Coverage) -> None:
    coverage.take_handle("h")
    coverage.forget_handle()
    assert coverage.clean is None


# --- what the next connection must be told


def exchange(number: int, fate: Fate = Fate.ANSWERED) -> Exchange:
    return Exchange(number, {}, [utterance(number, (0, 50), speech=(10, 40))], fate)


def known(one: Exchange) -> HistoryTurn | None:
    return HistoryTurn(f"said {one.number}", "Thank you.")


def unknown(one: Exchange) -> HistoryTurn | None:
    return None


def test_a_server_that_knows_all_is_told_nothing() -> None:
    exchanges = [exchange(0), exchange(1)]
    told = restore(exchanges, frozenset({0, 1}), known)
    assert (told.history, told.replays, told.present) == (None, (), None)


def test_what_ended_and_is_not_known_is_told_as_text() -> None:
    told = restore([exchange(n) for n in range(3)], frozenset({0}), known)
    turns = (HistoryTurn("said 1", "Thank you."), HistoryTurn("said 2", "Thank you."))
    assert told.history == History(turns, (1, 2))
    assert (told.replays, told.present, told.knows) == ((), None, frozenset({0}))


def test_from_the_first_exchange_without_text_on_all_is_replayed() -> None:
    exchanges = [exchange(n) for n in range(4)]
    told = restore(exchanges, NOTHING, lambda one: known(one) if one.number != 1 else None)
    assert told.history == History((HistoryTurn("said 0", "Thank you."),), (0,))
    assert told.replays == tuple(exchanges[1:])


def test_without_any_text_there_is_no_history() -> None:
    exchanges = [exchange(0), exchange(1, Fate.DECLINED)]
    told = restore(exchanges, NOTHING, unknown)
    assert (told.history, told.replays) == (None, tuple(exchanges))


def test_the_open_exchange_is_never_told_as_text() -> None:
    exchanges = [exchange(0), exchange(1, Fate.OPEN)]
    told = restore(exchanges, frozenset({0}), known)
    assert (told.history, told.replays, told.present) == (None, (), exchanges[1])


@pytest.mark.parametrize("wording", [known, unknown])
def test_what_was_withdrawn_is_told_in_no_way(wording: Callable[[Exchange], HistoryTurn]) -> None:
    exchanges = [exchange(0), exchange(1, Fate.WITHDRAWN), exchange(2, Fate.OPEN)]
    plan = restore(exchanges, frozenset(), wording)
    told = [*(plan.history.said if plan.history else ()), *(one.number for one in plan.replays)]
    assert 1 not in told
    assert plan.present is exchanges[2]


def test_an_exchange_of_which_a_part_is_unknown_is_told_again() -> None:
    both = exchange(0)
    both.prompts[1] = "Please go on."
    assert restore([both], frozenset({0}), known).history is not None
    assert restore([both], frozenset({0, 1}), known).history is None
