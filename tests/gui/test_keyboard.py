"""Everything can be reached with the keyboard, in the order of reading, and shows where it is."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Mode, Theme
from app.gui.window import Window
from tests.gui.gallery import ENDINGS, LOBBIES, VIEWS

STATES = ["start-agreed", "start-service", "start-service-kept", "start-faults"]
STATES += ["start-stopped", "start-stopped-damaged", "start-stopped-refused"]
STATES += ["check-opening", "check-heard", "check-too-loud"]
STATES += ["talking", "interviewer", "reconnecting-15s", "paused", "leave", "finished", "failed"]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    made = Window(theme)
    qtbot.addWidget(made)
    made.resize(1000, 1250)  # nothing has to be scrolled to
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def turn_to(window: Window, state: str) -> None:
    if state in LOBBIES:
        window.show_lobby(LOBBIES[state])
        window.show_start()
    elif state in ENDINGS:
        window.show_ending(ENDINGS[state])
    else:
        window.show_interview()
        window.interview.show_view(VIEWS.get(state, VIEWS["talking"]), 0.0, 1.0)
        if state == "leave":
            window.interview.ask_to_leave()
    QApplication.processEvents()


def stops(window: Window) -> list[QWidget]:
    """Return what Tab goes through, from the first on."""
    found: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus in found:
            break
        found.append(focus)
    else:
        pytest.fail("Tab never comes round")
    first = min(found, key=lambda one: (place(window, one).top(), place(window, one).left()))
    at = found.index(first)
    return found[at:] + found[:at]


def place(window: Window, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def picture(window: Window, widget: QWidget) -> QImage:
    """Return what is seen of it, with what shines through."""
    return window.grab(place(window, widget)).toImage()


def name(widget: QWidget) -> str:
    """Return what a screen reader says of it; on Linux a list says its choice, not its name."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if isinstance(widget, QComboBox):
        return " ".join(
            label.text(QAccessible.Text.Name)
            for label, _ in interface.relations(QAccessible.RelationFlag.Label)
        )
    return interface.text(QAccessible.Text.Name)


def follows(one: QRect, other: QRect) -> bool:
    """Whether the other is read after the one: on its right, or below."""
    is_same_line = min(one.bottom(), other.bottom()) > max(one.top(), other.top())
    return other.left() > one.left() if is_same_line else other.top() > one.top()


@pytest.mark.parametrize("state", STATES)
def test_tab_goes_in_the_order_of_reading(window: Window, state: str) -> None:
    turn_to(window, state)
    found = stops(window)
    wrong = [
        f"{name(one)} -> {name(other)}"
        for one, other in itertools.pairwise(found)
        if not follows(place(window, one), place(window, other))
    ]
    assert not wrong
    assert len(found) >= 3


def test_on_the_start_page_tab_goes_through_everything(window: Window) -> None:
    turn_to(window, "start-service")
    assert [name(one) for one in stops(window)] == [
        *("Status strip", "Theme: as the system", "Interview with Gemini"),
        *("Gemini key", "Use this key", "Keep it in this computer's keyring"),
        *("Microphone", "Look again", "Loudspeaker", "Play a sample"),
        "I wear headphones: my voice is left as it is",
        "Check my sound",
        *("Your turns", "Press once to talk, once more to stop"),
        "Play a short tone when Talk begins and ends, where only I hear it",
        "Choose a file…",
        "I know that I talk to an AI, and agree that my voice is recorded on this computer "
        "and sent to Google's Gemini.",
        "Licences",
    ]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("start-stopped", ["Go on with it", "Not now", "Practice"]),
        ("start-stopped-damaged", ["Not now", "Practice", "Gemini key"]),
        ("start-stopped-refused", ["Not now", "Practice", "Microphone"]),
    ],
)
def test_what_was_found_is_reached_before_anything_new(
    window: Window, state: str, expected: list[str]
) -> None:
    turn_to(window, state)
    assert [name(one) for one in stops(window)][2:5] == expected


@pytest.mark.parametrize("state", STATES)
def test_whatever_has_the_keyboard_has_a_name(window: Window, state: str) -> None:
    turn_to(window, state)
    nameless = [repr(one) for one in stops(window) if not name(one)]
    assert not nameless


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("state", STATES)
def test_whatever_has_the_keyboard_shows_it(
    window: Window, theme: Theme, state: str, mode: Mode
) -> None:
    theme.set_mode(mode)
    turn_to(window, state)
    found = stops(window)
    for one in found:
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert one.hasFocus()
        focused = picture(window, one)
        one.clearFocus()
        differing = differ(focused, picture(window, one))
        assert differing >= (one.width() + one.height()) / 2, f"{name(one)}: {differing} pixels"


def differ(one: QImage, other: QImage) -> int:
    """Return how many pixels are plainly not the same."""
    return sum(
        abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue()) > 90
        for x in range(one.width())
        for y in range(one.height())
        if one.pixel(x, y) != other.pixel(x, y)
        for a, b in [(one.pixelColor(x, y), other.pixelColor(x, y))]
    )


def test_the_search_finds_what_has_no_name_and_what_shows_nothing(
    window: Window, theme: Theme
) -> None:
    turn_to(window, "finished")
    bare = QWidget(window)
    bare.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    bare.resize(30, 30)
    bare.show()
    assert bare in stops(window)
    assert name(bare) == ""
    bare.setFocus()
    focused = picture(window, bare)
    bare.clearFocus()
    assert differ(focused, picture(window, bare)) == 0
