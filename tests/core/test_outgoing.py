from __future__ import annotations

import inspect
import typing

import pytest

import app.core.outgoing as out

KINDS = [
    kind for _, kind in inspect.getmembers(out, inspect.isclass) if kind.__module__ == out.__name__
]


def test_whatever_can_leave_is_outgoing_and_only_a_turn_of_history_is_a_part_of_one() -> None:
    assert set(typing.get_args(out.Outgoing)) == set(KINDS) - {out.HistoryTurn}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_item_cannot_be_changed_on_its_way(kind: type) -> None:
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_items_are_equal_if_their_values_are() -> None:
    assert out.Audio(1, 10, 5) == out.Audio(1, 10, 5)
    assert out.Audio(1, 10, 5) != out.Audio(1, 11, 5)
