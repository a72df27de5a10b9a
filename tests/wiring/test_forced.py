from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.core.habits import Choice
from app.effective import Effective, settle
from app.settings import Options, Settings
from app.store.preferences import Preferences
from app.wiring.forced import SETTINGS, forced_by, permitted

ALL = frozenset(Choice)


def settled(folder: Path, policy: str, users: str = "") -> Effective:
    """Return which settings hold with such a policy, and such a file of a user's."""
    (folder / "policy.toml").write_text(policy)
    (folder / "settings.toml").write_text(users)
    options = Options(is_practice=True, settings=folder / "settings.toml")
    return settle(options, folder / "policy.toml")


@pytest.mark.parametrize(
    ("line", "choice"),
    [
        ('session.patience.wait = "patient"', Choice.WAIT),
        ("session.cues.on = false", Choice.CUES),
        ("session.turns.headphones = true", Choice.HEADPHONES),
        ("session.patience.quick_s = 1.2", None),
    ],
)
def test_what_a_policy_forces_is_no_choice_any_more(
    tmp_path: Path, line: str, choice: Choice | None
) -> None:
    forced = frozenset({choice} - {None})
    assert forced_by(settled(tmp_path, f"[forced]\n{line}\n")) == forced
    assert forced_by(settled(tmp_path, f"[recommended]\n{line}\n")) == frozenset()
    assert forced_by(settled(tmp_path, "", f"{line}\n")) == frozenset()


def test_without_a_policy_all_is_the_candidate_s_choice(tmp_path: Path) -> None:
    assert forced_by(settled(tmp_path, "")) == frozenset()


def test_each_choice_is_a_setting_and_can_be_kept() -> None:
    names = [entry.name for entry in Effective(Settings()).entries()]
    kept = {field.name for field in dataclasses.fields(Preferences)}
    for choice in Choice:
        assert SETTINGS[choice] in names
        assert choice.value in kept


def test_what_is_forced_may_not_be_changed_and_everything_else_may() -> None:
    changed = {"wait": 1, "cues": 2, "headphones": 3, "toggles": 4, "microphone": 5}
    assert permitted(changed, frozenset()) == changed
    assert permitted(changed, ALL) == {"toggles": 4, "microphone": 5}
    assert permitted(changed, frozenset({Choice.CUES})) == {
        name: value for name, value in changed.items() if name != "cues"
    }
