from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from app.core import entries
from app.core.actions import Note
from app.core.events import LinkClosed
from app.core.faults import KeyRefused, LinkLost
from app.core.link import LinkState
from app.core.patience import Wait
from app.core.space import Room
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import DiskView, LinkView, View
from app.terminal.screen import Screen
from tests.terminal.views import view

CLEAR = "\x1b[2K"


class Terminal:
    """A terminal of some width, or a pipe."""

    def __init__(self, width: int = 80, *, is_terminal: bool = True) -> None:
        self.file = io.StringIO()
        console = Console(
            file=self.file,
            force_terminal=is_terminal,
            width=width,
            color_system=None,
            legacy_windows=False,
            _environ={},
        )
        self.screen = Screen(console, lambda: 42.0)

    def text(self) -> str:
        return self.file.getvalue()

    def foot(self, shown: View) -> str:
        """Return the foot that is drawn last for this view."""
        self.screen.view(view(), 0.0)
        self.screen.view(shown, 0.0)
        return self.text().rpartition(CLEAR)[2]


def said(text: str | None, *, reply: int | None = None, seconds: float = 3.0) -> Note:
    if reply is not None:
        return Note("said", {"speaker": "interviewer", "reply": reply, "at_s": 0.0, "text": text})
    payload = {"speaker": "candidate", "exchange": 0, "at_s": 0.0, "seconds": seconds, "text": text}
    return Note("said", {**payload})


def test_the_foot_shows_state_level_and_how_much_is_saved() -> None:
    foot = Terminal(200).foot(view(floor=Floor.CANDIDATE, level_dbfs=0.0))
    assert foot == "● You are talking · question 1 of 3  █  Saved to 0:42"


@pytest.mark.parametrize("level", [-96.0, -60.0, -30.0, 0.0, 3.0])
def test_any_level_has_its_place_on_the_meter(level: float) -> None:
    foot = Terminal(200).foot(view(floor=Floor.WAITING, level_dbfs=level))
    (meter,) = foot.split("  ")[1:2]
    assert meter in " ▁▂▃▄▅▆▇█"


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("talk", Talk)
@pytest.mark.parametrize("state", LinkState)
def test_no_foot_is_wider_than_the_terminal_or_higher_than_a_line(
    width: int, talk: Talk, state: LinkState
) -> None:
    link = LinkView(state, attempts=12, suspect_s=5.0, to_send_s=88.0)
    foot = Terminal(width).foot(view(talk=talk, link=link, answer_s=100.0))
    assert "\n" not in foot
    assert len(foot) <= width
    assert foot.startswith("● ")


def test_while_the_interviewer_speaks_its_words_stand_above_the_foot() -> None:
    terminal = Terminal()
    terminal.foot(view(floor=Floor.INTERVIEWER, caption="Tell me \x1b[2J"))
    assert "Interviewer: Tell me  [2J …\n● Interviewer speaking" in terminal.text()


def test_each_question_is_announced_once() -> None:
    terminal = Terminal()
    for place in (1, 1, 2, 2):
        terminal.screen.view(view(place=place), 0.0)
    assert terminal.text().count("Question 1 of 3\n") == 1
    assert terminal.text().count("Question 2 of 3\n") == 1


def test_what_was_said_is_printed_and_again_only_if_it_says_more() -> None:
    terminal = Terminal(is_terminal=False)
    for note in (
        said(None),
        said(None),
        said("I cook."),
        said("Good.", reply=1),
        said("Good.", reply=1),
    ):
        terminal.screen.note(note, 0.0)
    terminal.screen.note(Note("handle.clean", {"handle": "h"}), 0.0)
    assert terminal.text() == "You: Answer, 0:03\nYou: I cook.\nInterviewer: Good.\n"


def test_into_a_pipe_each_new_state_is_one_line_and_nothing_is_drawn() -> None:
    terminal = Terminal(is_terminal=False)
    for shown in (view(), view(), view(level_dbfs=-3.0), view(floor=Floor.CANDIDATE)):
        terminal.screen.view(shown, 0.0)
    assert terminal.text() == (
        "Question 1 of 3\n[Your turn · question 1 of 3]\n[You are talking · question 1 of 3]\n"
    )


def test_a_fault_is_printed_once_even_if_it_ends_the_interview() -> None:
    terminal, fault = Terminal(is_terminal=False), KeyRefused("The key is refused.")
    terminal.screen.event(LinkClosed(1, fault), 0.0)
    terminal.screen.view(view(link=LinkView(LinkState.HELD, fault=fault)), 0.0)
    assert terminal.text().count("The key is refused.\n") == 1


def test_a_fault_of_the_view_is_printed() -> None:
    terminal = Terminal()
    link = LinkView(LinkState.HELD, fault=LinkLost("Nobody answers."))
    terminal.screen.view(view(link=link), 0.0)
    assert "Nobody answers.\n" in terminal.text()


@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_result_takes_the_foot_away_and_leaves_the_record_s_path_whole(
    is_terminal: bool,
) -> None:
    terminal = Terminal(is_terminal=is_terminal)
    terminal.screen.view(view(), 0.0)
    folder = "/somewhere/" + "deep/" * 30 + "2026-11-23-1412-7k3f"
    terminal.screen.result({"how": "finished", "folder": folder})
    after = terminal.text().rpartition(CLEAR)[2]
    assert after.endswith(f"The interview is finished.\nThe record is in {folder}\n")
    assert "●" not in after


def test_a_result_before_anything_was_drawn_is_only_its_sentence() -> None:
    terminal = Terminal()
    terminal.screen.result({"how": "failed"})
    assert terminal.text() == "The interview could not go on.\n"


def test_a_sentence_is_printed_as_a_line() -> None:
    terminal = Terminal(is_terminal=False)
    terminal.screen.say("No microphone was found. " * 6)
    assert terminal.text().count("\n") == 1


@pytest.mark.parametrize("width", [80, 200])
def test_a_disk_that_fills_up_or_is_slow_stands_in_the_foot(width: int) -> None:
    low = DiskView(Room.LOW, 180_400_000)
    foot = Terminal(width).foot(view(floor=Floor.CANDIDATE, disk=low))
    assert foot.startswith("● You are talking · disk: 180 MB left · question 1 of 3")
    slow = replace(low, behind_s=14.2)
    foot = Terminal(width).foot(view(floor=Floor.CANDIDATE, disk=slow))
    assert foot.startswith("● You are talking · slow disk: 14 s not saved yet · question")
    assert len(foot) <= width


def test_into_a_pipe_the_disk_is_told_when_it_changes_and_not_with_each_megabyte() -> None:
    terminal = Terminal(is_terminal=False)
    for disk in (
        DiskView(Room.AMPLE, 201_000_000),
        *(DiskView(Room.LOW, free * 1_000_000) for free in (199, 190, 180)),
        *(DiskView(Room.LOW, 180_000_000, behind_s) for behind_s in (3.0, 4.0, 5.0)),
        DiskView(Room.AMPLE, 900_000_000),
    ):
        terminal.screen.view(view(disk=disk), 0.0)
    assert terminal.text().splitlines()[1:] == [
        "[Your turn · question 1 of 3]",
        "[Your turn · disk: 199 MB left · question 1 of 3]",
        "[Your turn · slow disk: 3 s not saved yet · question 1 of 3]",
        "[Your turn · question 1 of 3]",
    ]


def test_a_new_wait_is_told_once_with_its_seconds() -> None:
    terminal = Terminal(is_terminal=False)
    for wait in (Wait.STANDARD, Wait.PATIENT, Wait.PATIENT, Wait.ONLY_DONE):
        terminal.screen.view(view(wait=wait), 0.0)
    told = [line for line in terminal.text().splitlines() if line.startswith("Your turn ends")]
    assert told == [
        "Your turn ends after 3.5 s of silence, or with Enter.",
        "Your turn ends when you press Enter.",
    ]


def test_an_answer_that_was_taken_back_is_told_with_what_that_means() -> None:
    terminal = Terminal(is_terminal=False)
    for how in ("answered", "withdrawn", "held"):
        terminal.screen.note(entries.note(entries.AnswerEnded(1, how, 3.0)), 0.0)
    assert terminal.text() == "Taken back: it stays in your recording and is not sent.\n"


def test_into_a_pipe_a_locked_microphone_is_not_told_each_second() -> None:
    terminal = Terminal(is_terminal=False)
    for locked_s in (1.0, 2.0, 61.0):
        terminal.screen.view(view(talk=Talk.LOCKED, locked_s=locked_s), 0.0)
    assert terminal.text().count("locked on") == 1
