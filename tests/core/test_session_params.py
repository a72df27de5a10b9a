from __future__ import annotations

from dataclasses import fields, is_dataclass

from app.core.session_params import SessionParams


def test_each_machine_is_set_apart_and_has_defaults() -> None:
    """Two sessions never share what can be changed, and none needs a file to begin."""
    ours, others = SessionParams(), SessionParams()
    assert ours == others
    for one in fields(ours):
        params = getattr(ours, one.name)
        assert is_dataclass(params)
        assert type(params).__dataclass_params__.frozen, one.name
