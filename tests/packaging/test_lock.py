import re
import tomllib
from pathlib import Path

import lock
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ENTRY = 'b-c==1.0 ; sys_platform == "win32" \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\n'
LOCKS = [lock.RUN_LOCK, lock.TEST_LOCK, lock.BUILD_LOCK]


def versions(*locks: Path) -> dict[str, set[str]]:
    """Return the versions of each package: more than one where a system has its own."""
    found: dict[str, set[str]] = {}
    for entry in (entry for path in locks for entry in lock.entries(path.read_text("utf-8"))):
        name, version = entry.split()[0].split("==")
        found.setdefault(name, set()).add(version)
    return found


def test_entries_are_the_packages_with_their_markers_and_hashes() -> None:
    assert lock.entries(f"# a comment\na==1 \\\n    --hash=sha256:00\n{ENTRY}") == [
        "a==1 \\\n    --hash=sha256:00\n",
        ENTRY,
    ]


def test_the_tests_lock_holds_only_what_they_need_besides() -> None:
    assert lock.besides("a==1\n" + ENTRY, "a==1\n") == ENTRY


def test_a_package_locked_in_two_ways_is_refused() -> None:
    with pytest.raises(ValueError, match=r"in two ways.*: a"):
        lock.besides("a==2\n", "a==1\n")


def test_an_unknown_argument_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = [path.read_bytes() for path in LOCKS]
    assert lock.main(["--help"]) == 2
    assert "--upgrade" in capsys.readouterr().out
    assert [path.read_bytes() for path in LOCKS] == before


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index_and_gives_hashes_for_every_package(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert "index" not in text
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\n", entry) for entry in lock.entries(text))


def test_the_locks_are_of_todays_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        lock.RUN_LOCK: project["dependencies"],
        lock.TEST_LOCK: project["optional-dependencies"]["test"],
    }
    for path, requirements in wanted.items():
        locked = versions(lock.RUN_LOCK, path)
        for requirement in map(Requirement, requirements):
            there = locked.get(canonicalize_name(requirement.name), set())
            fits = any(version in requirement.specifier for version in there)
            assert fits, f"{requirement}: run packaging/lock.py"


def test_what_builds_the_installers_is_locked_apart_with_briefcase_exactly() -> None:
    locked = versions(lock.BUILD_LOCK)
    for requirement in map(Requirement, lock.BUILD_NEEDS):
        (version,) = locked[requirement.name]
        assert version in requirement.specifier, "run packaging/lock.py"
    text = lock.BUILD_LOCK.read_text("utf-8")
    assert re.search(r"^dmgbuild==.* ; sys_platform == 'darwin'", text, re.MULTILINE)


def test_the_locks_serve_the_other_systems_too() -> None:
    text = lock.RUN_LOCK.read_text("utf-8")
    assert re.search(r"^pywin32-ctypes==.* ; sys_platform == 'win32'", text, re.MULTILINE)
    assert re.search(r"^secretstorage==.* ; sys_platform == 'linux'", text, re.MULTILINE)
    # The newest has no wheel for Intel Macs, which `check.py --wheels` finds.
    intel = r"^cryptography==48.* ; platform_machine == 'x86_64' and sys_platform == 'darwin'"
    assert re.search(intel, text, re.MULTILINE)
    numpy = next(entry for entry in lock.entries(text) if entry.startswith("numpy=="))
    assert numpy.count("--hash") > 20  # a wheel for each system, processor and Python
