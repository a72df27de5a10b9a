from __future__ import annotations

import inspect
import typing

from app.core import intents
from app.core.events import Intent


def test_every_intent_is_one_that_can_be_asked_for() -> None:
    classes = inspect.getmembers(intents, inspect.isclass)
    kinds = {kind for _, kind in classes if kind.__module__ == intents.__name__}
    assert kinds == set(typing.get_args(Intent))


def test_to_leave_keeps_what_is_not_answered_unless_asked_otherwise() -> None:
    assert intents.Leave() == intents.Leave(keep=True)
