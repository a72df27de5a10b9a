"""The sound card for the tests of this room, one for all that leave it as they found it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sound import Sound


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    with Sound(tmp_path_factory.mktemp("sound") / "s") as card:
        yield card


@pytest.fixture
def own_sound(tmp_path: Path) -> Iterator[Sound]:
    """A card that the test may break."""
    with Sound(tmp_path / "s") as card:
        yield card
