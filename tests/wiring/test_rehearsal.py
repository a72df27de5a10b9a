"""The whole of it is in tests/e2e/test_self_check.py: it takes 50 s."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.account import Account, Line
from app.core.faults import StoreFault
from app.wiring.rehearsal import judge, read_answers, rehearse

ANSWERS = ["One.", "Two."]
LINES = (
    Line(0.0, "interviewer", "Well?", 1.0),
    Line(1.0, "candidate", "One.", 1.0, "answered"),
    Line(3.0, "candidate", "Two.", 1.0, "answered"),
)
WHOLE = Account(None, LINES, (), (), 6.0, "finished")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rate in (("candidate.wav", 16_000), ("interviewer.wav", 24_000)):
        record(tmp_path / name, rate, 6.0)
    return tmp_path


def record(path: Path, rate: int, seconds: float) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * round(rate * seconds)))


def test_a_record_that_tells_all_is_whole(folder: Path) -> None:
    assert judge(WHOLE, folder, ANSWERS) == (
        "finished: 2 answers in 6 s, all of them in the record"
    )


@pytest.mark.parametrize(
    ("account", "says"),
    [
        (replace(WHOLE, how="left"), "tells of 2 answers; 0 of the 2"),
        (replace(WHOLE, lines=LINES[:2]), "tells of 1 answers; 1 of the 2"),
        (replace(WHOLE, lines=(*LINES[:2], replace(LINES[2], text="Too."))), "1 of the 2"),
        (replace(WHOLE, lines=(*LINES[:2], replace(LINES[2], fate="held"))), "without its reply"),
    ],
)
def test_what_the_record_lacks_is_said(folder: Path, account: Account, says: str) -> None:
    with pytest.raises(StoreFault, match=says):
        judge(account, folder, ANSWERS)


@pytest.mark.parametrize(("name", "rate"), [("candidate.wav", 16_000), ("interviewer.wav", 24_000)])
def test_a_recording_that_is_too_short_is_named(folder: Path, name: str, rate: int) -> None:
    record(folder / name, rate, 1.9)
    with pytest.raises(StoreFault, match=rf"{name} is only 1\.9 s long"):
        judge(WHOLE, folder, ANSWERS)


def test_three_answers_are_given() -> None:
    assert len(read_answers()) == 3
    assert all(read_answers())


def test_an_interview_that_does_not_end_is_left_and_said_so() -> None:
    """A real one, cut short: server, devices and record are closed."""
    with pytest.raises(StoreFault, match=r"did not finish, it was not over after 2 s\."):
        rehearse(limit_s=2.0)
