from __future__ import annotations

import pytest

from app.core.lobby import Shortage
from app.gui.words import disk as words


def test_too_little_room_is_told_with_how_much_where_and_how_much_is_asked() -> None:
    assert words.shortage(Shortage("/data", 180_999_999, 500.0)) == (
        "Only 180\u00a0MB are free on the disk of /data. "
        "An interview asks for 500\u00a0MB. Free some space there, then look again."
    )


def test_a_folder_may_have_any_name() -> None:
    assert "disk of /100%1%2." in words.shortage(Shortage("/100%1%2", 0, 500.0))


@pytest.mark.parametrize(("free", "told"), [(180_400_000, "180 MB"), (999_999, "0 MB")])
def test_what_is_left_is_never_more_than_there_is(free: int, told: str) -> None:
    assert words.little_room(free) == (
        f"Little room on the disk: {told} left. Please free some; the interview goes on."
    )


def test_before_the_first_look_no_number_is_told() -> None:
    assert words.little_room(None).startswith("Little room on the disk. Please")


def test_a_slow_disk_is_told_with_what_is_not_saved_and_where_it_is() -> None:
    assert words.slow(14.2) == (
        "The disk is slow: the last 14 s are not saved yet. Everything is kept in memory."
    )
