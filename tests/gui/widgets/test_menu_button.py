from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.menu_button import MenuButton, add_choice, add_line
from tests.gui.widgets.menus import line, lines, ticked


class Shop:
    """Fills a menu, and notes what is taken from it."""

    def __init__(self) -> None:
        self.offers = ["Salt & pepper", "Bread"]
        self.taken: list[str] = []

    def fill(self, menu: QMenu) -> None:
        for one in self.offers:
            add_line(menu, one, lambda one=one: self.taken.append(one))  # type: ignore[misc]  # mypy's


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def button(qtbot: QtBot, theme: Theme, shop: Shop) -> MenuButton:
    made = MenuButton(shop.fill, "What there is")
    made.show_words("Buy", "Buy something")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_is_read_out_by_its_name_and_tip(button: MenuButton) -> None:
    assert button.text() == "Buy ▾"
    assert button.accessibleName() == "Buy something"
    assert button.toolTip() == button.accessibleDescription() == "What there is"
    button.show_tip("Closed")
    assert button.toolTip() == button.accessibleDescription() == "Closed"


@pytest.mark.parametrize("way", ["pointer", "space"])
def test_pressed_it_shows_its_menu_at_once_and_waits_for_nobody(
    button: MenuButton, way: str
) -> None:
    if way == "pointer":
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.menu_shown.isVisible()
    assert lines(button.menu_shown) == ["Salt & pepper", "Bread"]
    button.menu_shown.close()


def test_a_menu_is_filled_each_time_and_not_while_it_is_open(
    button: MenuButton, shop: Shop
) -> None:
    button.open_menu()
    shop.offers.append("Milk")
    assert lines(button.menu_shown) == ["Salt & pepper", "Bread"]
    button.menu_shown.close()
    button.open_menu()
    assert lines(button.menu_shown) == ["Salt & pepper", "Bread", "Milk"]
    button.menu_shown.close()


def test_a_line_that_is_taken_acts_once(button: MenuButton, shop: Shop) -> None:
    button.open_menu()
    line(button.menu_shown, "Salt & pepper").trigger()
    assert shop.taken == ["Salt & pepper"]


def test_of_a_group_one_is_chosen(qapp: QApplication) -> None:
    menu = QMenu()
    group = QActionGroup(menu)
    for one in ("a", "b"):
        add_choice(menu, group, one, lambda: None)
    for one in ("a", "b"):
        line(menu, one).trigger()
    assert ticked(menu) == ["b"]


def test_it_is_as_wide_as_the_longest_of_its_words(button: MenuButton) -> None:
    widths = []
    for text in ("Waits 1 s", "Waits for ever and a day"):
        button.show_words(text, text, ["Waits 1 s", "Waits for ever and a day"])
        widths.append(button.sizeHint().width())
    assert widths[0] == widths[1]
    assert button.fontMetrics().horizontalAdvance(button.text()) < widths[0]


def test_what_was_in_an_earlier_menu_is_not_kept(qtbot: QtBot, theme: Theme) -> None:
    def fill(menu: QMenu) -> None:
        menu.addMenu("Within")

    button = MenuButton(fill, "What there is")
    qtbot.addWidget(button)
    button.show()
    for _ in range(5):
        button.open_menu()
        button.menu_shown.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(button.findChildren(QMenu)) == 2, "the menu, and the one within"
