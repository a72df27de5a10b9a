from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.core.events import UndoSwitch, UseMicrophone, UseSpeaker
from app.core.switch import Switched
from app.gui.theme import Theme
from app.gui.widgets.sound_menu import SoundMenu
from tests.gui.views import view
from tests.gui.widgets.menus import line, lines, ticked

DEVICES = view(
    microphone_name="Desk & <b>",
    speaker_name="Room",
    microphones=("Desk & <b>", "Headset"),
    speakers=("Headset", "Room"),
)


@pytest.fixture
def menu(qtbot: QtBot, theme: Theme) -> SoundMenu:
    made = SoundMenu()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(menu: SoundMenu) -> list[object]:
    made: list[object] = []
    menu.asked.connect(made.append)
    return made


def inner(menu: SoundMenu, text: str) -> QMenu:
    found = line(menu.menu_shown, text).menu()
    assert isinstance(found, QMenu)
    return found


def test_it_offers_all_devices_and_ticks_those_that_are_open(menu: SoundMenu) -> None:
    menu.show_view(DEVICES)
    menu.open_menu()
    assert lines(menu.menu_shown) == [
        "Microphone: Desk & <b>",
        *("  The system's own", "  Desk & <b>", "  Headset"),
        "Loudspeaker: Room",
        *("  The system's own", "  Headset", "  Room"),
    ]
    assert ticked(inner(menu, "Microphone: Desk & <b>")) == ["Desk && <b>"]
    assert ticked(inner(menu, "Loudspeaker: Room")) == ["Room"]
    menu.menu_shown.close()


def test_what_follows_the_system_says_so_and_what_it_is_now(menu: SoundMenu) -> None:
    menu.show_view(replace(DEVICES, microphone_follows=True))
    menu.open_menu()
    own = "system's own (now: Desk & <b>)"
    assert lines(menu.menu_shown) == [
        f"Microphone: the {own}",
        *("  System's own: Desk & <b>", "  Desk & <b>", "  Headset"),
        "Loudspeaker: Room",
        *("  The system's own", "  Headset", "  Room"),
    ]
    followed = inner(menu, f"Microphone: the {own}")
    assert ticked(followed) == ["System's own: Desk && <b>"]
    menu.show_view(replace(DEVICES, speaker_follows=True))
    menu.open_menu()
    stays = inner(menu, "Microphone: Desk & <b>")
    assert ticked(stays) == ["Desk && <b>"]
    assert ticked(inner(menu, "Loudspeaker: the system's own (now: Room)")) == [
        "System's own: Room"
    ]
    menu.menu_shown.close()


def test_each_line_asks_for_its_device(menu: SoundMenu, asked: list[object]) -> None:
    menu.show_view(DEVICES)
    menu.open_menu()
    for one in inner(menu, "Microphone: Desk & <b>").actions():
        one.trigger()
    for one in inner(menu, "Loudspeaker: Room").actions():
        one.trigger()
    assert asked == [
        *(UseMicrophone(one) for one in (None, "Desk & <b>", "Headset")),
        *(UseSpeaker(one) for one in (None, "Headset", "Room")),
    ]
    menu.menu_shown.close()


def test_a_switch_can_be_undone_here_too(menu: SoundMenu, asked: list[object]) -> None:
    menu.show_view(view(switched=Switched("Headset", "Room")))
    menu.open_menu()
    assert lines(menu.menu_shown)[0] == "Back to Headset"
    line(menu.menu_shown, "Back to Headset").trigger()
    assert asked == [UndoSwitch()]
    menu.menu_shown.close()


def test_before_anything_is_known_it_offers_nothing_and_after_that_the_system_s_own(
    menu: SoundMenu,
) -> None:
    menu.open_menu()
    assert lines(menu.menu_shown) == []
    menu.show_view(view())
    menu.open_menu()
    own = "  The system's own"
    assert lines(menu.menu_shown) == ["Microphone", own, "Loudspeaker", own]
    menu.menu_shown.close()
