from __future__ import annotations

import pytest

from app.core.switch import STEADY_S, Switch, Switched

DESK = ("Built-in", "USB", "Headset")


def switch(chosen: str | None = "USB", labels: tuple[str, ...] = DESK) -> Switch:
    """Return one whose device is open, on a desk where the first is the system's own."""
    one = Switch()
    one.choose(chosen)
    assert one.opened(chosen or labels[0]) == ""
    assert not one.tell(labels, labels[0])
    return one


def test_it_wants_the_systems_own_until_somebody_chooses() -> None:
    one = Switch()
    assert (one.wanted, one.name, one.switched) == (None, "", None)
    one.choose("USB")
    assert one.wanted == "USB"


def test_a_choice_in_part_becomes_the_label_of_what_was_opened() -> None:
    one = Switch()
    one.choose("head")
    one.opened("Headset")
    assert (one.wanted, one.name) == ("Headset", "Headset")


def test_another_choice_says_so_when_it_is_open() -> None:
    one = switch()
    one.choose("Headset")
    assert one.opened("Headset") == "chosen"
    assert one.opened("Headset") == "", "it was opened again"


def test_the_systems_own_is_chosen_by_the_label_that_it_has_now() -> None:
    one = switch("USB")
    one.choose(None)
    assert one.wanted == "Built-in"


def test_it_follows_until_one_is_chosen_that_stays() -> None:
    one = switch(None)
    assert one.follows
    one.another(1.0)
    assert not one.follows, "another stands in"
    assert one.tell(DESK, "Headset")
    assert one.follows, "the system's own is used again"
    one.another(9.0)
    one.undo()
    assert not one.follows, "who undoes a switch has chosen"
    one.choose(None)
    assert one.follows
    one.choose("USB")
    assert not one.follows


def test_where_there_is_nothing_to_choose_from_nothing_is_followed() -> None:
    one = Switch()
    one.choose(None)
    one.opened("A recording")
    assert not one.follows
    one.tell(DESK, "Built-in")
    assert one.follows


# --- another stands in


def test_what_the_system_would_take_stands_in_first() -> None:
    one = switch("USB")
    assert one.has_another
    assert one.another(1.0)
    assert (one.wanted, one.switched) == ("Built-in", None)
    assert one.opened("Built-in") == "stands in"
    assert one.switched == Switched("USB", "Built-in")


def test_each_is_tried_once_in_a_trouble_and_then_the_chosen_one_again() -> None:
    one = switch("USB")
    assert [(one.another(1.0), one.wanted) for _ in range(3)] == [
        (True, "Built-in"),
        (True, "Headset"),
        (False, "USB"),
    ]
    assert one.switched is None
    assert not one.another(2.0)
    assert not one.has_another


def test_what_was_lost_is_what_was_chosen_though_a_stand_in_is_lost_too() -> None:
    one = switch("USB")
    one.another(1.0)
    one.opened("Built-in")
    one.another(1.0)
    one.opened("Headset")
    assert one.switched == Switched("USB", "Headset")


def test_one_that_was_in_use_for_long_is_in_a_new_trouble() -> None:
    one = switch("USB")
    one.another(1.0)
    one.opened("Built-in")
    one.live(2.0)
    one.live(9.0)
    one.another(2.0 + STEADY_S)
    assert one.wanted == "USB"


def test_one_that_was_in_use_for_a_moment_is_not() -> None:
    one = switch("USB")
    one.another(1.0)
    one.opened("Built-in")
    one.live(2.0)
    one.another(1.9 + STEADY_S)
    assert one.wanted == "Headset"


@pytest.mark.parametrize(
    "label", ["Monitor of Built-in", "alsa_output.pci.monitor", "Stereo Mix (Realtek)", "BlackHole"]
)
def test_what_hears_the_computer_itself_never_stands_in(label: str) -> None:
    one = switch("USB", (label, "USB"))
    assert not one.has_another
    assert not one.another(1.0)


def test_another_name_of_the_same_sound_server_is_not_another_device() -> None:
    one = switch(None, ("default", "pulse", "USB"))
    assert one.another(1.0)
    assert one.wanted == "USB"


def test_where_nothing_else_is_there_the_chosen_one_is_wanted() -> None:
    alone = switch("USB", ("USB",))
    assert not alone.has_another
    assert not alone.another(1.0)
    assert alone.wanted == "USB"
    nobody = Switch()
    assert not nobody.has_another
    assert not nobody.another(1.0)
    assert nobody.wanted is None


# --- it is undone


def test_an_undone_switch_goes_back_and_stays_come_what_may() -> None:
    one = switch("USB")
    assert not one.undo()
    one.another(1.0)
    one.opened("Built-in")
    assert one.undo()
    assert (one.wanted, one.switched) == ("USB", None)
    assert one.opened("USB") == "undone"
    assert not one.has_another
    assert not one.another(99.0)
    assert one.wanted == "USB"


def test_it_goes_back_to_the_systems_own_as_it_was_and_follows_no_more() -> None:
    one = switch(None)
    one.another(1.0)
    one.opened("USB")
    one.undo()
    assert one.wanted == "Built-in"
    one.opened("Built-in")
    assert not one.tell(DESK, "Headset")


# --- the system's own


def test_the_systems_own_is_followed_where_it_was_chosen() -> None:
    one = switch(None)
    assert one.tell(DESK, "Headset")
    assert one.wanted == "Headset"
    assert one.opened("Headset") == "followed"
    assert not one.tell(DESK, "Headset")
    assert not one.tell(DESK, None)


def test_a_device_that_was_chosen_is_not_left_for_another_default() -> None:
    assert not switch("USB").tell(DESK, "Headset")


def test_a_stand_in_is_left_only_if_the_systems_own_changes() -> None:
    one = switch(None)
    one.another(1.0)
    one.opened("USB")
    assert not one.tell(DESK, "Built-in"), "that is what was lost"
    assert not one.tell(DESK, "USB"), "that is what stands in"
    assert one.switched == Switched("Built-in", "USB")
    assert one.tell(DESK, "Headset")
    one.opened("Headset")
    assert one.switched is None


def test_nothing_is_followed_before_anything_was_opened() -> None:
    assert not Switch().tell(DESK, "Built-in")


def test_whether_the_wanted_one_is_there() -> None:
    one = switch("USB")
    assert one.is_listed
    one.tell(("Built-in",), "Built-in")
    assert not one.is_listed
    assert switch(None).is_listed
