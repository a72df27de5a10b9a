from __future__ import annotations

import pytest

from app.core.ending import Ending
from app.core.faults import StoreFault
from app.core.lobby import Kind
from app.core.view import Situation


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ("finished", Situation.FINISHED),
        ("left", Situation.LEFT),
        ("held", Situation.ENDED_HELD),
        ("failed", Situation.FAILED),
        ("of another version", Situation.FAILED),
    ],
)
def test_an_ending_has_the_word_of_the_journal(how: str, word: Situation) -> None:
    assert Ending(how, Kind.PRACTICE, "d").situation is word


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ("finished", Situation.FAILED),
        ("left", Situation.FAILED),
        ("held", Situation.ENDED_HELD),
        ("failed", Situation.FAILED),
    ],
)
def test_with_a_fault_nothing_looks_as_if_all_were_well(how: str, word: Situation) -> None:
    assert Ending(how, Kind.PRACTICE, "d", fault=StoreFault("full")).situation is word
