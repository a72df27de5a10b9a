"""What the candidate chooses in the window counts in the interview, and is there the next time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.core import events as ev
from app.core.patience import Wait
from app.gui import wishes
from app.settings import Options
from app.store.preferences import Preferences, read_preferences, write_preferences
from tests.wiring.living import Seen, live, sessions

pytestmark = pytest.mark.timeout(120)


def kept(options: Options) -> Preferences:
    assert options.data
    found, fault = read_preferences(options.data / "preferences.toml")
    assert fault is None
    return found


def journal(folder: Path) -> str:
    """Return all that the journal holds, as text."""
    with closing(sqlite3.connect(folder / "journal.db")) as connection:
        return "\n".join(connection.iterdump())


def test_the_interview_waits_as_was_chosen_and_a_choice_in_it_is_kept_for_the_next(
    window: Seen, options: Options
) -> None:
    async def candidate() -> None:
        window.asked.emit(wishes.Prefer(wait=Wait.PATIENT, toggles=True))
        await window.begin()
        await window.until(lambda: window.views)
        assert window.views[0].wait is Wait.PATIENT
        window.asked.emit(ev.ChooseWait(Wait.ONLY_DONE))
        await window.until(lambda: window.views[-1].wait is Wait.ONLY_DONE)
        window.asked.emit(wishes.Prefer(toggles=False))
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert kept(options) == Preferences(wait=Wait.ONLY_DONE, toggles=False)
    assert window.lobby.habits.wait is Wait.ONLY_DONE
    (folder,) = sessions(options)
    text = journal(folder).lower()
    assert "session.started" in text
    assert not any(word in text for word in ("patient", "only done", "toggle"))  # their own


def test_the_start_page_begins_as_it_was_left(window: Seen, options: Options) -> None:
    assert options.data
    options.data.mkdir(mode=0o700)
    write_preferences(options.data / "preferences.toml", Preferences(Wait.QUICK, True))

    async def candidate() -> None:
        await window.until(lambda: window.lobby.plan)
        assert window.lobby.habits.wait is Wait.QUICK
        assert window.lobby.habits.toggles
        window.asked.emit(wishes.UseHeadphones(on=True))
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert kept(options) == Preferences(Wait.QUICK, True, headphones=True)
