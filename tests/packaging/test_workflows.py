"""The workflows, which nobody can run here: their form, their rights, their order."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github/workflows"
FILES = sorted(FOLDER.glob("*.yml"))
INSTALLERS = (FOLDER / "installers.yml").read_text("utf-8")


def run(workshop: Path, program: str, *words: object) -> None:
    found = next(workshop.parent.glob(f"{program}*"))
    command = [str(found), *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_are_of_githubs_form(workshop: Path) -> None:
    run(workshop, "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *FILES)


def test_the_workflows_have_no_known_weakness(workshop: Path) -> None:
    run(workshop, "zizmor", "--offline", "--no-progress", FOLDER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_action_is_one_that_cannot_change(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text("utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}|\./\.github/workflows/ci\.yml", action)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"^ *permissions:\n((?: +\S.*\n)+)", text, re.MULTILINE) == [
        "  contents: read\n"
    ]
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")


def test_what_is_built_is_tested_checked_packed_and_checked_again_in_that_order() -> None:
    steps = [
        *("needs: tests", "build.py --clean build", "--self-check", "build.py package"),
        *("mac_bundle.py", "msiexec", "apt-get purge", "bill.py", "sha256sum"),
    ]
    places = [INSTALLERS.index(step) for step in steps]
    assert places == sorted(places)


def test_secrets_are_asked_for_only_by_the_steps_that_sign() -> None:
    steps = INSTALLERS.split("      - ")
    asking = [step for step in steps if "${{ secrets." in step]
    assert all(step.startswith("name: The certificate for") for step in asking)
    assert len(asking) == 2
    assert "cache" not in re.sub(r"#.*", "", INSTALLERS)
