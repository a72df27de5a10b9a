"""Something is really taken away from the application; a process of its own looks for it."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Ended, environment
from tests.sound import ROOT
from tests.wiring.taking import farm, run_in

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="it hides files as Linux names them"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a self-check found."""

    ended: Ended
    report: dict[str, Any]

    @property
    def failed(self) -> dict[str, str]:
        """Why each check failed, by its name."""
        return {one["name"]: one["detail"] for one in self.report["checks"] if not one["ok"]}


def look(tmp_path: Path, tree: Path = ROOT, **env: str) -> Looked:
    file = tmp_path / "report.json"
    ended = run_in(tree, "--self-check", str(file), "--quick", env=environment(**env))
    assert "Traceback" not in ended.err
    return Looked(ended, json.loads(file.read_text()))


def site(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def test_a_whole_installation_passes(tmp_path: Path) -> None:
    looked = look(tmp_path)
    assert looked.failed == {}
    assert looked.ended.status == 0
    assert looked.report["passed"]


def test_portaudio_is_missed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    for name in ("libportaudio.so.2", "libportaudio.so"):
        (tmp_path / "lib" / name).write_bytes(b"no library")  # found first, and none
    looked = look(tmp_path, LD_LIBRARY_PATH=str(tmp_path / "lib"))
    assert looked.ended.status == 1
    assert looked.failed.keys() == {"portaudio"}
    assert "PortAudio is not installed" in looked.failed["portaudio"]
    assert len(looked.report["checks"]) > 20


def test_a_library_of_qts_is_missed_and_named(tmp_path: Path) -> None:
    gone = "libQt6Widgets.so.6"
    farm(site("PySide6"), tmp_path / "site" / "PySide6", without={gone})
    looked = look(tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path / 'site'}")
    assert looked.ended.status == 1
    assert looked.failed.keys() == {"package PySide6-Essentials", "window"}
    assert all(gone in why for why in looked.failed.values())
    made = {one["name"] for one in looked.report["checks"] if one["ok"]}
    assert {"portaudio", "resources", "tls"} <= made


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        ("libqxcb.so", "plugin for the platform xcb is missing"),
        ("libQt6XcbQpa.so.6", "platform xcb cannot be loaded: libQt6XcbQpa.so.6"),
    ],
)
def test_what_the_screen_needs_is_missed_before_qt_ends_the_process(
    tmp_path: Path, gone: str, says: str
) -> None:
    farm(site("PySide6"), tmp_path / "site" / "PySide6", without={gone})
    looked = look(tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path / 'site'}")
    assert looked.failed.keys() == {"window"}
    assert says in looked.failed["window"]


def test_a_computer_without_fonts_draws_no_letters(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    looked = look(tmp_path, FONTCONFIG_FILE=str(config))
    assert looked.failed.keys() == {"window"}
    assert "Qt finds no font" in looked.failed["window"]


@pytest.mark.parametrize(
    ("gone", "checks"),
    [
        ("resources/voice/thanks-2.wav", {"resources"}),
        ("resources/speech/silero_vad_v6.npz", {"resources", "speech model"}),
        ("resources/plans/default.toml", {"resources", "plan"}),
        ("resources/icons/theme.svg", {"resources", "window"}),
    ],
)
def test_a_resource_is_missed_and_named(tmp_path: Path, gone: str, checks: set[str]) -> None:
    tree = tmp_path / "tree"
    for part in ("app", "resources"):
        shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / gone).unlink()
    looked = look(tmp_path, tree, PYTHONPATH=str(tree))
    assert looked.ended.status == 1
    assert looked.failed.keys() == checks
    assert gone.removeprefix("resources/") in looked.failed["resources"]


def test_a_package_is_missed_and_named(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "soxr.py").write_text("raise ImportError('soxr is taken away')")
    looked = look(tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path / 'site'}")
    assert looked.failed["package soxr"] == "ImportError: soxr is taken away"
    assert looked.failed.keys() == {"package soxr", "speech model", "echo canceller"}
