"""Disks for the tests of the store: real folders, and a real file system that is soon full."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store.files import InterviewFiles


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
def make_files(tmp_path: Path) -> Iterator[Callable[[Path], InterviewFiles]]:
    """Makes an interview's files, and closes them in the end."""
    made: list[InterviewFiles] = []

    def make(folder: Path = tmp_path) -> InterviewFiles:
        made.append(InterviewFiles(folder))
        return made[-1]

    yield make
    for files in made:
        files.close()
