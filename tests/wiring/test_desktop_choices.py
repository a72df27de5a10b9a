"""What the candidate chooses in the window counts in the interview, and is there the next time."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core import events as ev
from app.core.habits import Choice
from app.core.patience import Wait
from app.core.talk import Talk
from app.gui import wishes
from app.settings import Options
from app.store.preferences import Preferences, read_preferences, write_preferences
from app.wiring.given import Told
from app.wiring.interview import Interview
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


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the policy of this computer would lie."""
    path = tmp_path / "policy.toml"
    monkeypatch.setattr("app.effective.policy_path", lambda: path)
    return path


def test_what_is_forced_holds_in_the_interview_whatever_is_chosen(
    window: Seen, options: Options, policy: Path
) -> None:
    async def candidate() -> None:
        await window.until(lambda: window.lobby.plan)
        # The page does not know of it yet; the interview does.
        text = '[forced.session.patience]\nwait = "patient"\n'
        await asyncio.to_thread(policy.write_text, text)
        window.asked.emit(wishes.Prefer(wait=Wait.QUICK))
        await window.begin()
        await window.until(lambda: window.views)
        assert window.lobby.habits.forced == frozenset({Choice.WAIT})
        assert window.lobby.habits.wait is Wait.PATIENT
        window.asked.emit(ev.ChooseWait(Wait.ONLY_DONE))
        window.asked.emit(ev.Mute(on=True))  # it comes after
        await window.until(lambda: window.views[-1].talk is Talk.MUTED)
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert {one.wait for one in window.views} == {Wait.PATIENT}
    assert kept(options) == Preferences(wait=Wait.QUICK)


def test_who_takes_the_headphones_off_has_them_off_whatever_a_settings_file_says(
    window: Seen, options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[session.turns]\nheadphones = true\n")
    worn: list[bool] = []
    begin = Interview.__init__

    def looked_at(self: Interview, given: Options, told: Told, *rest: Any) -> None:
        worn.append(told.settings.session.turns.headphones)
        begin(self, given, told, *rest)

    monkeypatch.setattr(Interview, "__init__", looked_at)

    async def candidate() -> None:
        await window.until(lambda: window.lobby.plan)
        assert window.lobby.headphones
        window.asked.emit(wishes.UseHeadphones(on=False))
        await window.begin()
        await window.until(lambda: window.views)
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, replace(options, settings=settings), candidate) == 0
    assert worn == [False]
