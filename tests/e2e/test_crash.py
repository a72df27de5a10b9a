"""Killed, or without power, at some moment: the record is whole and the interview goes on.

A short sample; ``tests/bench/kills.py`` and ``tests/bench/powercuts.py`` are the long runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.crash import judge_record, kill_and_go_on, record_of, speech
from tests.e2e.people import Server, serving
from tests.e2e.powercut import Step, Told, cut_and_go_on, rebuild, trace

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

Traced = tuple[Server, Path, list[Step]]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    """Return a server, the folder of an interview, and what that did to its files."""
    folder = tmp_path_factory.mktemp("traced")
    with serving(folder) as server:
        (folder / "interview").mkdir()
        microphone = speech(folder / "first.wav", 0.3, 5.0)
        yield server, folder / "interview", trace(server, folder / "interview", microphone, 5.0)


@pytest.mark.parametrize("seed", [1])
def test_a_killed_interview_goes_on_and_nothing_is_lost(seed: int, tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        outcome = kill_and_go_on(server, tmp_path / "interview", seed)
    assert outcome.state == "an answer was open"


def test_after_a_power_cut_in_an_answer_the_model_hears_it_whole(traced: Traced) -> None:
    server, folder, steps = traced
    outcome = cut_and_go_on(server, folder, steps, len(steps) * 9 // 10)
    assert outcome.state == "an answer was open"
    assert outcome.lost_s <= 1.0


@pytest.mark.parametrize("unsynced", ["candidate.wav", "journal.db-wal"])
def test_a_record_that_is_not_synced_does_not_please_the_judge(
    unsynced: str, traced: Traced, tmp_path: Path
) -> None:
    _, folder, steps = traced
    sessions = tmp_path / "data" / "sessions"
    sessions.mkdir(parents=True)
    claims = rebuild(steps, len(steps), folder / "data" / "sessions", sessions, [unsynced])
    record = record_of(tmp_path)
    assert record
    with pytest.raises(Exception):  # noqa: B017, PT011  # a refusal, or the judge's word
        judge_record(record, claims)


def test_at_every_moment_a_power_cut_leaves_what_was_called_safe(
    traced: Traced, tmp_path: Path
) -> None:
    """Every 40th step, without going on: what lies on the disk is judged alone."""
    _, folder, steps = traced
    judged = 0
    for moment in range(1, len(steps) + 1, 40):
        sessions = tmp_path / str(moment) / "data" / "sessions"
        sessions.mkdir(parents=True)
        claims = rebuild(steps, moment, folder / "data" / "sessions", sessions)
        record = record_of(tmp_path / str(moment))
        if claims.events:
            assert record
            judge_record(record, claims)
            judged += 1
    assert judged >= 5
    assert sum(isinstance(step, Told) for step in steps) > 100
