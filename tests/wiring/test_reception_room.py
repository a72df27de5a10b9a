"""What the start page learns of the room on the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.lobby import Shortage, WhyNot
from app.gui import wishes
from app.wiring import place as place_module
from app.wiring.reception import Reception
from tests.wiring.desk import Desk, Step, wish


async def come_back(reception: Reception) -> None:
    await reception.welcome_back()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many bytes are free, to be changed."""
    free = [600_000_000]
    monkeypatch.setattr(place_module, "free_bytes", lambda _: free[0])
    return free


def fill(disk: list[int], free: int) -> Step:
    async def change(_: Reception) -> None:
        disk[0] = free

    return change


def test_too_little_room_is_told_until_some_is_freed(desk: Desk, disk: list[int]) -> None:
    again, agreed = wish(wishes.LookAgain()), wish(wishes.Agree(on=True))
    assert desk.works(agreed).why_not is None
    lobby = desk.works(agreed, fill(disk, 499_000_000), again)
    assert lobby.why_not is WhyNot.SPACE
    assert lobby.faults.space == Shortage(str(desk.options.data), 499_000_000, 500.0)
    assert desk.works(agreed, fill(disk, 500_000_000), again).why_not is None


def test_after_an_interview_the_room_is_looked_at_again(desk: Desk, disk: list[int]) -> None:
    assert desk.works(fill(disk, 1), come_back).why_not is WhyNot.SPACE


def test_how_much_is_asked_for_is_a_setting(desk: Desk, disk: list[int], tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[session.space]\nbefore_mb = 700.0\n")
    desk.options = replace(desk.options, settings=settings)
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert lobby.faults.space
    assert lobby.faults.space.asked_mb == 700.0


def test_settings_that_cannot_be_read_are_told_when_it_begins_and_not_here(
    desk: Desk, disk: list[int], tmp_path: Path
) -> None:
    disk[0] = 0
    desk.options = replace(desk.options, settings=tmp_path / "none.toml")
    assert desk.works(wish(wishes.Agree(on=True))).why_not is None


def test_a_disk_that_is_gone_is_told_until_it_is_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path) -> int:
        raise FileNotFoundError(2, "gone", str(path))

    async def pull(_: Reception) -> None:
        monkeypatch.setattr(place_module, "free_bytes", gone)

    async def plug(_: Reception) -> None:
        monkeypatch.setattr(place_module, "free_bytes", lambda _: 600_000_000)

    again = wish(wishes.LookAgain())
    lobby = desk.works(pull, again)
    assert lobby.why_not is WhyNot.FOLDER
    assert "Connect its drive" in str(lobby.faults.folder)
    assert desk.works(pull, again, plug, again).why_not is WhyNot.CONSENT
