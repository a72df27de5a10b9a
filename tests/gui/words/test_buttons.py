from __future__ import annotations

from pathlib import Path

from app.gui.pages import interview
from app.gui.words import buttons as words
from app.gui.words.keys import Keys, written


def test_a_name_says_what_pressing_does_now() -> None:
    assert words.mute(is_muted=False) == "Mute"
    assert words.mute(is_muted=True) == "Unmute"
    assert words.pause(is_paused=False) == "Pause"
    assert words.pause(is_paused=True) == "Resume"
    assert words.talk() != words.talk_held()


def test_the_keys_in_the_tips_are_the_keys_of_the_page() -> None:
    source = Path(interview.__file__).read_text("utf-8")
    for tip, keys in (
        (words.mute_tip(), Keys.MUTE),
        (words.pause_tip(), Keys.PAUSE),
        (words.leave_tip(), Keys.LEAVE),
        (words.try_now_tip(), Keys.TRY_NOW),
    ):
        assert tip.endswith(f"({written(keys)})")
        assert f"sequence({keys})" in source


def test_leaving_in_the_middle_of_an_answer_tells_what_becomes_of_it() -> None:
    assert words.leave_title(is_unanswered=True) == "Leave in the middle of an answer?"
    middle, between = (words.leave_text(is_unanswered=one) for one in (True, False))
    assert "stays in your recording, but is not sent" in middle
    assert "take it back" not in between
    assert "saved on this computer" in between


def test_the_choices_are_told_apart_by_their_words_alone() -> None:
    choices = [words.keep_and_leave(), words.leave_without(), words.just_leave(), words.stay()]
    assert len(set(choices)) == 4
