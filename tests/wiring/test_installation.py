"""What each says of an installation from which something was taken is in
test_self_check_taken.py: that takes a process of its own."""

from __future__ import annotations

import re
import sqlite3
import ssl
import tomllib
from pathlib import Path

import pytest
from keyring.backends import fail, null

from app.core.faults import InputFault, StoreFault
from app.wiring import installation
from app.wiring import resources as files

ROOT = Path(__file__).resolve().parents[2]


def test_every_dependency_of_the_application_is_looked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {re.split(r"[<>=; ]", one)[0] for one in project["dependencies"]}
    assert {*installation.DEPENDENCIES, installation.CANCELLER} == named


@pytest.mark.parametrize("name", installation.DEPENDENCIES)
def test_a_dependency_tells_its_version(name: str) -> None:
    assert re.match(r"\d+\.\d+", installation.imported(name)())


def test_a_dependency_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(installation.DEPENDENCIES, "no-such-package", ())
    with pytest.raises(InputFault, match="no-such-package is not installed"):
        installation.imported("no-such-package")()


def test_each_part_tells_what_was_found() -> None:
    assert installation.resources() == f"{len(files.NEEDED)} files"
    assert installation.plan() == "3 questions"
    assert installation.sqlite() == sqlite3.sqlite_version
    assert installation.tls() == ssl.OPENSSL_VERSION
    assert re.match(r"silence scores 0\.\d+", installation.speech_model())
    assert re.match(r"\d+\.\d+", installation.echo_canceller())
    assert re.match(r"\d+ settings, \d+ forced and \d+ recom", installation.settings())
    assert re.match(r"PortAudio V19.*; \d+ microphones, \d+ loud", installation.portaudio())


def test_a_resource_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "NEEDED", ("voice/gone.wav",))
    monkeypatch.setattr(files, "missing", lambda: ["voice/gone.wav"])
    with pytest.raises(StoreFault, match=r"resources: voice/gone\.wav\."):
        installation.resources()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_a_computer_without_a_keyring_is_whole(
    monkeypatch: pytest.MonkeyPatch, backend: type
) -> None:
    monkeypatch.setattr("keyring.get_keyring", backend)
    assert installation.keyring_backend().endswith("no keyring, a key is for one run only")


def test_a_keyring_is_named_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kept:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"{name} is asked for")

    monkeypatch.setattr("keyring.get_keyring", Kept)
    assert installation.keyring_backend().endswith("Kept")


def test_windows_on_arm_does_without_an_echo_canceller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("platform.machine", lambda: "ARM64")
    assert installation.echo_canceller().startswith("none for this kind of computer")
