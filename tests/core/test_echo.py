from __future__ import annotations

from app.core.echo import Echo


def test_every_mode_has_a_word_of_its_own() -> None:
    assert {mode.value for mode in Echo} == {"headphones", "cancelled", "half duplex"}
