from __future__ import annotations

import pytest

from app.gui.theme import Mode
from app.gui.widgets.level_meter import Zone
from app.gui.words import clock
from app.gui.words import common as words


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, "0:00"), (59.99, "0:59"), (60.0, "1:00"), (605.0, "10:05"), (7322.0, "122:02")],
)
def test_minutes_and_seconds(seconds: float, expected: str) -> None:
    assert clock(seconds) == expected


def test_every_zone_has_a_word() -> None:
    texts = [words.zone(one.value) for one in Zone]
    assert texts == ["no sound", "good", "loud", "too loud", "overloaded"]


def test_every_theme_has_a_name() -> None:
    names = [words.theme_name(mode) for mode in Mode]
    assert len(set(names)) == len(Mode)
    assert all(name.startswith("Theme: ") for name in names)


def test_a_meter_is_named_after_its_device() -> None:
    assert words.level_name("Microphone") == "Level: Microphone"
    assert words.level_name("100% Mic") == "Level: 100% Mic"


def test_what_is_forced_is_told_in_plain_words() -> None:
    assert words.forced() == "Set by your organisation."
