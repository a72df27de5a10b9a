from __future__ import annotations

import pytest

from app.core.habits import Choice, Habits
from app.core.patience import Wait
from app.core.view import View
from app.terminal import turn_words as words
from app.terminal.keys import intent
from tests.terminal.views import view

HABITS = Habits(quick_s=0.9, standard_s=2.0, patient_s=3.5)


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (Wait.QUICK, "Your turn ends after 0.9 s of silence, or with Enter."),
        (Wait.STANDARD, "Your turn ends after 2 s of silence, or with Enter."),
        (Wait.PATIENT, "Your turn ends after 3.5 s of silence, or with Enter."),
        (Wait.ONLY_DONE, "Your turn ends when you press Enter."),
    ],
)
def test_how_a_turn_ends_is_told_in_seconds(wait: Wait, told: str) -> None:
    assert words.ends(HABITS, wait) == told


@pytest.mark.parametrize("wait", Wait)
def test_the_line_of_keys_begins_with_how_the_turn_ends(wait: Wait) -> None:
    shown = words.keys(Habits(wait))
    assert shown.startswith(f"Speak when you are asked. {words.ends(Habits(), wait)}")
    assert all(len(line) <= 82 for line in shown.split("\n"))


def test_every_key_of_the_line_does_something_and_every_letter_is_in_it() -> None:
    line = words.keys(HABITS)
    for letter in "wmpbutq":
        assert f" {letter} " in line
        assert intent(letter, "hands-free", Wait.STANDARD) is not None  # type: ignore[arg-type]  # any
    unused = set("abcdefghijklmnopqrstuvwxyz") - set("wmpbutq")
    assert not any(intent(one, "x", Wait.STANDARD) for one in unused)  # type: ignore[arg-type]  # any


def test_a_wait_that_is_set_by_policy_is_said_to_be_and_has_no_key() -> None:
    shown = words.keys(Habits(Wait.PATIENT, forced=frozenset({Choice.WAIT})))
    assert "3.5 s of silence, or with Enter.\nYour organisation has set this.\nKeys:" in shown
    assert " w " not in shown
    assert " b " in shown
    others = frozenset(Choice) - {Choice.WAIT}
    assert words.keys(Habits(forced=others)) == words.keys(Habits())


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (view(), []),
        (view(wait=Wait.PATIENT), []),
        (view(wait=Wait.ONLY_DONE), ["Enter ends your turn"]),
        (view(talks_muted=True), ["you are talking while muted: m unmutes"]),
        (view(can_take_back=True), ["b takes your answer back"]),
    ],
)
def test_what_can_be_done_about_a_turn_is_told_while_it_can(shown: View, told: list[str]) -> None:
    assert words.own(shown) == told


def test_a_locked_microphone_is_told_with_its_time() -> None:
    assert words.locked(view()) == ""
    assert words.locked(view(locked_s=80.9)) == "microphone locked on, 1:20"


@pytest.mark.parametrize(
    ("platform", "where"),
    [("darwin", "System Settings, "), ("win32", "Settings, "), ("linux", "the system's sound")],
)
def test_each_system_is_told_by_its_own_names(platform: str, where: str) -> None:
    assert words.allow_microphone(platform).startswith(where)
