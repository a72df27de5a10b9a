"""The whole self-check, as an installer's workflow runs it: its practice interview takes 50 s."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import ended, environment, start

pytestmark = pytest.mark.e2e


def test_an_interview_is_held_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    file, temporary = tmp_path / "report.json", tmp_path / "temporary"
    temporary.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    env = environment(TMPDIR=str(temporary), HOME=str(home), LD_LIBRARY_PATH=str(broken(tmp_path)))
    done = ended(start("--self-check", str(file), env=env), timeout_s=115.0)
    report = json.loads(file.read_text())
    failed = [one["name"] for one in report["checks"] if not one["ok"]]
    assert failed == ["portaudio"], "the interview needs no sound library"
    assert done.status == 1
    assert report["checks"][-1]["detail"].startswith("finished: 3 answers in ")
    assert not [*temporary.iterdir()]
    assert not [one for one in home.rglob("*") if one.suffix in {".db", ".wav"}]


def broken(tmp_path: Path) -> Path:
    """Return a folder whose PortAudio is none."""
    made = tmp_path / "lib"
    made.mkdir()
    (made / "libportaudio.so.2").write_bytes(b"no library")
    return made
