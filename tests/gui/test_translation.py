"""Whatever people read or hear goes through the translation, in every state of every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import PRODUCT
from app.core.actions import Json
from app.core.faults import DeviceFault
from app.gui.display import WindowDisplay
from app.gui.pages.interview import InterviewPage
from app.gui.theme import Theme
from app.gui.widgets.captions import Captions
from app.gui.window import Window
from app.gui.words.stopped import when
from tests.gui.checks import CHECKS
from tests.gui.gallery import ENDINGS, LOBBIES, VIEWS
from tests.gui.pseudo import Pseudo, speaking, texts, untranslated

FILES = ["candidate.wav", "interviewer.wav", "journal.db"]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    with speaking(Pseudo()):
        made = Window(theme)
        qtbot.addWidget(made)
        yield made


def left_over(window: QWidget, *data: str) -> list[tuple[str, str]]:
    """Return each widget's kind and text of which something was not translated."""
    return [
        (type(widget).__name__, text)
        for widget, text in texts(window)
        if untranslated(text, [PRODUCT, *FILES, *data])
    ]


def seen(window: QWidget) -> int:
    """Return how many texts were looked at."""
    return sum(bool(text) for _, text in texts(window))


@pytest.mark.parametrize("name", LOBBIES)
def test_the_start_page_is_translated(window: Window, name: str) -> None:
    lobby = LOBBIES[name]
    window.show_lobby(lobby)
    data = [*(lobby.microphone.names or ()), *(lobby.speaker.names or ())]
    faults = (lobby.faults.plan, lobby.faults.beginning, lobby.faults.stopped)
    data += [str(fault) for fault in faults if fault]
    if lobby.faults.space:
        data.append(lobby.faults.space.folder)
    if lobby.stopped and lobby.stopped.began:
        data.append(when(lobby.stopped.began))
    assert not left_over(window, *data)
    assert seen(window._start) > 35


@pytest.mark.parametrize("name", CHECKS)
def test_the_page_of_the_check_is_translated(window: Window, name: str) -> None:
    window.check.show_check(*CHECKS[name])
    assert not left_over(window)
    assert seen(window.check) > 25


@pytest.mark.parametrize("name", VIEWS)
def test_the_interview_s_page_is_translated(window: Window, name: str) -> None:
    view = VIEWS[name]
    window.show_interview()
    window.interview.show_view(view, 134.2, 1.0)
    window.interview.ask_to_leave()
    faults = (view.link.fault, view.microphone, view.loudspeaker, view.store)
    assert not left_over(window, view.question, *(str(one) for one in faults if one))
    assert seen(window.interview) > 30


@pytest.mark.parametrize("name", ENDINGS)
def test_the_finish_page_is_translated(window: Window, name: str) -> None:
    ending = ENDINGS[name]
    window.show_ending(ending)
    assert not left_over(window, ending.folder, *([str(ending.fault)] if ending.fault else []))
    assert seen(window._finish) > 12


@pytest.mark.parametrize(
    ("said", "data"),
    [
        ({"speaker": "interviewer", "reply": 1, "text": "A reply"}, ["A reply"]),
        ({"speaker": "candidate", "exchange": 1, "text": "Some words"}, ["Some words"]),
        ({"speaker": "candidate", "exchange": 1, "text": None, "seconds": 12.0}, []),
    ],
)
def test_the_captions_are_translated_but_what_was_said(
    window: Window, said: dict[str, Json], data: Iterable[str]
) -> None:
    page: InterviewPage = window.interview
    page.show_said(said)
    page.show_view(VIEWS["interviewer"], 0.0, 1.0)
    WindowDisplay(page, lambda: 0.0).stands_in("loudspeaker", DeviceFault("none"))
    captions = page.findChild(Captions)
    assert captions is not None
    assert captions.toPlainText()
    live = VIEWS["interviewer"].caption
    assert untranslated(captions.toPlainText(), [*data, live]) == ""


def test_what_is_not_translated_is_found(window: Window) -> None:
    window.interview.show_view(VIEWS["listening"], 134.2, 1.0)
    question = VIEWS["listening"].question
    assert left_over(window) == [("Question", question), ("QLabel", question)]
    window.setToolTip("⟦A tip⟧ and more")
    assert ("Window", "⟦A tip⟧ and more") in left_over(window)
    assert untranslated("⟦Kept: 2:14, ⟦3 answers⟧.⟧ 0:12 Headset", ["Headset", "0:12"]) == ""
    assert untranslated("⟦Kept", []) == "⟦Kept"
