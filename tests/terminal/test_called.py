from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.terminal.called import as_called, called


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A checkout's script, in a folder whose name a shell would take apart."""
    path = tmp_path / "my checkout/packaging/start.py"
    path.parent.mkdir(parents=True)
    path.touch()
    return path


def test_an_installed_program_is_called_by_its_name(tmp_path: Path) -> None:
    assert called(tmp_path / "packaging/start.py") == "fairhearing"


def test_a_checkout_is_called_by_its_script_as_the_caller_can_type_it(
    start: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(start.parents[1])
    assert called(start) == "python3 packaging/start.py"
    monkeypatch.chdir(start.parents[2])
    assert called(start) == "python3 'my checkout/packaging/start.py'"
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert called(start) == f"python3 '{start}'"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that somebody is in")
def test_a_folder_that_is_gone_changes_nothing_but_the_path(
    start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert called(start) == f"python3 '{start}'"


def test_the_commands_of_a_sentence_begin_as_they_are_called_here() -> None:
    said = as_called(
        "Fairhearing: none. fairhearing sessions lists them, not /x/fairhearing/sessions"
    )
    assert said == (
        f"Fairhearing: none. {called()} sessions lists them, not /x/fairhearing/sessions"
    )
    assert called().endswith("start.py")
