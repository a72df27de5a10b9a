"""What a policy forces is on the start page, and nothing that is chosen there changes it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.core.events import ChooseWait
from app.core.habits import Choice
from app.core.patience import Wait
from app.gui import wishes
from app.store.preferences import Preferences, read_preferences, write_preferences
from app.wiring.reception import Reception
from tests.wiring.desk import Desk, Step, wish

ALL = """
[forced.session]
patience.wait = "quick"
cues.on = true
turns.headphones = false
"""
CHOSEN = Preferences(Wait.PATIENT, True, False, True)


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the policy of this computer would lie."""
    path = tmp_path / "policy.toml"
    monkeypatch.setattr("app.effective.policy_path", lambda: path)
    return path


@pytest.fixture
def kept(desk: Desk) -> Path:
    """Return where the candidate's choices lie, made the last time."""
    assert desk.options.data
    desk.options.data.mkdir(mode=0o700)
    path = desk.options.data / "preferences.toml"
    write_preferences(path, CHOSEN)
    return path


def becomes(policy: Path, text: str) -> Step:
    async def write(_: Reception) -> None:
        await asyncio.to_thread(policy.write_text, text)

    return write


def test_what_is_forced_is_shown_and_every_other_wish_for_it_is_in_vain(
    desk: Desk, policy: Path, kept: Path
) -> None:
    policy.write_text(ALL)

    async def choose_in_an_interview(reception: Reception) -> None:
        reception.remember(ChooseWait(Wait.ONLY_DONE))

    lobby = desk.works(
        wish(
            wishes.Prefer(wait=Wait.ONLY_DONE, toggles=False, cues=False),
            wishes.UseHeadphones(on=True),
        ),
        choose_in_an_interview,
    )
    assert lobby.habits.forced == frozenset(Choice)
    assert (lobby.habits.wait, lobby.habits.cues, lobby.headphones) == (Wait.QUICK, True, False)
    assert not lobby.habits.toggles, "nobody forces that"
    expected = Preferences(Wait.PATIENT, False, False, True)
    assert read_preferences(kept) == (expected, None), "what was chosen is theirs again one day"


def test_what_is_recommended_counts_until_the_candidate_chooses(desk: Desk, policy: Path) -> None:
    policy.write_text(ALL.replace("forced", "recommended").replace("false", "true"))
    lobby = desk.works()
    assert lobby.habits.forced == frozenset()
    assert (lobby.habits.wait, lobby.headphones) == (Wait.QUICK, True)
    lobby = desk.works(wish(wishes.UseHeadphones(on=False), wishes.Prefer(wait=Wait.PATIENT)))
    assert (lobby.habits.wait, lobby.headphones) == (Wait.PATIENT, False)
    again = desk.works()
    assert (again.habits.wait, again.headphones) == (Wait.PATIENT, False)


def test_a_policy_that_comes_later_is_shown_at_the_next_look(
    desk: Desk, policy: Path, kept: Path
) -> None:
    look = wish(wishes.LookAgain())
    assert desk.works().habits.forced == frozenset()
    lobby = desk.works(becomes(policy, ALL), look)
    assert lobby.habits.forced == frozenset(Choice)
    assert lobby.habits.wait is Wait.QUICK
    lobby = desk.works(becomes(policy, ""), look, wish(wishes.Prefer(wait=Wait.ONLY_DONE)))
    assert (lobby.habits.forced, lobby.habits.wait) == (frozenset(), Wait.ONLY_DONE)


def test_a_policy_that_cannot_be_read_is_in_nobody_s_way_here(desk: Desk, policy: Path) -> None:
    policy.write_text("[forced.session]\nno_such = 1\n")
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert (lobby.habits.forced, lobby.why_not) == (frozenset(), None)
