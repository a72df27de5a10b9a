from __future__ import annotations

from app.gui.words import licences


def test_each_says_something_of_its_own() -> None:
    said = [licences.title(), licences.lead(), licences.back(), licences.missing()]
    assert len({*said}) == len(said)
    assert licences.link() == licences.title()
