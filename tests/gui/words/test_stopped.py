from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

import app
from app.core.faults import StoreFault
from app.core.found import Found
from app.core.lobby import WhyNot
from app.gui.words import stopped as words

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FOUND = Found("2026-11-26-1412-7k3f", None, True, 761.34, 3, 41.18)
WHOLE = "Nothing that was saved is missing."


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.0, "0.0 s"),
        (41.18, "41.2 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0.0 s"),
        (761.34, "12 min 41.3 s"),
        (3725.0, "62 min 5.0 s"),
    ],
)
def test_a_length_is_told_to_the_tenth_of_a_second(seconds: float, expected: str) -> None:
    assert plain(words.duration(seconds)) == expected
    assert " " not in words.duration(seconds)  # it stays on one line


def test_how_far_it_had_come_is_told_with_the_answers_and_the_one_that_waits() -> None:
    assert plain(words.summary(FOUND)) == (
        "Practice. It stopped in the middle, after 12 min 41.3 s. 3 answers had a reply. "
        "Your last answer, 41.2 s, is saved and will be sent."
    )


@pytest.mark.parametrize(("answers", "told"), [(0, "0 answers"), (1, "1 answer"), (2, "2 answers")])
def test_the_answers_are_counted(answers: int, told: str) -> None:
    assert f" {told} had a reply." in words.summary(replace(FOUND, answers=answers))


def test_without_an_answer_that_waits_none_is_promised() -> None:
    assert "will be sent" not in words.summary(replace(FOUND, open_s=0.0))
    assert "will be sent" not in words.summary(replace(FOUND, open_s=0.04))


def test_one_that_was_ended_is_told_apart_from_one_that_stopped() -> None:
    ended = plain(words.summary(replace(FOUND, was_held=True)))
    assert "It was ended before its last question, after 12 min 41.3 s." in ended
    assert "stopped" not in ended


@pytest.fixture
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_which_it_is_is_told_with_its_time_as_the_system_writes_it(british: None) -> None:
    there = NOON.astimezone()
    shown = words.which(replace(FOUND, began=NOON, is_practice=False))
    assert shown == f"Interview with Gemini · {there:%d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, WHOLE),
        ({"candidate_missing_s": 0.04}, WHOLE),
        ({"candidate_missing_s": 0.62}, "Missing: 0.6 s of your voice."),
        ({"interviewer_missing_s": 61.0}, "Missing: 1 min 1.0 s of the interviewer's voice."),
        ({"entries_missing": 1}, "Missing: 1 entry of the journal."),
        (
            {"candidate_missing_s": 0.6, "interviewer_missing_s": 1.2, "entries_missing": 12},
            "Missing: 0.6 s of your voice, 1.2 s of the interviewer's voice, "
            "12 entries of the journal.",
        ),
        (
            {"repairs": ("journal.db", "candidate.wav", "interviewer.wav", "100%1")},
            f"{WHOLE} Repaired: the journal, the recording of your voice, "
            "the recording of the interviewer, 100%1.",
        ),
    ],
)
def test_what_is_missing_and_what_was_repaired_is_told(
    changes: dict[str, object], expected: str
) -> None:
    found = replace(FOUND, **changes)  # type: ignore[arg-type]  # as named
    assert plain(words.losses(found)) == expected
    assert (WHOLE in expected) is found.is_whole


def test_the_files_that_it_names_are_those_that_the_store_writes() -> None:
    store = (Path(app.__file__).parent / "store/files.py").read_text("utf-8")
    for name in ("candidate.wav", "interviewer.wav", "journal.db"):
        assert f'"{name}"' in store
        assert words._content(name) != name


def test_why_it_cannot_be_gone_on_with_is_told_as_it_is() -> None:
    gone = StoreFault("The journal is gone.")
    assert words.fault(gone, is_there=False) == "The journal is gone."
    assert words.fault(gone, is_there=True) == (
        "It could not go on now. Everything that was saved is still there. The journal is gone."
    )


def test_a_key_that_is_missing_is_asked_for_where_it_can_be_given() -> None:
    assert "give it below" in words.why_not(WhyNot.KEY)
    assert words.why_not(WhyNot.MICROPHONE) == "Choose a microphone that works first."


def test_not_now_deletes_nothing_and_says_when_it_is_asked_again() -> None:
    assert "deletes nothing" in words.nothing_is_deleted()
    assert "next time you open Fairhearing" in words.nothing_is_deleted()
    assert words.not_now() in words.nothing_is_deleted()
    assert words.kept_as_it_is().startswith("Nothing was deleted.")
    assert words.title() != words.title_refused()
    assert words.go_on() != words.not_now()
