"""Whole interviews by seed: see ``seeds.py``."""

from collections.abc import Callable

import pytest

from tests.sim.seeds import chunk, hold


@pytest.mark.parametrize("seed", chunk(3))
def test_the_laws_hold(seed: int, record_property: Callable[[str, object], None]) -> None:
    hold(seed, record_property)
