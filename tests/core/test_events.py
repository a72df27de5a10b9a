from __future__ import annotations

import dataclasses
import inspect
import typing

import pytest

import app.core.events as ev
from app.core import device_events, intents

KINDS = [
    kind
    for module in (ev, intents, device_events)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if kind.__module__ == module.__name__
]


def test_whatever_can_happen_is_an_event_and_nothing_else_is() -> None:
    assert set(typing.get_args(ev.Event)) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_event_cannot_be_changed_on_its_way(kind: type) -> None:
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("kind", typing.get_args(ev.LinkEvent), ids=lambda kind: kind.__name__)
def test_every_event_of_a_connection_says_of_which(kind: type) -> None:
    assert dataclasses.fields(kind)[0].name == "epoch"


@pytest.mark.parametrize("kind", typing.get_args(ev.Intent), ids=lambda kind: kind.__name__)
def test_what_the_candidate_asks_for_belongs_to_no_connection(kind: type) -> None:
    assert not hasattr(kind, "epoch")


def test_events_are_equal_if_their_values_are() -> None:
    assert ev.ReplyText(1, "Hello") == ev.ReplyText(1, "Hello")
    assert ev.ReplyText(1, "Hello") != ev.ReplyText(2, "Hello")


def test_fifty_frames_make_a_second() -> None:
    assert ev.FRAME_S * 50 == 1.0
