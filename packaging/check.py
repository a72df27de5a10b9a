#!/usr/bin/env python3
"""Run every check: format, lint, types, walls between the rooms, all tests, coverage of the core.

    python3 packaging/start.py --test                  set up, then all of it
    .venv/bin/python packaging/check.py                all of it
    .venv/bin/python packaging/check.py --quick        without the end-to-end tests
    .venv/bin/python packaging/check.py --only tests -- tests/core -k backoff
    .venv/bin/python packaging/check.py --mutants      only: is every deliberate breakage caught?
    .venv/bin/python packaging/check.py --wheels       only: can every installer be built? (network)

Every step runs, even if one before it failed. The exit status is 0 if all are well. The shape of
files and functions is a test like any other: tests/test_shape.py.

The end-to-end tests are a step of their own, one at a time: they keep a machine busy and listen to
what it does. All others run on every core, one file on one core.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import wheels

ROOT = Path(__file__).resolve().parent.parent
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
_SUMMARY = re.compile(r"\d+ (?:passed|failed|error|skipped|deselected).* in [\d.]+s")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def main(argv: list[str]) -> int:
    """Run the steps that the command line asks for.

    Returns:
        0 if all of them are well, 1 if not.
    """
    asked = parse(argv)
    if asked.mutants:
        return run([sys.executable, "-m", "tests.sim.mutants"])[0]
    if asked.wheels:
        return wheels.main()
    failed, summaries = [], []
    for name, command in steps(asked.pytest, quick=asked.quick).items():
        if asked.only and name not in asked.only:
            continue
        print(f"== {name}", flush=True)
        started = time.monotonic()
        status, last_summary = run(command)
        if name in {"tests", "e2e"} and last_summary:
            summaries.append(last_summary)
        failed += [name] if status else []
        verdict = "failed" if status else "well"
        print(f"== {name}: {verdict}, {time.monotonic() - started:.1f} s\n", flush=True)
    if failed:
        print("\n".join([*summaries, f"failed: {', '.join(failed)}", *total_of(summaries)]))
        return 1
    print("\n".join(["every step is well", *summaries, *total_of(summaries)]))
    return 0


def parse(argv: list[str]) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="check.py", description="Run every check.")
    parser.add_argument("--quick", action="store_true", help="leave out the end-to-end tests")
    parser.add_argument("--only", action="append", choices=list(steps([])), help="this step only")
    parser.add_argument("--mutants", action="store_true", help="only the deliberate breakages")
    parser.add_argument("--wheels", action="store_true", help="only whether wheels are there")
    parser.add_argument("pytest", nargs="*", metavar="-- PYTEST_ARGUMENTS")
    return parser.parse_args(argv)


def steps(pytest_arguments: list[str], *, quick: bool = False) -> dict[str, list[str]]:
    """Return each step's name and the command that it runs, in order."""
    python = [sys.executable, "-m"]
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    pytest = [*python, "pytest", *colour]
    if pytest_arguments:
        chosen = ["-m", "not e2e"] if quick else []
        tests = {"tests": [*pytest, *chosen, *pytest_arguments]}
    else:
        cores = str(min(os.cpu_count() or 1, 4))
        tests = {
            "tests": [*pytest, "-n", cores, "--dist", "loadfile", "-m", "not e2e"],
            "e2e": [*pytest, "-m", "e2e"],
        }
    if quick:
        tests.pop("e2e", None)
    return {
        "format": [*python, "ruff", "format", "--check", "."],
        "lint": [*python, "ruff", "check", "."],
        "types": [*python, "mypy"],
        "walls": [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
        **tests,
        "coverage": [sys.executable, str(ROOT / "packaging/own_coverage.py")],
    }


def run(command: list[str]) -> tuple[int, str]:
    """Run one step in the checkout and show what it prints as it comes.

    Returns:
        Its exit status, and the last line in which pytest counts tests, or "".
    """
    with subprocess.Popen(
        command, bufsize=0, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        assert child.stdout is not None  # it is a pipe
        printed = b""
        while chunk := child.stdout.read(65536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            printed += chunk
    return child.returncode, summary_of(printed.decode("utf-8", "replace"))


def total_of(summaries: list[str]) -> list[str]:
    """Return the sum of what pytest counted, as a line for a CI to read; none without a count."""
    sums = dict.fromkeys(("passed", "failed", "skipped"), 0)
    for number, word in (found for line in summaries for found in _COUNT.findall(line)):
        sums[word if word in sums else "failed"] += int(number)
    line = f"tests: {sums['passed']} passed, {sums['failed']} failed, {sums['skipped']} skipped"
    return [line] if summaries else []


def summary_of(printed: str) -> str:
    """Return the last line in which pytest counts tests, without colours; "" if there is none."""
    lines = _COLOUR.sub("", printed).splitlines()
    return next((line for line in reversed(lines) if _SUMMARY.search(line)), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
