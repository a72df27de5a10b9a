from __future__ import annotations

import pytest

from app.core.habits import Habits
from app.core.patience import Wait
from app.gui.words import turns as words

HABITS = Habits(quick_s=1.0, standard_s=2.25, patient_s=3.5)


@pytest.mark.parametrize(
    ("wait", "short", "whole", "choice"),
    [
        (Wait.QUICK, "Waits 1 s", "Waits 1 s in your pauses", "Quick: waits 1 s in your pauses"),
        (
            Wait.STANDARD,
            "Waits 2.25 s",
            "Waits 2.25 s in your pauses",
            "Standard: waits 2.25 s in your pauses",
        ),
        (
            Wait.PATIENT,
            "Waits 3.5 s",
            "Waits 3.5 s in your pauses",
            "Patient: waits 3.5 s in your pauses",
        ),
        (
            Wait.ONLY_DONE,
            "Waits for Done",
            "Waits for Done in your pauses",
            "Only when I say Done",
        ),
    ],
)
def test_each_wait_says_what_it_means(wait: Wait, short: str, whole: str, choice: str) -> None:
    assert words.wait_short(HABITS, wait) == short
    assert words.wait(HABITS, wait) == whole
    assert words.wait_choice(HABITS, wait) == choice
    assert whole.startswith(short)  # WCAG 2.2, 2.5.3: what is seen is in the name


def test_a_locked_microphone_is_told_with_its_time() -> None:
    assert words.locked(80.9) == "Microphone locked on, 1:20"
    assert words.locked(0).startswith(words.locked_now())


def test_the_keys_stand_in_the_tips() -> None:
    assert words.wait_tip().endswith("W)")
    assert words.take_back_tip().endswith("B)")


def test_what_was_taken_back_says_where_it_is_and_where_not() -> None:
    assert words.taken_back() == "Taken back: it stays in your recording and is not sent."


def test_every_other_name_is_there_and_none_twice() -> None:
    every = [words.toggles(), words.cues(), words.talks_muted(), words.take_back()]
    every += [words.turns_label(), words.locked_now()]
    assert all(every)
    assert len(set(every)) == len(every)
