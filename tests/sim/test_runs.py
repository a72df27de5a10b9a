"""Whole interviews: corners into which chance rarely drives one, and what hypothesis thinks of.

Those by seed are in ``test_seeds_*.py``, in several files so that several cores share them.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.sim.corners import CORNERS
from tests.sim.run import Interview
from tests.sim.steps import SCENARIOS, Scenario
from tests.sim.totals import Totals, tell

RUNS = 24
Tell = Callable[[str, object], None]


def test_whatever_happens_the_laws_hold(record_property: Tell) -> None:
    totals = Totals()

    @given(scenario=SCENARIOS)
    @settings(
        max_examples=RUNS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # to shrink a run of minutes takes an hour
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def holds(scenario: Scenario) -> None:
        Interview(scenario).run(totals)

    holds()
    tell(record_property, totals)


@pytest.mark.parametrize("corner", CORNERS)
def test_the_laws_hold_when(record_property: Tell, corner: str) -> None:
    totals = Totals()
    for seed in CORNERS[corner].seeds:
        Interview(CORNERS[corner].scenario(seed)).run(totals)
    tell(record_property, totals)
