from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.core.events import Done, Mute, Pause, Resume, TakeBack, TalkPressed, TalkReleased
from app.core.faults import DeviceFault, MicrophoneStalled
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import View
from app.gui.theme import Theme
from app.gui.widgets.buttons import Buttons
from tests.gui.views import view

LEFT = Qt.MouseButton.LeftButton
PAUSED = view(talk=Talk.PAUSED)


@pytest.fixture
def buttons(qtbot: QtBot, theme: Theme) -> Buttons:
    made = Buttons(theme)
    qtbot.addWidget(made)
    made.show_view(view())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def asked(buttons: Buttons) -> list[object]:
    made: list[object] = []
    buttons.asked.connect(made.append)
    buttons.leave_asked.connect(lambda: made.append("leave"))
    return made


def button(buttons: Buttons, name: str) -> QPushButton:
    return next(one for one in buttons.findChildren(QPushButton) if one.accessibleName() == name)


def names(buttons: Buttons) -> list[str]:
    return [one.accessibleName() for one in buttons.findChildren(QPushButton)]


@pytest.mark.parametrize(
    ("name", "shown", "intents"),
    [
        ("Hold to talk", view(), [TalkPressed(), TalkReleased()]),
        ("Done", view(floor=Floor.CANDIDATE), [Done()]),
        ("Mute", view(), [Mute(on=True)]),
        ("Unmute", view(talk=Talk.MUTED), [Mute(on=False)]),
        ("Pause", view(), [Pause()]),
        ("Resume", PAUSED, [Resume()]),
        ("Leave", view(), ["leave"]),
        ("Take that back", view(can_take_back=True), [TakeBack()]),
        ("Leave", PAUSED, ["leave"]),
    ],
)
def test_a_click_asks_once(
    buttons: Buttons, asked: list[object], name: str, shown: View, intents: list[object]
) -> None:
    buttons.show_view(shown)
    assert asked == []
    QTest.mouseClick(button(buttons, name), LEFT)
    assert asked == intents


def test_they_stand_in_the_order_in_which_they_are_needed(buttons: Buttons) -> None:
    assert names(buttons) == [
        *("Hold to talk", "Done", "Mute", "Pause", "Leave"),
        *("Waits 2 s in your pauses", "Sound", "Take that back"),
    ]


@pytest.mark.parametrize(
    ("shown", "enabled"),
    [
        (view(), {"Hold to talk", "Mute", "Pause", "Leave"}),
        (view(floor=Floor.CANDIDATE), {"Hold to talk", "Done", "Mute", "Pause", "Leave"}),
        (view(floor=Floor.CANDIDATE, talk=Talk.PAUSED), {"Resume", "Leave"}),
        (view(microphone=DeviceFault("gone")), {"Mute", "Pause", "Leave"}),
        (view(microphone=MicrophoneStalled("x")), {"Hold to talk", "Mute", "Pause", "Leave"}),
        (view(talk=Talk.MUTED), {"Hold to talk", "Unmute", "Pause", "Leave"}),
    ],
)
def test_only_what_would_do_something_can_be_pressed(
    buttons: Buttons, shown: View, enabled: set[str]
) -> None:
    buttons.show_view(shown)
    every = buttons.findChildren(QPushButton)
    names = {one.accessibleName() for one in every if one.isEnabled() and one.isVisible()}
    assert names == enabled | {"Waits 2 s in your pauses", "Sound"}  # whatever happens


def test_a_keyboard_does_not_fall_off_while_talk_cannot_be_held(buttons: Buttons) -> None:
    buttons.talk.setFocus()
    buttons.show_view(PAUSED)
    assert QApplication.focusWidget() is button(buttons, "Resume")
    buttons.show_view(view())
    assert QApplication.focusWidget() is buttons.talk


def test_a_focus_that_the_candidate_moved_meanwhile_is_left_alone(buttons: Buttons) -> None:
    buttons.talk.setFocus()
    buttons.show_view(PAUSED)
    button(buttons, "Leave").setFocus()
    buttons.show_view(view())
    assert QApplication.focusWidget() is button(buttons, "Leave")
    button(buttons, "Pause").setFocus()
    buttons.show_view(view())
    assert QApplication.focusWidget() is button(buttons, "Pause")


def test_a_focus_that_was_on_pause_by_itself_stays_there(buttons: Buttons) -> None:
    button(buttons, "Pause").setFocus()
    buttons.show_view(PAUSED)
    buttons.show_view(view())
    assert QApplication.focusWidget() is button(buttons, "Pause")


def test_after_done_the_keyboard_is_on_talk_and_never_on_mute(buttons: Buttons) -> None:
    buttons.show_view(view(floor=Floor.CANDIDATE))
    button(buttons, "Done").setFocus()
    buttons.show_view(view(floor=Floor.WAITING))
    assert QApplication.focusWidget() is buttons.talk
    buttons.show_view(view(floor=Floor.CANDIDATE))
    button(buttons, "Done").setFocus()
    buttons.show_view(view(floor=Floor.CANDIDATE, talk=Talk.PAUSED))
    assert QApplication.focusWidget() is button(buttons, "Resume")
    buttons.show_view(view())
    assert QApplication.focusWidget() is buttons.talk


def test_every_one_tells_what_it_does(buttons: Buttons) -> None:
    for one in buttons.findChildren(QPushButton):
        assert one.toolTip()
        assert one.accessibleDescription() == one.toolTip()


def test_nothing_moves_under_the_pointer_when_a_button_is_pressed(buttons: Buttons) -> None:
    buttons.resize(1000, 120)

    def places() -> list[QRect]:
        QApplication.processEvents()
        return [one.geometry() for one in buttons.findChildren(QPushButton)]

    before = places()
    for talk in (Talk.MUTED, Talk.PAUSED, Talk.HELD):
        buttons.show_view(view(talk=talk))
        assert places() == before
    buttons.show_view(view())
    buttons.talk.hold()
    assert places() == before
    buttons.talk.clearFocus()
    assert places() == before


def test_a_focus_on_taking_back_goes_to_talk_when_there_is_nothing_to_take_back(
    buttons: Buttons,
) -> None:
    buttons.show_view(view(can_take_back=True))
    button(buttons, "Take that back").setFocus()
    buttons.show_view(view(can_take_back=True, floor=Floor.CANDIDATE))
    assert QApplication.focusWidget() is button(buttons, "Take that back")
    buttons.show_view(view())
    assert QApplication.focusWidget() is buttons.talk


def test_what_is_smaller_is_still_large_enough_to_be_hit(buttons: Buttons) -> None:
    buttons.show_view(view(can_take_back=True))
    QApplication.processEvents()
    for one in buttons.tools.findChildren(QPushButton):
        assert min(one.width(), one.height()) >= 32  # WCAG 2.2, 2.5.8 asks for 24
    for name in ("Done", "Mute", "Pause", "Leave", "Hold to talk"):
        assert min(button(buttons, name).width(), button(buttons, name).height()) >= 44
