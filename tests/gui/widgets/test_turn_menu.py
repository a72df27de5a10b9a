from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.core.events import ChooseWait
from app.core.habits import Choice, Habits
from app.core.patience import Wait
from app.gui.theme import Theme
from app.gui.widgets.turn_menu import TurnMenu
from app.gui.wishes import Prefer
from tests.gui.views import view
from tests.gui.widgets.menus import line, lines, ticked

TOGGLES = "Press once to talk, once more to stop"


@pytest.fixture
def menu(qtbot: QtBot, theme: Theme) -> TurnMenu:
    made = TurnMenu()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(menu: TurnMenu) -> list[object]:
    made: list[object] = []
    menu.asked.connect(made.append)
    return made


@pytest.mark.parametrize(
    ("wait", "text", "name"),
    [
        (Wait.QUICK, "Waits 1 s ▾", "Waits 1 s in your pauses"),
        (Wait.STANDARD, "Waits 2.2 s ▾", "Waits 2.2 s in your pauses"),
        (Wait.PATIENT, "Waits 3.5 s ▾", "Waits 3.5 s in your pauses"),
        (Wait.ONLY_DONE, "Waits for Done ▾", "Waits for Done in your pauses"),
    ],
)
def test_it_says_in_seconds_what_counts_now(
    menu: TurnMenu, wait: Wait, text: str, name: str
) -> None:
    menu.show_habits(Habits(standard_s=2.2))
    menu.show_view(view(wait=wait))
    assert (menu.text(), menu.accessibleName()) == (text, name)


def test_all_four_can_be_chosen_and_the_present_one_is_ticked(
    menu: TurnMenu, asked: list[object]
) -> None:
    menu.show_view(view(wait=Wait.PATIENT))
    menu.open_menu()
    every = lines(menu.menu_shown)
    assert every == [
        "Quick: waits 1 s in your pauses",
        "Standard: waits 2 s in your pauses",
        "Patient: waits 3.5 s in your pauses",
        "Only when I say Done",
        TOGGLES,
    ]
    assert ticked(menu.menu_shown) == ["Patient: waits 3.5 s in your pauses"]
    for one in every[:4]:
        menu.open_menu()
        line(menu.menu_shown, one).trigger()
    assert asked == [ChooseWait(one) for one in Wait]
    menu.menu_shown.close()


@pytest.mark.parametrize("toggles", [False, True])
def test_how_talk_is_pressed_can_be_changed_in_the_midst_of_an_interview(
    menu: TurnMenu, asked: list[object], toggles: bool
) -> None:
    menu.show_habits(Habits(toggles=toggles))
    menu.open_menu()
    assert (TOGGLES in ticked(menu.menu_shown)) is toggles
    line(menu.menu_shown, TOGGLES).trigger()
    assert asked == [Prefer(toggles=not toggles)]
    menu.menu_shown.close()


def test_what_is_chosen_moves_nothing(menu: TurnMenu) -> None:
    widths = set()
    for wait in Wait:
        menu.show_view(view(wait=wait))
        widths.add(menu.sizeHint().width())
    assert len(widths) == 1


def test_a_wait_that_is_forced_is_shown_and_no_other_can_be_chosen(
    menu: TurnMenu, asked: list[object]
) -> None:
    menu.show_habits(Habits(forced=frozenset({Choice.WAIT})))
    menu.show_view(view(wait=Wait.PATIENT))
    why = "Set by your organisation."
    assert menu.toolTip() == menu.accessibleDescription()
    assert menu.toolTip().endswith(f"\n{why}")
    menu.open_menu()
    *waits, told, toggles = lines(menu.menu_shown)
    assert ticked(menu.menu_shown) == ["Patient: waits 3.5 s in your pauses"]
    assert (told, toggles) == (why, TOGGLES)
    for one in (*waits, told):
        assert not line(menu.menu_shown, one).isEnabled()
        line(menu.menu_shown, one).trigger()
    assert asked == []
    line(menu.menu_shown, TOGGLES).trigger()
    assert asked == [Prefer(toggles=True)]
    menu.show_habits(Habits())
    assert why not in menu.toolTip()
    menu.open_menu()
    assert why not in lines(menu.menu_shown)
    menu.menu_shown.close()


def test_tones_and_headphones_that_are_forced_take_no_wait_away(menu: TurnMenu) -> None:
    menu.show_habits(Habits(forced=frozenset({Choice.CUES, Choice.HEADPHONES})))
    menu.open_menu()
    assert all(one.isEnabled() for one in menu.menu_shown.actions())
    menu.menu_shown.close()
