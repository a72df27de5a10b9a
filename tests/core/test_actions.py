from __future__ import annotations

import inspect
import typing

import pytest

import app.core.actions as act

KINDS = [
    kind for _, kind in inspect.getmembers(act, inspect.isclass) if kind.__module__ == act.__name__
]


def test_whatever_is_asked_for_is_an_action_and_nothing_else_is() -> None:
    assert set(typing.get_args(act.Action)) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_action_cannot_be_changed_on_its_way(kind: type) -> None:
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_actions_are_equal_if_their_values_are() -> None:
    assert act.Connect(1, None, with_history=False) == act.Connect(1, None, with_history=False)
    assert act.Connect(1, None, with_history=False) != act.Connect(1, "h", with_history=False)
