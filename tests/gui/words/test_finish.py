from __future__ import annotations

from pathlib import Path

import pytest

import app
from app.core.ending import Ending
from app.core.faults import StoreFault
from app.core.lobby import Kind
from app.gui.words import finish as words

HOWS = ["finished", "left", "held", "failed"]


def ending(how: str, **changes: object) -> Ending:
    return Ending(how, Kind.PRACTICE, "folder", **changes)  # type: ignore[arg-type]  # as named


@pytest.mark.parametrize(
    ("how", "title"),
    [
        ("finished", "You have finished the interview"),
        ("left", "You left the interview"),
        ("held", "Your last answer is saved and has no reply yet"),
        ("failed", "The interview could not go on"),
        ("a word of a newer version", "The interview could not go on"),
    ],
)
def test_every_end_is_told_as_it_was(how: str, title: str) -> None:
    assert words.title(ending(how)) == title
    assert words.text(ending(how))


def test_only_a_whole_interview_is_thanked_for_as_one() -> None:
    thanks = [how for how in HOWS if "Every question" in words.text(ending(how))]
    assert thanks == ["finished"]
    broken = ending("finished", fault=StoreFault("The disk is full."))
    assert words.title(broken) == "The interview could not go on"
    assert "not your fault" in words.text(broken)


def test_one_that_the_disk_ended_says_so_and_does_not_look_as_if_the_candidate_had_left() -> None:
    left, ended = ending("held"), ending("held", fault=StoreFault("The disk is full."))
    assert words.title(ended) == "The interview had to stop"
    assert words.title(left) != words.title(ended)
    assert words.text(ended).startswith("This was not your fault. Your last answer is saved")


@pytest.mark.parametrize(
    ("how", "can_go_on"), [("finished", False), ("left", False), ("held", True), ("failed", True)]
)
def test_whether_it_can_be_gone_on_with_is_told(how: str, can_go_on: bool) -> None:
    fault = StoreFault("The disk is full.")
    for one in (ending(how), ending(how, fault=fault)):
        assert ("go on with the interview later" in words.text(one)) is can_go_on


@pytest.mark.parametrize(
    ("length_s", "answers", "expected"),
    [
        (0.0, 0, "Kept on this computer: 0:00 of sound, 0 answers."),
        (61.9, 1, "Kept on this computer: 1:01 of sound, 1 answer."),
        (3725.0, 12, "Kept on this computer: 62:05 of sound, 12 answers."),
    ],
)
def test_how_much_is_kept_is_told_in_numbers(length_s: float, answers: int, expected: str) -> None:
    assert words.kept(ending("left", length_s=length_s, answers=answers)) == expected


def test_what_left_this_computer_is_told() -> None:
    assert words.sent(Kind.PRACTICE) == "Nothing left this computer."
    assert "Gemini" in words.sent(Kind.SERVICE)


def test_the_files_that_it_names_are_those_that_the_store_writes() -> None:
    store = "".join(
        path.read_text("utf-8") for path in Path(app.__file__).parent.glob("store/*.py")
    )
    for name, what in words.files():
        assert f'"{name}"' in store
        assert what
