from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.core.events import TalkPressed, TalkReleased
from app.core.faults import DeviceFault, Fault, MicrophoneStalled
from app.core.talk import Talk
from app.gui.theme import Mode, Theme
from app.gui.widgets.talk_button import TalkButton
from tests.gui.views import view

LEFT = Qt.MouseButton.LeftButton
PAIR = [TalkPressed(), TalkReleased()]
OUTSIDE = QPoint(-500, -500)


@pytest.fixture
def button(qtbot: QtBot, theme: Theme) -> Iterator[TalkButton]:
    """Give one that has the focus, in a window with another button."""
    window, page = QWidget(), QWidget()
    made = TalkButton(theme)
    layout = QVBoxLayout(page)
    layout.addWidget(made)
    layout.addWidget(QPushButton("Other"))
    around = QVBoxLayout(window)
    around.addWidget(page)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    yield made  # noqa: PT022 - its window lives until then


@pytest.fixture
def asked(button: TalkButton) -> list[object]:
    made: list[object] = []
    button.asked.connect(made.append)
    return made


def move(button: TalkButton, to: QPoint) -> None:
    """Move the pointer while its button is down."""
    where = QPointF(button.mapToGlobal(to))
    no = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), where, Qt.MouseButton.NoButton, LEFT, no
    )
    QApplication.sendEvent(button, event)


def hold_pointer(button: TalkButton) -> None:
    QTest.mousePress(button, LEFT)


def hold_space(button: TalkButton) -> None:
    QTest.keyPress(button, Qt.Key.Key_Space)


def hold_elsewhere(button: TalkButton) -> None:
    """Hold the space bar where the focus is on something else of the page."""
    lose_focus(button)
    button.hold()


EVERY_WAY = pytest.mark.parametrize("hold", [hold_pointer, hold_space, hold_elsewhere])


def test_two_ways_at_once_are_one_press(button: TalkButton, asked: list[object]) -> None:
    hold_elsewhere(button)
    hold_pointer(button)
    button.hold()
    assert asked == [TalkPressed()]
    QTest.mouseRelease(button, LEFT)
    assert asked == PAIR


def test_the_pointer_holds_it_from_press_to_release(
    button: TalkButton, asked: list[object]
) -> None:
    QTest.mousePress(button, LEFT)
    assert asked == [TalkPressed()]
    assert button.accessibleName() == "Release when done"
    QTest.mouseRelease(button, LEFT)
    assert asked == PAIR
    assert button.accessibleName() == "Hold to talk"


def test_a_pointer_that_leaves_it_lets_go_once(button: TalkButton, asked: list[object]) -> None:
    QTest.mousePress(button, LEFT)
    move(button, OUTSIDE)
    assert asked == PAIR
    QTest.mouseRelease(button, LEFT, pos=OUTSIDE)
    assert asked == PAIR


def test_the_other_pointer_button_does_nothing(button: TalkButton, asked: list[object]) -> None:
    QTest.mouseClick(button, Qt.MouseButton.RightButton)
    assert asked == []


def test_a_held_space_bar_that_repeats_is_one_press(
    button: TalkButton, asked: list[object]
) -> None:
    QTest.keyPress(button, Qt.Key.Key_Space)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) * 5:
        no = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(button, QKeyEvent(kind, Qt.Key.Key_Space, no, " ", autorep=True))
    assert asked == [TalkPressed()]
    QTest.keyRelease(button, Qt.Key.Key_Space)
    assert asked == PAIR


def lose_focus(button: TalkButton) -> None:
    other = button.parentWidget().findChildren(QPushButton)[-1]
    assert other is not button
    other.setFocus()


def leave_window(button: TalkButton) -> None:
    other = QWidget()
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    assert not button.isActiveWindow()
    other.deleteLater()


def hide_page(button: TalkButton) -> None:
    button.parentWidget().hide()


def pause(button: TalkButton) -> None:
    button.show_view(view(talk=Talk.PAUSED))


def end(button: TalkButton) -> None:
    button.show_view(view(how="finished"))


@pytest.mark.parametrize(
    ("hold", "stop"),
    [
        (hold_pointer, lose_focus),
        (hold_space, lose_focus),
        *itertools.product(
            (hold_pointer, hold_space, hold_elsewhere),
            (leave_window, hide_page, pause, end),
        ),
    ],
)
def test_however_it_stops_being_held_the_end_is_told_once(
    button: TalkButton,
    asked: list[object],
    hold: Callable[[TalkButton], None],
    stop: Callable[[TalkButton], None],
) -> None:
    hold(button)
    assert asked == [TalkPressed()]
    stop(button)
    assert asked == PAIR
    QTest.mouseRelease(button, LEFT)
    QTest.keyRelease(button, Qt.Key.Key_Space)
    assert asked == PAIR
    assert not button.isDown()


@EVERY_WAY
@pytest.mark.parametrize("fault", [MicrophoneStalled("stopped"), DeviceFault("gone")])
def test_who_holds_it_keeps_it_though_the_microphone_is_lost(
    button: TalkButton, asked: list[object], hold: Callable[[TalkButton], None], fault: Fault
) -> None:
    hold(button)
    button.show_view(view(talk=Talk.HELD, microphone=fault))
    assert asked == [TalkPressed()]
    button.let_go()
    assert asked == PAIR
    button.show_view(view(microphone=fault))
    assert button.isEnabled() is isinstance(fault, MicrophoneStalled)


@EVERY_WAY
def test_after_it_stopped_being_held_it_can_be_held_again(
    button: TalkButton, asked: list[object], hold: Callable[[TalkButton], None]
) -> None:
    hold(button)
    pause(button)
    hold(button)
    assert asked == PAIR
    button.show_view(view())
    button.setFocus()
    hold(button)
    assert asked == [*PAIR, TalkPressed()]


def test_views_that_come_while_it_is_held_change_nothing(
    button: TalkButton, asked: list[object]
) -> None:
    QTest.mousePress(button, LEFT)
    for talk in (Talk.HANDS_FREE, Talk.HELD, Talk.HELD):
        button.show_view(view(talk=talk))
    assert asked == [TalkPressed()]
    assert button.accessibleName() == "Release when done"


def test_it_looks_held_though_the_page_holds_it(button: TalkButton) -> None:
    button.hold()
    assert button.isDown()
    button.let_go()
    assert not button.isDown()


def test_where_room_is_short_it_is_lower_and_still_large(button: TalkButton) -> None:
    assert button.sizeHint().height() == 96
    button.show_low(is_low=True)
    assert 44 <= button.sizeHint().height() < 96
    button.show_low(is_low=False)
    assert button.sizeHint().height() == 96


def test_muted_is_no_reason_not_to_talk(button: TalkButton) -> None:
    button.show_view(view(talk=Talk.MUTED))
    assert button.isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_is_not_for_talking(button: TalkButton, asked: list[object], key: Qt.Key) -> None:
    no = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, key, no)
    QApplication.sendEvent(button, event)
    assert asked == []
    assert not event.isAccepted()  # so that its page takes it


def test_it_looks_as_it_can_be_used(button: TalkButton, theme: Theme) -> None:
    def look() -> object:
        return button.icon().pixmap(28, 28).toImage()

    usual = look()
    pause(button)
    paused = look()
    button.show_view(view())
    assert look() == usual
    assert paused != usual
    theme.set_mode(Mode.DARK)
    assert look() != usual


def test_a_locked_microphone_is_named_on_the_button_and_held_it_says_so(
    button: TalkButton,
) -> None:
    button.show_view(view(talk=Talk.LOCKED))
    assert button.accessibleName() == "Locked: press to end"
    button.hold()
    assert button.accessibleName() == "Release when done"
    button.let_go()
    button.show_view(view())
    assert button.accessibleName() == "Hold to talk"
