"""The keys of the interview's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.events import Done, Mute, Pause, Resume, TalkPressed, TalkReleased, TryNow
from app.core.talk import Talk
from app.gui.pages.interview import InterviewPage
from app.gui.widgets.captions import Captions
from app.gui.widgets.leave_panel import LeavePanel
from app.gui.widgets.talk_button import TalkButton
from tests.gui.pages.hands import CTRL, NO, SHIFT, button, part, press
from tests.gui.views import view

KEY = Qt.Key


def focus_talk(page: InterviewPage) -> None:
    part(page, TalkButton).setFocus()


def focus_captions(page: InterviewPage) -> None:
    part(page, Captions).setFocus()


ANYWHERE = pytest.mark.parametrize("focus", [focus_talk, focus_captions])


@ANYWHERE
@pytest.mark.parametrize(
    ("key", "talk", "intent"),
    [
        (KEY.Key_M, Talk.HANDS_FREE, Mute(on=True)),
        (KEY.Key_M, Talk.MUTED, Mute(on=False)),
        (KEY.Key_Period, Talk.HANDS_FREE, Pause()),
        (KEY.Key_Period, Talk.PAUSED, Resume()),
        (KEY.Key_T, Talk.HANDS_FREE, TryNow()),
    ],
)
def test_a_shortcut_asks_once_wherever_the_focus_is(
    page: InterviewPage,
    asked: list[object],
    focus: Callable[[InterviewPage], None],
    key: Qt.Key,
    talk: Talk,
    intent: object,
) -> None:
    focus(page)
    page.show_view(view(talk=talk), 0.0, 1.0)
    press(key, CTRL)
    assert asked == [intent]


def test_a_letter_alone_is_no_shortcut(page: InterviewPage, asked: list[object]) -> None:
    for key in (KEY.Key_M, KEY.Key_Period, KEY.Key_T, KEY.Key_L, KEY.Key_Slash):
        press(key)
    assert asked == []
    assert not part(page, LeavePanel).isVisible()


@ANYWHERE
def test_the_space_bar_is_held_to_talk_wherever_the_focus_is(
    page: InterviewPage, asked: list[object], focus: Callable[[InterviewPage], None]
) -> None:
    focus(page)
    where = QApplication.focusWidget()
    QTest.keyPress(where, KEY.Key_Space)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 4:
        QApplication.sendEvent(where, QKeyEvent(kind, KEY.Key_Space, NO, " ", autorep=True))
    assert asked == [TalkPressed()]
    QTest.keyRelease(where, KEY.Key_Space)
    assert asked == [TalkPressed(), TalkReleased()]


@ANYWHERE
@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
def test_enter_ends_the_answer(
    page: InterviewPage,
    asked: list[object],
    focus: Callable[[InterviewPage], None],
    key: Qt.Key,
) -> None:
    focus(page)
    press(key)
    assert asked == [Done()]


def test_enter_and_space_on_a_button_are_that_button_s(
    page: InterviewPage, asked: list[object]
) -> None:
    button(page, "Mute").setFocus()
    press(KEY.Key_Return)
    assert asked == []  # the window presses it: tests/gui/test_window.py
    press(KEY.Key_Space)
    assert asked == [Mute(on=True)]


def test_a_key_that_repeats_by_itself_asks_once(page: InterviewPage, asked: list[object]) -> None:
    where = QApplication.focusWidget()
    press(KEY.Key_Return)
    for _ in range(3):
        event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, NO, "\r", autorep=True)
        QApplication.sendEvent(where, event)
    assert asked == [Done()]


@ANYWHERE
def test_esc_never_ends_the_interview(
    page: InterviewPage, asked: list[object], focus: Callable[[InterviewPage], None]
) -> None:
    focus(page)
    for _ in range(3):
        press(KEY.Key_Escape)
    assert asked == []
    press(KEY.Key_L, CTRL)
    assert part(page, LeavePanel).isVisible()
    press(KEY.Key_Escape)
    assert not part(page, LeavePanel).isVisible()
    press(KEY.Key_Escape)
    assert asked == []


def test_f6_goes_to_the_captions_and_back(page: InterviewPage) -> None:
    seen = []
    for modifier in (NO, NO, SHIFT, SHIFT):
        press(KEY.Key_F6, modifier)
        seen.append(type(QApplication.focusWidget()))
    assert seen == [Captions, TalkButton] * 2


def test_how_things_stand_is_told_when_it_is_asked_for(
    page: InterviewPage, asked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        page._announcer, "tell", lambda text, *, is_urgent=False: told.append((text, is_urgent))
    )
    press(KEY.Key_Slash, CTRL)
    assert told == [
        ("Your turn. Microphone on. Connected. Saved to 0:00. Question 1 of 3.", True),
    ]
    assert asked == []
