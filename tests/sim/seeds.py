"""The interviews by seed that every run of the tests holds, in chunks of one file each."""

from __future__ import annotations

from collections.abc import Callable

from tests.sim.run import LEAST_UTTERANCES, SHORTEST_S, Interview
from tests.sim.steps import LEAST_FAULTS, drawn
from tests.sim.totals import Totals, tell

CHUNKS = 4
IN_A_CHUNK = 64


def chunk(number: int) -> range:
    """Return the seeds of a chunk, from 0 on."""
    return range(number * IN_A_CHUNK, (number + 1) * IN_A_CHUNK)


def hold(seed: int, record_property: Callable[[str, object], None]) -> None:
    """Hold an interview of this seed."""
    totals = Totals()
    Interview(drawn(seed)).run(totals)
    assert totals.utterances >= LEAST_UTTERANCES
    assert totals.faults >= LEAST_FAULTS
    assert totals.simulated_s >= SHORTEST_S
    tell(record_property, totals)
