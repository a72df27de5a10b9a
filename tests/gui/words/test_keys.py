from __future__ import annotations

import pytest

from app.gui.words.keys import Keys, sequence, written


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_it_is_the_control_key(platform: str) -> None:
    assert [sequence(one, platform).toString() for one in Keys] == [
        *("Ctrl+M", "Ctrl+.", "Ctrl+T", "Ctrl+L", "Ctrl+/", "Ctrl+W", "Ctrl+B"),
    ]


def test_on_a_mac_it_is_the_same_key_and_not_the_one_that_minimises_and_cancels() -> None:
    assert [sequence(one, "darwin").toString() for one in Keys] == [
        *("Meta+M", "Meta+.", "Meta+T", "Meta+L", "Meta+/", "Meta+W", "Meta+B"),
    ]


def test_a_tip_says_it_as_the_system_does() -> None:
    assert written(Keys.MUTE) in {"Ctrl+M", "⌃M"}  # the Mac writes it so
    assert len({written(one) for one in Keys}) == len(Keys)
