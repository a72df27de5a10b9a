from __future__ import annotations

import re
import shutil
from pathlib import Path

from app.store.plans import read_plan
from app.wiring.resources import DEFAULT_PLAN, NEEDED, NOTICES, RESOURCES, SAMPLE, missing
from tests.commands import call


def test_what_comes_with_the_application_is_there() -> None:
    assert len(read_plan(DEFAULT_PLAN).questions) == 3
    assert SAMPLE.is_relative_to(RESOURCES)
    assert SAMPLE.read_bytes()[:4] == b"RIFF"
    assert NOTICES.is_file()
    assert missing() == []


def test_a_file_that_is_gone_or_empty_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "resources"
    shutil.copytree(RESOURCES, copy)
    assert missing(copy) == []
    for name in NEEDED:
        (copy / name).rename(tmp_path / "away")
        assert missing(copy) == [name]
        (copy / name).touch()
        assert missing(copy) == [name]
        (tmp_path / "away").rename(copy / name)


def test_all_that_lies_beside_them_is_needed_too() -> None:
    """But for the drawings: those that only an installer shows are not."""
    for folder in ("answers", "plans", "prompts", "voice", "notices", "help"):
        there = {f"{folder}/{path.name}" for path in (RESOURCES / folder).iterdir()}
        assert there <= {*NEEDED}


def test_every_drawing_that_the_window_names_is_needed() -> None:
    gui = Path(__file__).resolve().parents[2] / "app/gui"
    sources = "".join(path.read_text("utf-8") for path in gui.rglob("*.py"))
    drawings = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    named = {name for name in drawings if re.search(rf'"{name}"|/{name}\.svg', sources)}
    assert {"talk", "down", "resume"} <= named
    assert {f"icons/{name}.svg" for name in named} <= {*NEEDED}


def test_the_licences_are_printed() -> None:
    ended = call("licences")
    assert ended.status == 0
    assert ended.out.strip() == NOTICES.read_text("utf-8").strip()
