"""Whole interviews, generated: whatever happens, the laws hold."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.sim.corners import CORNERS
from tests.sim.run import Interview, Totals
from tests.sim.steps import SCENARIOS, Scenario, drawn

RUNS = int(os.environ.get("FAIRHEARING_SIM_RUNS", "24"))


@pytest.fixture(scope="module")
def totals(request: pytest.FixtureRequest) -> Iterator[Totals]:
    totals = Totals()
    yield totals
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter:
        reporter.write_line(f"\nsimulated: {totals}")


@given(scenario=SCENARIOS)
@settings(
    max_examples=RUNS,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_happens_the_laws_hold(totals: Totals, scenario: Scenario) -> None:
    Interview(scenario).run(totals)


@pytest.mark.parametrize("seed", range(RUNS))
def test_the_laws_hold_in_longer_interviews(totals: Totals, seed: int) -> None:
    Interview(drawn(seed)).run(totals)


@pytest.mark.parametrize("corner", CORNERS)
def test_the_laws_hold_when(totals: Totals, corner: str) -> None:
    for seed in (1, 2):
        Interview(CORNERS[corner].scenario(seed)).run(totals)
