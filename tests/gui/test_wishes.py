from __future__ import annotations

import dataclasses
import typing

import pytest

from app.gui import wishes
from app.gui.wishes import UseKey, Wish


def test_a_key_is_never_in_what_is_printed_or_logged() -> None:
    assert "s3cret" not in repr(UseKey("s3cret", is_kept=True))
    assert "s3cret" not in f"{UseKey('s3cret', is_kept=False)}"


def test_every_wish_is_one_of_all_and_a_frozen_value() -> None:
    here = {
        one
        for one in vars(wishes).values()
        if isinstance(one, type) and one.__module__ == wishes.__name__
    }
    assert here == set(typing.get_args(Wish))
    wish = UseKey("s3cret", is_kept=True)
    with pytest.raises(dataclasses.FrozenInstanceError):
        wish.is_kept = False  # type: ignore[misc]  # that is what is tried
