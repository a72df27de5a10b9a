from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path

import pytest

from app.store.folder import DataFolder, open_folder
from tests.commands import call, ended, run, start
from tests.wiring.writing import NOON, STATUS, closed, written


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


def test_a_live_interview_is_told_by_another_process_while_it_is_written(
    folder: DataFolder,
) -> None:
    with written(folder, "session.started", "status", now=None) as path:
        done = run("status", "--json", "--data", str(folder.path))
    (line,) = map(json.loads, done.out.splitlines())
    assert (done.status, done.err) == (0, "")
    assert {**line, **STATUS.payload()} == line
    assert (line["session"], line["standing"]) == (path.name, "live")


def test_one_that_nobody_writes_any_more_is_unknown_and_so_is_the_exit_status(
    folder: DataFolder,
) -> None:
    path = closed(folder, "status", began=NOON, now=NOON)
    done = call("status", "--data", str(folder.path))
    assert (done.status, done.err) == (3, "")
    assert done.out.startswith(f"{path.name}: unknown, last seen ")


def test_one_that_ended_says_how(folder: DataFolder) -> None:
    closed(folder, "status", "session.ended", began=NOON, now=NOON)
    done = call("status", "--data", str(folder.path))
    assert (done.status, done.err) == (0, "")
    assert "ended: the candidate left" in done.out


def test_one_that_cannot_be_read_says_why(folder: DataFolder) -> None:
    path = closed(folder, "status", began=NOON, now=NOON)
    shutil.copy(__file__, path / "journal.db")
    done = call("status", "--json", "--data", str(folder.path))
    assert done.status == 3
    assert "damaged" in json.loads(done.out)["trouble"]


def test_without_any_interview_there_is_nothing_to_tell_and_nothing_is_made(
    tmp_path: Path,
) -> None:
    done = call("status", "--data", str(tmp_path / "absent"))
    assert (done.status, done.err) == (1, "")
    assert "no interview" in done.out
    assert json.loads(call("status", "--json", "--data", str(tmp_path / "absent")).out)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape", ["--json", "--verbose"])
def test_who_follows_sees_changes_and_ends_well_with_ctrl_c(folder: DataFolder, shape: str) -> None:
    process = start("status", "--follow", shape, "--data", str(folder.path))
    assert process.stdout
    seen = [process.stdout.readline()]
    with written(folder, "status", now=None) as path:
        while path.name not in seen[-1]:
            seen.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        done = ended(process)
    assert (done.status, done.err) == (0, "")
    assert "unknown" in seen[-1] or "talking" in seen[-1]


def test_who_follows_ends_well_when_nobody_reads(folder: DataFolder) -> None:
    process = start("status", "--follow", "--data", str(folder.path))
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    assert process.wait(20) == 0
    assert process.stderr.read() == ""
    process.stderr.close()
