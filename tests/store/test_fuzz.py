from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.fuzz import (
    FILES,
    PLAN,
    WAYS,
    Mishap,
    Originals,
    change,
    read_any_plan,
    run,
    strike_record,
)

MISHAPS = st.builds(
    Mishap,
    st.sampled_from(FILES),
    st.sampled_from(WAYS),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 10_000),
    st.integers(0, 1 << 30),
)
QUICK = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    return Originals(tmp_path_factory.mktemp("originals"))


def test_rounds_by_chance_keep_every_law() -> None:
    run(seed=1, rounds=25)


@QUICK
@given(mishaps=st.lists(MISHAPS, min_size=1, max_size=4), killed=st.booleans())
def test_whatever_happens_to_a_record_it_is_one_or_a_fault_and_nothing_is_lost(
    originals: Originals, mishaps: list[Mishap], *, killed: bool
) -> None:
    strike_record(originals, originals.folders[killed], mishaps)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mishaps=st.lists(MISHAPS, max_size=4), rest=st.binary(max_size=100))
def test_any_bytes_are_a_plan_or_a_fault(
    tmp_path: Path, mishaps: list[Mishap], rest: bytes
) -> None:
    plan = bytearray(PLAN)
    for one in mishaps:
        change(plan, one)
    for content in (bytes(plan), bytes(plan) + rest, rest):
        read_any_plan(tmp_path / "plan.toml", content)
