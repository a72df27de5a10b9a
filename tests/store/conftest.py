"""Disks for the tests of the store: real folders, and a real file system that is soon full."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store.files import InterviewFiles
from app.store.writer import Writer
from tests.store.slow import Faults, Gate


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, private to us."""
    path = tmp_path / "disk"
    path.mkdir(mode=0o700)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(path)], check=True
    )
    yield path
    subprocess.run(["umount", "--lazy", str(path)], check=True)


@pytest.fixture
def files(tmp_path: Path) -> InterviewFiles:
    return InterviewFiles(tmp_path)


@pytest.fixture
def gate(files: InterviewFiles, monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate(files)
    monkeypatch.setattr("app.store.recording.sync_file", gate)
    return gate


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def make_writer(faults: Faults, files: InterviewFiles) -> Iterator[Callable[..., Writer]]:
    made: list[Writer] = []

    def make(**values: float | Callable[[], float]) -> Writer:
        made.append(Writer(files, on_fault=faults.take, **values))  # type: ignore[arg-type]  # keywords of a test
        return made[-1]

    yield make
    for writer in made:
        writer._inbox.close()
        writer._thread.join(30)
