"""The whole application as a child process, with a sound card and a Live server of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.checks import Gaps
from tests.e2e.people import Line, spoken
from tests.sound import VOICE, Sound


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    with Sound(tmp_path_factory.mktemp("sound") / "s") as card:
        yield card


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three answers, spoken by espeak-ng, that no sample answer resembles."""
    folder = tmp_path_factory.mktemp("answers")
    return spoken(
        folder,
        "I learned to repair bicycles when I was twelve years old, in the yard behind our house.",
        "What I like best about my work is that every single day brings something unexpected.",
        "Once our delivery was late, so I called each customer and offered them a new date.",
    )


@pytest.fixture
def gaps(sound: Sound) -> Callable[[Line], Gaps]:
    """Count the gaps of this test, by the result of its interview."""
    before = sound.underruns()

    def count(result: Line) -> Gaps:
        dry = sound.underruns() - before
        voice = dry.pop(VOICE, 0)
        return Gaps(voice + int(result["figures"]["overflows"]), dry.total())

    return count
