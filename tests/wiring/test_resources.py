from __future__ import annotations

from app.store.plans import read_plan
from app.wiring.resources import DEFAULT_PLAN, RESOURCES, SAMPLE


def test_what_comes_with_the_application_is_there() -> None:
    assert len(read_plan(DEFAULT_PLAN).questions) == 3
    assert SAMPLE.is_relative_to(RESOURCES)
    assert SAMPLE.read_bytes()[:4] == b"RIFF"
