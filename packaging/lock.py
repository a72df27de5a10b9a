#!/usr/bin/env python3
"""Write requirements.txt, -test.txt and -build.txt: the exact packages of this project.

    python3 packaging/lock.py                 after a change in pyproject.toml; keeps known versions
    python3 packaging/lock.py --upgrade       takes the newest versions that pyproject.toml allows

The files serve Linux, macOS and Windows and Python 3.11 to 3.13: each package with the hashes of
all its files, and a marker where it is not for all. requirements.txt and requirements-test.txt are
made from pyproject.toml; the second holds what the tests need besides. requirements-build.txt is
for an environment of its own: Briefcase, which cannot share one with the application, and what
checks the workflows and asks for advisories. The work is done by `uv pip compile --universal`, with
uv from the PATH or, if there is none, installed into a folder that is thrown away.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "pyproject.toml"
RUN_LOCK = ROOT / "packaging/requirements.txt"
TEST_LOCK = ROOT / "packaging/requirements-test.txt"
BUILD_LOCK = ROOT / "packaging/requirements-build.txt"
# Briefcase exactly: tests/packaging look into what this version makes of our settings.
BUILD_NEEDS = (
    *("briefcase==0.4.7", "pip>=25", "check-jsonschema>=0.31", "zizmor>=1.5"),
    "pip-audit>=2.10",
)
HEADER = "# Made by packaging/lock.py from pyproject.toml. Do not edit.\n"
BUILD_HEADER = "# Made by packaging/lock.py from its BUILD_NEEDS. Do not edit.\n"
# No index's address, no sources to build: whoever installs brings the index.
FLAGS = ("--universal", "--python-version=3.11", "--generate-hashes", "--only-binary=:all:")
PLAIN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-config", "--quiet")
# "name==1.2 ; marker \" and its indented hashes, up to the next name.
_ENTRY = re.compile(r"^[A-Za-z0-9][^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)


def main(argv: list[str]) -> int:
    """Write the files.

    Raises:
        subprocess.CalledProcessError: If uv cannot resolve them; it says why.
    """
    upgrade = ["--upgrade"] if argv == ["--upgrade"] else []
    if argv != upgrade:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        uv = find_uv(Path(folder))
        runtime = compile_lock(uv, Path(folder) / "run.txt", upgrade)
        # Resolved on top of the first, so that a package has one version in both.
        everything = compile_lock(
            uv, Path(folder) / "test.txt", ["--extra=test", *upgrade], runtime
        )
        needs = Path(folder) / "needs.txt"
        needs.write_text("".join(f"{need}\n" for need in BUILD_NEEDS), "utf-8")
        building = compile_lock(uv, Path(folder) / "build.txt", upgrade, source=needs)
    RUN_LOCK.write_text(HEADER + runtime, "utf-8")
    TEST_LOCK.write_text(HEADER + besides(everything, runtime), "utf-8")
    BUILD_LOCK.write_text(BUILD_HEADER + building, "utf-8")
    return 0


def find_uv(folder: Path) -> str:
    """Return the uv on the PATH, or install one into a folder."""
    found = shutil.which("uv")
    if found:
        return found
    venv.create(folder / "uv", with_pip=True)
    programs = folder / "uv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
    return str(programs / "uv")


def compile_lock(
    uv: str,
    output: Path,
    flags: list[str],
    seed: str | None = None,
    source: Path = PROJECT,
) -> str:
    """Return the lock that uv makes of pyproject.toml, or of another list of needs.

    Args:
        uv: The program.
        output: A file that uv may write.
        flags: More flags for uv.
        seed: A lock whose versions must not change; without it, today's are kept where possible.
        source: The list of needs.
    """
    locks = (RUN_LOCK, TEST_LOCK) if source == PROJECT else (BUILD_LOCK,)
    old = [lock.read_text("utf-8") for lock in locks if lock.is_file()]
    output.write_text("".join(old), "utf-8")
    if seed is not None:
        fixed = output.with_name("fixed.txt")
        fixed.write_text("".join(f"{entry.splitlines()[0][:-2]}\n" for entry in entries(seed)))
        flags = [*flags, f"--constraint={fixed}"]
    command = [uv, "pip", "compile", str(source), f"--output-file={output}"]
    subprocess.run([*command, *FLAGS, *PLAIN, *flags], cwd=ROOT, check=True)
    return output.read_text("utf-8")


def entries(lock: str) -> list[str]:
    """Return a lock's packages, each with its marker and hashes, as they stand in the text."""
    return _ENTRY.findall(lock)


def besides(everything: str, runtime: str) -> str:
    """Return the packages of a lock that are not in another.

    Raises:
        ValueError: If a package is in both in different ways, which pip would refuse.
    """
    known = set(entries(runtime))
    rest = [entry for entry in entries(everything) if entry not in known]
    names = {entry.split("==")[0] for entry in known}
    clash = [entry.split("==")[0] for entry in rest if entry.split("==")[0] in names]
    if clash:
        raise ValueError(f"locked in two ways, for the tests and without: {', '.join(clash)}")
    return "".join(rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
