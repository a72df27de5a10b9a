"""A disk that fills up in the middle of an answer: a small one of its own, thresholds by ten."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store.recovery import recover
from tests.e2e.crash import fates, samples, speech
from tests.e2e.people import Application, Line, one_question, reading
from tests.sound import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

MB = 1_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 64 MB; making one needs root."""
    path = tmp_path / "disk"
    path.mkdir()
    options = ("-o", "size=64m,mode=0700")
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(path)], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


@pytest.fixture
def command(tmp_path: Path, disk: Path) -> Callable[..., list[str]]:
    """Return what makes the command line of a practice interview on that disk."""
    settings = tmp_path / "settings.toml"
    settings.write_text("[session.space]\nbefore_mb = 50\nwarn_mb = 20\nstop_mb = 5\n")
    talker = speech(tmp_path / "talker.wav", 0.3, 7.0, times=3)

    def make(name: str, *rest: str) -> list[str]:
        return [
            *(sys.executable, "-m", "app", name, "--mic", str(talker), "--speaker", "none"),
            *("--data", str(disk), "--settings", str(settings), "--json", "--consent", *rest),
        ]

    return make


def fill(disk: Path, left: int) -> None:
    """Let so many bytes be left."""
    while (more := shutil.disk_usage(disk).free - left) > 0:
        with (disk / "ballast").open("ab") as file:
            file.write(bytes(min(more, MB)))


def play(command: list[str], through: Callable[[Application], None]) -> tuple[Line, list[Line]]:
    """Play an interview, do something in it, and return its result and all its lines."""
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    with reading(process) as application:
        through(application)
        return application.result(), application.lines


def test_it_ends_in_order_before_the_disk_is_full_and_goes_on_when_there_is_room(
    tmp_path: Path, disk: Path, command: Callable[..., list[str]]
) -> None:
    def use_up(application: Application) -> None:
        application.until(kind="state", floor="candidate", link="up")
        fill(disk, 15 * MB)
        application.until(kind="state", room="low")
        fill(disk, 4 * MB)

    plan = ("--plan", str(one_question(tmp_path)))
    result, lines = play(command("practice", *plan), use_up)
    (fault,) = [line["text"] for line in lines if line["kind"] == "fault"]
    assert "nearly full" in fault
    assert (result["how"], result["exit"]) == ("held", 3)
    record = Path(result["folder"])
    assert fates(record) == ["held"]
    stopped = recover(record)
    assert stopped.found.is_whole
    assert not stopped.found.repairs, "it was closed in order"
    (answer,) = [one for one in stopped.past.exchanges if one.utterances]
    # What was captured while the interview was being ended is all that lies behind the answer.
    assert len(samples(record)) // 640 - answer.utterances[-1].last <= 25

    (disk / "ballast").unlink()
    result, lines = play(command("resume"), lambda _: None)
    assert result["how"] == "finished"
    assert fates(record) == ["held", "answered"]


def test_a_disk_that_is_full_at_once_ends_it_with_what_was_saved(
    tmp_path: Path, disk: Path, command: Callable[..., list[str]]
) -> None:
    saved: list[float] = []

    def use_up(application: Application) -> None:
        saved.append(application.until(kind="state", floor="candidate", link="up")["saved_s"])
        fill(disk, 0)

    plan = ("--plan", str(one_question(tmp_path)))
    result, lines = play(command("practice", *plan), use_up)
    faults = [line["text"] for line in lines if line["kind"] == "fault"]
    assert any("full" in text for text in faults)
    assert result["how"] in {"failed", "held"}
    (disk / "ballast").unlink()
    (record,) = (disk / "sessions").iterdir()
    stopped = recover(record)
    assert stopped.past.can_go_on
    assert len(samples(record)) / 32_000 >= saved[0]


def test_without_room_none_begins(disk: Path, command: Callable[..., list[str]]) -> None:
    fill(disk, 40 * MB)
    done = subprocess.run(
        command("practice"), cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "an interview asks for 50 MB" in done.stdout
    assert not [*(disk / "sessions").iterdir()]
