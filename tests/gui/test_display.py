from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.actions import Note
from app.core.entries import AnswerEnded, note
from app.core.events import Done
from app.core.faults import DeviceFault
from app.gui.display import WindowDisplay
from app.gui.pages.interview import InterviewPage
from app.gui.theme import Theme
from app.gui.widgets.captions import Captions
from tests.gui.views import view

MISSING = DeviceFault("none; see --mic")


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> InterviewPage:
    made = InterviewPage(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def display(page: InterviewPage) -> WindowDisplay:
    return WindowDisplay(page, lambda: 134.2)


def labels(page: InterviewPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def captions(page: InterviewPage) -> str:
    found = page.findChild(Captions)
    assert found is not None
    return found.toPlainText()


def test_a_view_is_shown_with_what_is_saved(page: InterviewPage, display: WindowDisplay) -> None:
    display.view(view(place=2, question="Why here?"), 1.0)
    assert {"Why here?", "Question 2 of 3", "Saved to 2:14"} <= set(labels(page))


def test_of_the_notes_only_what_was_said_is_shown(
    page: InterviewPage, display: WindowDisplay
) -> None:
    display.note(Note("said", {"speaker": "interviewer", "reply": 1, "text": "Hello."}), 1.0)
    display.note(Note("fate", {"speaker": "interviewer", "reply": 2, "text": "Nothing."}), 1.0)
    display.event(Done(), 1.0)
    assert "Hello." in captions(page)
    assert "Nothing." not in captions(page)


def test_a_sentence_of_the_application_is_among_them(
    page: InterviewPage, display: WindowDisplay
) -> None:
    display.say("One moment.")
    assert "One moment." in captions(page)


def test_what_stands_in_for_a_device_is_told_in_words_for_people(
    page: InterviewPage, display: WindowDisplay
) -> None:
    display.stands_in("microphone", MISSING)
    display.stands_in("loudspeaker", MISSING)
    assert "There is no microphone: spoken sample answers take its place." in captions(page)
    assert "There is no loudspeaker: read what the interviewer says." in captions(page)
    assert "--" not in captions(page)


def test_what_was_taken_back_is_told_each_time_with_what_that_means(
    page: InterviewPage, display: WindowDisplay
) -> None:
    for how in ("answered", "withdrawn", "held", "withdrawn"):
        display.note(note(AnswerEnded(1, how, 3.0)), 1.0)
    told = "Taken back: it stays in your recording and is not sent."
    assert captions(page).count(told) == 2
