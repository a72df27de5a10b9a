from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.events import Leave
from app.core.turns import Floor
from app.core.view import View
from app.gui.theme import Theme
from app.gui.widgets.leave_panel import LeavePanel, is_unanswered
from tests.gui.views import view

MIDDLE = view(floor=Floor.CANDIDATE, answer_s=12.0)


class Page(QWidget):
    """Keeps the keys that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        self.keys.append(event.key())


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Page:
    made = Page()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def panel(page: Page) -> LeavePanel:
    return LeavePanel(page)


@pytest.fixture
def asked(panel: LeavePanel) -> list[object]:
    made: list[object] = []
    panel.asked.connect(made.append)
    panel.closed.connect(lambda: made.append("closed"))
    return made


def choices(panel: LeavePanel) -> list[str]:
    return [one.text() for one in panel.findChildren(QPushButton) if one.isVisible()]


def click(panel: LeavePanel, name: str) -> None:
    found = next(one for one in panel.findChildren(QPushButton) if one.text() == name)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (view(), False),
        (view(floor=Floor.INTERVIEWER), False),
        (view(floor=Floor.CANDIDATE), True),
        (view(floor=Floor.WAITING), True),
        (view(answer_s=3.0), True),
    ],
)
def test_an_answer_without_its_reply_is_unanswered(shown: View, expected: bool) -> None:
    assert is_unanswered(shown) is expected


def test_in_the_middle_of_an_answer_there_are_three_choices(panel: LeavePanel) -> None:
    panel.open(MIDDLE)
    assert choices(panel) == ["Keep my answer and leave", "Leave without it", "Stay"]
    assert panel.accessibleName() == "Leave in the middle of an answer?"


@pytest.mark.parametrize("shown", [view(), None])
def test_else_there_are_two(panel: LeavePanel, shown: View | None) -> None:
    panel.open(MIDDLE)
    panel.open(shown)
    assert choices(panel) == ["Leave the interview", "Stay"]
    texts = [label.text() for label in panel.findChildren(QLabel)]
    assert texts == ["Leave the interview?", panel.accessibleDescription()]


@pytest.mark.parametrize(
    ("shown", "choice", "told"),
    [
        (MIDDLE, "Keep my answer and leave", Leave(keep=True)),
        (MIDDLE, "Leave without it", Leave(keep=False)),
        (MIDDLE, "Stay", "closed"),
        (view(), "Leave the interview", Leave(keep=True)),
        (view(), "Stay", "closed"),
    ],
)
def test_each_choice_does_what_it_says_once(
    panel: LeavePanel, asked: list[object], shown: View, choice: str, told: object
) -> None:
    panel.open(shown)
    click(panel, choice)
    assert asked == [told]
    assert not panel.isVisible()


def test_to_stay_has_the_focus_lest_a_key_too_many_ends_the_interview(
    panel: LeavePanel, asked: list[object]
) -> None:
    panel.open(MIDDLE)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Stay"
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert asked == ["closed"]


def test_esc_stays(panel: LeavePanel, asked: list[object]) -> None:
    panel.open(MIDDLE)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert asked == ["closed"]
    assert not panel.isVisible()
    panel.stay()
    assert asked == ["closed"]


def test_no_key_reaches_the_page_below(panel: LeavePanel, page: Page, asked: list[object]) -> None:
    panel.open(MIDDLE)
    for label in panel.findChildren(QLabel):
        QTest.keyClick(label, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_A, Qt.Key.Key_F6, Qt.Key.Key_Delete):
        QTest.keyClick(panel, key)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert page.keys == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Tab, ["Stay", "Keep my answer and leave", "Leave without it", "Stay"]),
        (Qt.Key.Key_Backtab, ["Stay", "Leave without it", "Keep my answer and leave", "Stay"]),
    ],
)
def test_tab_goes_round_within_it(
    panel: LeavePanel, page: Page, key: Qt.Key, expected: list[str]
) -> None:
    other = QPushButton("Elsewhere", page)
    other.show()
    panel.open(MIDDLE)
    seen = []
    for _ in range(4):
        focus = QApplication.focusWidget()
        assert isinstance(focus, QPushButton)
        seen.append(focus.text())
        QTest.keyClick(focus, key)
    assert seen == expected


@pytest.mark.parametrize("size", [(800, 500), (500, 400), (1600, 900)])
def test_it_stays_in_the_middle_of_its_page(
    panel: LeavePanel, page: Page, size: tuple[int, int]
) -> None:
    panel.open(MIDDLE)
    page.resize(*size)
    QApplication.processEvents()
    assert page.rect().contains(panel.geometry())
    apart = panel.geometry().center() - page.rect().center()
    assert apart.manhattanLength() <= 2


def test_a_veil_keeps_the_pointer_from_what_lies_below(
    panel: LeavePanel, page: Page, asked: list[object]
) -> None:
    pressed: list[bool] = []
    below = QPushButton("Below", page)
    below.clicked.connect(pressed.append)
    below.move(5, 5)
    below.show()
    panel.open(MIDDLE)
    for size in ((800, 500), (1000, 600)):
        page.resize(*size)
        QApplication.processEvents()
        assert page.childAt(10, 10) is not below
        assert page.childAt(size[0] - 2, size[1] - 2) is page.childAt(10, 10)
        assert panel.isAncestorOf(page.childAt(panel.geometry().center()) or page)
    panel.stay()
    assert page.childAt(10, 10) is below
    assert pressed == []
