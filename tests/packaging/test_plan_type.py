"""What a .deb holds so that a plan opens by double click; test_deb.py asks a desktop's programs."""

import subprocess
from pathlib import Path

import build
import plan_type
import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = plan_type.kinds_of(ROOT / "briefcase.toml")
TYPE = "application/x-fairhearing-plan"
BRIEFCASES = "[Desktop Entry]\nType=Application\nExec=/usr/bin/fairhearing %F\nIcon=org.x.y\n"


@pytest.fixture
def desktop_file(tmp_path: Path) -> Path:
    """Return the one that Briefcase lays out where it builds for Debian 12."""
    folder = "build/fairhearing/debian/bookworm/fairhearing-0.1.0/usr/share/applications"
    path = tmp_path / folder / "org.x.y.desktop"
    path.parent.mkdir(parents=True)
    path.write_text(BRIEFCASES, "utf-8")
    return path


def test_the_application_opens_plans_one_at_a_time(desktop_file: Path) -> None:
    plan_type.add(desktop_file, KINDS)
    plan_type.add(desktop_file, KINDS)
    assert desktop_file.read_text("utf-8") == (
        f"{BRIEFCASES.replace('%F', '%f')}MimeType={TYPE};\n"
    )


def test_a_plan_is_known_by_its_ending_and_has_the_applications_icon(desktop_file: Path) -> None:
    plan_type.add(desktop_file, KINDS)
    path = desktop_file.parents[1] / "mime/packages/org.x.y.xml"
    assert path.read_text("utf-8").splitlines()[1:] == [
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
        f'  <mime-type type="{TYPE}">',
        "    <comment>Interview plan</comment>",
        '    <sub-class-of type="text/plain" />',
        '    <icon name="org.x.y" />',
        '    <glob pattern="*.fhplan" />',
        "  </mime-type>",
        "</mime-info>",
    ]
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desktop_file: Path) -> list[list[str]]:
    """Return what Briefcase is told, which lays the desktop file out when it builds."""
    told: list[list[str]] = []
    desktop_file.unlink()

    def briefcase(words: list[str]) -> subprocess.CompletedProcess[bytes]:
        told.append(words)
        if words[0] == "build":
            desktop_file.write_text(BRIEFCASES, "utf-8")
        else:
            assert TYPE in desktop_file.read_text("utf-8"), "packed before it was added"
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(build, "STAGE", tmp_path)
    monkeypatch.setattr(build, "briefcase", briefcase)
    return told


SIGNED = ["--adhoc-sign", "-p", "deb", "--identity", "me", "--no-input", "-C", "template='/a b'"]


def test_a_deb_is_built_then_told_of_plans_then_packed(said: list[list[str]]) -> None:
    system = ["linux", "system"]
    assert build.make(["package", *system, *SIGNED]) == 0
    built = ["build", *system, "--no-input", "-C", "template='/a b'"]
    assert said == [built, ["package", *system, *SIGNED]]


def test_what_is_built_is_not_built_again_to_be_packed(said: list[list[str]]) -> None:
    assert build.make(["build", "linux", "system", "--log"]) == 0
    assert build.make(["package", "linux", "system"]) == 0
    assert said == [["build", "linux", "system", "--log"], ["package", "linux", "system"]]


def test_what_cannot_be_built_is_not_packed(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    failed = subprocess.CompletedProcess[bytes]([], 3)
    monkeypatch.setattr(build, "STAGE", tmp_path)
    monkeypatch.setattr(build, "briefcase", lambda words: failed if words[0] == "build" else None)
    assert build.make(["package", "linux", "system"]) == 3


@pytest.mark.parametrize(
    "words", [["package", "linux", "system", "--help"], ["package", "macOS"], ["dev"]]
)
def test_all_else_is_briefcases(monkeypatch: pytest.MonkeyPatch, tmp_path, words) -> None:
    done = subprocess.CompletedProcess[bytes]([], 7)
    monkeypatch.setattr(build, "STAGE", tmp_path)
    monkeypatch.setattr(build, "briefcase", lambda said: done if said == words else None)
    assert build.make(words) == 7
