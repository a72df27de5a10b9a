#!/usr/bin/env python3
"""Check that each file of the core is covered to its last branch by its own test file alone.

    .venv/bin/python packaging/own_coverage.py

A line that is reached only through another file's tests is a line that nobody has thought about.
So each test file is a context of its own to coverage, from its import to the end of its last
fixture, and a file is judged by what its own test file reached, and by what merely importing it
reaches. The test files are dealt out to a few processes for each core. Hypothesis runs with its own
profile "ci", which draws the same examples each time, so that the verdict is the same each time.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
WHOLE_ROOMS = ("app/core",)
SINGLE_FILES = ("app/live/codec.py",)
_IMPORTED = "imported"
_SHARES_A_CORE = 4  # as some take long: more would cost more starts than they even out


@dataclass(frozen=True, slots=True)
class Gap:
    """What of one file its own tests do not reach.

    Attributes:
        file: The file, from the root of the checkout.
        test: Its test file, likewise.
        lines: Numbers of lines that are never reached.
        jumps: Jumps never taken, from one line to another; to a negative one: out of a function.
    """

    file: str
    test: str
    lines: list[int] = field(default_factory=list)
    jumps: list[tuple[int, int]] = field(default_factory=list)

    def words(self) -> list[str]:
        """Return one sentence for each thing that is not reached."""
        found = [f"{self.file}:{line}: never reached by {self.test}" for line in self.lines]
        for start, end in self.jumps:
            if start in self.lines or end in self.lines:
                continue  # said already
            where = f"to line {end}" if end > 0 else f"out of what begins at line {-end}"
            found.append(f"{self.file}:{start}: never goes {where} in {self.test}")
        return found


class Contexts:
    """A pytest plugin: what runs for a test file is counted for that test file."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self._measured = measured

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        """Count a test file's import, and what it makes for its parameters."""
        self._measured.switch_context(_from_here(collector.path))
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Count a test with its fixtures."""
        self._measured.switch_context(_from_here(item.path))
        return (yield)


def main() -> int:
    """Run the core's tests and say what they leave out.

    Returns:
        0 if nothing; 1 if something, or if a test failed.
    """
    os.chdir(ROOT)
    pairs = {file: test_of(file) for file in judged_files(ROOT)}
    absent = [file for file, test in pairs.items() if not Path(test).is_file()]
    for file in absent:
        print(f"{file}: has no test file of its own; it belongs at {pairs[file]}")
    present = {file: test for file, test in pairs.items() if file not in absent}
    found = measure_in_shares(present, os.cpu_count() or 1)
    gaps = sorted((gap for _, some in found for gap in some), key=lambda gap: gap.file)
    for sentence in (sentence for gap in gaps for sentence in gap.words()):
        print(sentence)
    if absent or gaps or any(status for status, _ in found):
        return 1
    print(f"each of {len(pairs)} files is covered to its last branch by its own tests")
    return 0


def judged_files(root: Path) -> list[str]:
    """Return the files that the rule is for, from the root of the checkout."""
    rooms = [path for room in WHOLE_ROOMS for path in sorted((root / room).glob("*.py"))]
    singles = [root / file for file in SINGLE_FILES if (root / file).is_file()]
    return [
        path.relative_to(root).as_posix() for path in rooms + singles if path.stem != "__init__"
    ]


def test_of(file: str) -> str:
    """Return where a file of `app` has its tests.

    >>> test_of("app/core/link.py")
    'tests/core/test_link.py'
    """
    path = Path(file)
    return Path("tests", *path.parts[1:-1], f"test_{path.name}").as_posix()


def measure_in_shares(pairs: dict[str, str], cores: int) -> list[tuple[int, list[Gap]]]:
    """Run ``measure`` for a few shares of the files, each in a process of its own.

    A new process for each: what is imported already shows no imports to coverage.
    """
    files = list(pairs)
    count = cores * _SHARES_A_CORE
    shares = [{file: pairs[file] for file in files[n::count]} for n in range(count)]
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, mp_context=fresh, max_tasks_per_child=1) as pool:
        return list(pool.map(measure, (share for share in shares if share)))


def measure(pairs: dict[str, str]) -> tuple[int, list[Gap]]:
    """Run test files and return what they do not reach.

    Args:
        pairs: Each file and its test file, from the current folder.

    Returns:
        pytest's exit status, and a gap for each file that has one.
    """
    sys.path.insert(0, str(Path.cwd()))
    with tempfile.TemporaryDirectory() as folder:
        measured = coverage.Coverage(str(Path(folder) / "data"), branch=True)
        measured.start()
        measured.switch_context(_IMPORTED)
        for file in pairs:
            importlib.import_module(file.removesuffix(".py").replace("/", "."))
        arguments = ["--quiet", "--hypothesis-profile=ci", *pairs.values()]
        status = int(pytest.main(arguments, plugins=[Contexts(measured)]))
        measured.stop()
        report = Path(folder) / "report.json"
        gaps = [judge(measured, report, file, test) for file, test in pairs.items()]
    return status, [gap for gap in gaps if gap.lines or gap.jumps]


def judge(measured: coverage.Coverage, report: Path, file: str, test: str) -> Gap:
    """Return what a file's own tests do not reach of it.

    Args:
        measured: What was run, each test file in its context.
        report: A file to write and read again: coverage gives its findings in no other public way.
        file: The file to judge.
        test: Its test file.
    """
    own = [f"^{_IMPORTED}$", f"^{re.escape(test)}$"]
    measured.json_report(morfs=[file], outfile=str(report), contexts=own)
    (found,) = json.loads(report.read_text("utf-8"))["files"].values()
    jumps = [(start, end) for start, end in found["missing_branches"]]
    return Gap(file, test, found["missing_lines"], jumps)


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else ""


if __name__ == "__main__":
    sys.exit(main())
