import os
from pathlib import Path

import advisories
import environment
import pytest
from step import SetupFailed

ROOT = Path(__file__).resolve().parents[2]
HASH = " \\\n    --hash=sha256:01\n"
STAND_IN = """#!/bin/sh
for word in "$@"; do last="$word"; done
echo "$@" >> said
cat "$last" >> said
! grep -q weak "$last"
"""


def test_every_package_of_every_system_is_asked_about() -> None:
    lock = f"a==1{HASH}b==2 ; sys_platform == 'win32'{HASH}b==3 ; sys_platform != 'win32'{HASH}"
    assert advisories.parts(lock) == [{"a": "1", "b": "2"}, {"b": "3"}]


def test_all_that_is_locked_is_asked_about() -> None:
    lock = environment.RUN_LOCK.read_text("utf-8")
    asked = [
        f"{name}=={version}" for part in advisories.parts(lock) for name, version in part.items()
    ]
    assert sorted(asked) == sorted(
        line.split()[0] for line in lock.splitlines() if "==" in line[:60]
    )


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a lock; pip-audit's stand-in writes down what it is asked, and finds what is weak."""
    if os.name != "posix":
        pytest.skip("the stand-in for pip-audit is a shell script")
    python = tmp_path / "python"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    made = tmp_path / "requirements.txt"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(environment, "WORKSHOP", type("Workshop", (), {"python": python}))
    monkeypatch.setattr(environment, "provide_workshop", lambda: None)
    monkeypatch.setattr(environment, "RUN_LOCK", made)
    return made


def test_a_known_weakness_in_any_part_is_a_failure(lock: Path, capsys) -> None:
    lock.write_text(f"a==1{HASH}b==2{HASH}")
    assert advisories.main([]) == 0
    said = (lock.parent / "said").read_text()
    assert "-m pip_audit" in said
    assert "--strict" in said  # else what cannot be asked about would count as clean
    assert said.endswith("a==1\nb==2\n")
    lock.write_text(f"weak==1{HASH}a==1{HASH}a==2 ; x == 'y'{HASH}")
    assert advisories.main([]) == 1
    assert "accepted: CVE-2026-69247" in capsys.readouterr().out


def test_where_pip_audit_cannot_be_had_nothing_counts_as_clean(monkeypatch, capsys) -> None:
    def fail() -> None:
        raise SetupFailed("no network")

    monkeypatch.setattr(environment, "provide_workshop", fail)
    assert advisories.main([]) == 1
    assert capsys.readouterr().err == "no network\n"
    assert advisories.main(["--fast"]) == 2


def test_what_is_accepted_does_not_concern_us() -> None:
    """The reason that ACCEPTED gives: nothing here decrypts PKCS #7."""
    assert set(advisories.ACCEPTED) == {"CVE-2026-69247"}, "look whether its reason is tested too"
    assert all("pkcs7" not in one.read_text("utf-8") for one in (ROOT / "app").rglob("*.py"))
