"""The start page begins as it was left, with what is there today."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.core.patience import Wait
from app.gui import wishes
from app.store.preferences import Preferences, read_preferences, write_preferences
from tests.wiring.desk import Desk, MemoryKeyring, wish

CHOSEN = Preferences(Wait.PATIENT, True, False, True, "Yeti", "Boom")


@pytest.fixture
def desk(tmp_path: Path, ring: MemoryKeyring) -> Desk:
    (tmp_path / "data").mkdir(mode=0o700)
    return Desk(tmp_path / "data", ("Yeti", 1, 0), ("Boom", 0, 2), ("Other", 1, 2))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "preferences.toml"


def test_what_was_chosen_is_chosen_again(desk: Desk, file: Path) -> None:
    write_preferences(file, CHOSEN)
    lobby = desk.works()
    assert (lobby.microphone.chosen, lobby.speaker.chosen) == ("Yeti", "Boom")
    assert (lobby.headphones, lobby.habits.wait, lobby.habits.toggles) == (True, Wait.PATIENT, True)
    assert not lobby.habits.cues
    assert read_preferences(file) == (CHOSEN, None)


def test_a_device_that_is_elsewhere_today_gives_way_and_is_remembered(
    desk: Desk, file: Path
) -> None:
    kept = Preferences(microphone="Elsewhere", speaker="Boom")
    write_preferences(file, kept)
    lobby = desk.works()
    assert (lobby.microphone.chosen, lobby.microphone.fault) == (None, None)
    assert lobby.speaker.chosen == "Boom"
    assert read_preferences(file) == (kept, None)


def test_each_choice_on_the_page_is_kept(desk: Desk, file: Path) -> None:
    lobby = desk.works(
        wish(
            wishes.Prefer(wait=Wait.ONLY_DONE),
            wishes.Prefer(toggles=True, cues=False),
            wishes.ChooseMicrophone("Other"),
            wishes.ChooseSpeaker("Boom"),
            wishes.UseHeadphones(on=True),
            wishes.Agree(on=True),
        )
    )
    assert lobby.habits.wait is Wait.ONLY_DONE
    known = Preferences(Wait.ONLY_DONE, True, False, True, "Other", "Boom")
    assert read_preferences(file) == (known, None)


def test_what_cannot_be_read_is_told_and_keeps_nobody_from_anything(desk: Desk, file: Path) -> None:
    file.write_text("wait = 3\ntoggles = true\n")
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert isinstance(lobby.faults.choices, InputFault)
    assert lobby.habits.toggles
    assert lobby.why_not is None
