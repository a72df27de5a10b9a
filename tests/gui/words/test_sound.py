from __future__ import annotations

from app.core.switch import Switched
from app.gui.words import sound as words


def test_the_menus_name_what_is_open() -> None:
    assert words.microphone("Headset", follows=False) == "Microphone: Headset"
    assert words.speaker("Room", follows=False) == "Loudspeaker: Room"
    for follows in (False, True):
        assert words.microphone("", follows=follows) == "Microphone"
        assert words.speaker("", follows=follows) == "Loudspeaker"


def test_what_follows_the_system_says_so_with_what_it_is_now() -> None:
    own = "the system's own (now: Desk)"
    assert words.microphone("Desk", follows=True) == f"Microphone: {own}"
    assert words.speaker("Desk", follows=True) == f"Loudspeaker: {own}"
    assert words.systems_own("Desk") == "System's own: Desk"
    assert words.systems_own(None) == words.systems_own("") == "The system's own"


def test_a_switch_names_both_whatever_they_are_called() -> None:
    assert words.switched(Switched("A", "B")) == "No sound from A. Switched to B."
    assert words.switched(Switched("%2", "%1")) == "No sound from %2. Switched to %1."
    assert words.back_to("%1") == "Back to %1"


def test_every_other_name_is_there_and_none_twice() -> None:
    every = [words.sound(), words.sound_tip(), words.systems_own(None), words.undo()]
    every += [words.follows(), words.stays()]
    every += [words.undo_tip(), words.open_settings(), words.settings_tip()]
    every.append(words.settings_not_opened())
    assert all(every)
    assert len(set(every)) == len(every)
