"""What IT is told is what the application does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app import VERSION
from app.core.patience import Wait
from app.effective import Source, settle
from app.live.proxy import SERVICE
from app.policy import place_of, read_policy
from app.settings import Options
from app.store import keys
from app.terminal.arguments import parser
from app.terminal.report_arguments import as_command

PAGE = (Path(__file__).resolve().parents[1] / "resources/help/it.md").read_text("utf-8")


def blocks(language: str = "") -> list[str]:
    found = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)
    return [text for told, text in found if told == language]


def test_the_policy_on_the_page_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    (text,) = blocks("toml")
    path.write_text(text)
    assert read_policy(path) is not None
    found = settle(Options(is_practice=False), path)
    assert found.settings.live.proxy == "http://proxy.example.com:3128"
    assert found.settings.session.patience.wait is Wait.PATIENT
    sources = [one.source for one in found.entries()]
    assert (sources.count(Source.FORCED), sources.count(Source.RECOMMENDED)) == (3, 2)


def test_every_command_on_the_page_is_understood() -> None:
    lines = [line for block in blocks() for line in block.splitlines()]
    commands = [
        line.partition("   ")[0].split() for line in lines if line.startswith("fairhearing")
    ]
    assert len(commands) == 4
    for _, *argv in commands:
        assert parser(VERSION).parse_args(as_command(argv)).command


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_policys_places_are_told(system: str) -> None:
    place = str(place_of(system, {"PROGRAMDATA": "%PROGRAMDATA%"}))
    assert f"`{place}`" in PAGE


def test_the_service_the_key_and_the_version_are_told_by_their_names() -> None:
    assert f"`{SERVICE}`, port 443" in PAGE
    assert f"`{keys.VARIABLE}`" in PAGE
    assert f"Version {VERSION}." in PAGE
    assert f"Fairhearing-{VERSION}.msi" in PAGE
