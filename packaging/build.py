#!/usr/bin/env python3
r"""Build the installers with Briefcase, from briefcase.toml and [project] of pyproject.toml.

    python3.13 packaging/build.py --clean package macOS --adhoc-sign       a DMG, on a Mac
    py -3.13 packaging\build.py --clean package windows --adhoc-sign       an MSI, on Windows
    /usr/bin/python3 packaging/build.py --clean package linux system --adhoc-sign   a .deb
    python3 packaging/build.py --stage                     only lay out build/briefcase

The words after --clean are Briefcase's own command line: `create`, `build`, `run`, `package`, and
the options that `--help` after each of them shows. It runs in build/briefcase, which is laid out
anew each time, and finished installers lie in build/briefcase/dist. --clean first removes what an
earlier run built, so that nothing of it is shipped.

An installer holds exactly the packages of requirements.txt: they are downloaded once, checked by
their hashes, into build/wheels, and Briefcase sees no other index. Briefcase itself, of
requirements-build.txt, gets an environment of its own under build/, and downloads its templates
and, for macOS and Windows, a Python to ship. A .deb uses the system's Python and is built with it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import environment
import plan_type
from lock import RUN_LOCK, entries
from step import ROOT, SetupFailed, explain, run

STAGE = ROOT / "build/briefcase"
WHEELS = ROOT / "build/wheels"
SHIPPED_PYTHON = (3, 13)  # the newest that every dependency has wheels for
SYSTEM_PYTHON = Path("/usr/bin/python3")
_COPIED = ("app", "resources", "LICENSE", "CHANGELOG.md")
# What Briefcase reads of [project]; the dependencies are replaced by the lock's.
_PROJECT = (
    *("name", "version", "description", "license", "license-files", "authors"),
    "requires-python",
)
_FLAGS = {"--clean", "--stage"}


def main(argv: list[str]) -> int:
    """Do what the command line asks; see the top of this file.

    Returns:
        Briefcase's exit status, or 1 if it could not be started, or 2.
    """
    flags = {word for word in argv if word in _FLAGS}
    words = [word for word in argv if word not in _FLAGS]
    if words[:1] in (["-h"], ["--help"]) or not argv:
        print(__doc__)
        return 0 if argv else 2
    try:
        if flags != {"--stage"}:
            check_python(words)
            environment.provide_workshop()
            gather_wheels()
        if "--clean" in flags:
            remove_built()
        stage()
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain("laying out build/briefcase", str(error)), file=sys.stderr)
        return 1
    if not words:
        return 0
    return make(words)


def make(words: list[str]) -> int:
    """Let Briefcase do what the words say; into a .deb goes what Briefcase leaves out of it.

    Returns:
        Briefcase's exit status.
    """
    if "linux" not in words or words[0] not in {"build", "package"} or {"-h", "--help"} & {*words}:
        return briefcase(words).returncode
    if words[0] == "build" or not plan_type.desktop_files(STAGE):
        status = briefcase(building(words)).returncode
        if status:
            return status
    kinds = plan_type.kinds_of(ROOT / "briefcase.toml")
    for desktop_file in plan_type.desktop_files(STAGE):
        plan_type.add(desktop_file, kinds)
    return briefcase(words).returncode if words[0] == "package" else 0


def building(words: list[str]) -> list[str]:
    """Return the words that build what others package: without what only a package knows."""
    known = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    known.add_argument("--adhoc-sign", action="store_true")
    known.add_argument("-i", "--identity")
    known.add_argument("-p", "--packaging-format")
    return ["build", *known.parse_known_args(words[1:])[1]]


def check_python(words: list[str]) -> None:
    """Refuse a Python with which the installer would not be the one that is meant.

    Raises:
        SetupFailed: If it is another one.
    """
    this = f"This is Python {platform.python_version()} ({sys.executable})."
    if "linux" in words:
        asked = [str(SYSTEM_PYTHON), "-c", "import sys; print(sys.version)"]
        there = subprocess.run(asked, capture_output=True, text=True, check=False)
        if there.stdout.strip() != sys.version:
            raise SetupFailed(
                f"A .deb uses the system's Python, and is built with it. {this}\n"
                f"Run {SYSTEM_PYTHON} packaging/build.py {' '.join(words)}"
            )
    elif {"macOS", "windows"} & {*words} and sys.version_info[:2] != SHIPPED_PYTHON:
        named = "{}.{}".format(*SHIPPED_PYTHON)
        raise SetupFailed(
            f"The installers ship the Python that they are built with, and that is {named}. {this}"
        )


def joined(project: dict[str, object], settings: str, pins: list[str]) -> str:
    """Return the pyproject.toml that Briefcase reads.

    Args:
        project: The table [project].
        settings: The text of briefcase.toml.
        pins: What the application needs, exactly.
    """
    chosen = {key: project[key] for key in _PROJECT if key in project}
    chosen["dependencies"] = pins
    lines = [f"{key} = {as_toml(value)}" for key, value in chosen.items()]
    return "\n".join(["[project]", *lines, "", settings])


def as_toml(value: object) -> str:
    """Return a text, or a list or table of such, as TOML on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {as_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    assert isinstance(value, str), "nothing else stands in what is copied"
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML string


def pins_of(lock: str) -> list[str]:
    """Return a lock's packages, each with its version and marker, without the hashes."""
    return [entry.splitlines()[0].rstrip("\\").strip() for entry in entries(lock)]


def stage(root: Path = ROOT, target: Path = STAGE) -> None:
    """Lay out the folder that Briefcase runs in; what it built there stays."""
    target.mkdir(parents=True, exist_ok=True)
    for name in _COPIED:
        copy = target / name
        if copy.is_dir():
            shutil.rmtree(copy)
        if (root / name).is_dir():
            shutil.copytree(root / name, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(root / name, copy)
    package = target / "fairhearing"
    package.mkdir(exist_ok=True)
    (package / "__init__.py").write_text('"""Begins the installed application."""\n', "utf-8")
    shutil.copyfile(root / "packaging/launcher.py", package / "__main__.py")
    shutil.copyfile(root / "packaging/fairhearing.1", target / "fairhearing.1")
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    settings = (root / "briefcase.toml").read_text("utf-8")
    pins = pins_of((root / RUN_LOCK.relative_to(ROOT)).read_text("utf-8"))
    (target / "pyproject.toml").write_text(joined(project, settings, pins), "utf-8")


def remove_built() -> None:
    """Remove what an earlier run built, finished installers too."""
    for name in ("build", "dist", ".briefcase"):
        shutil.rmtree(STAGE / name, ignore_errors=True)


def gather_wheels() -> None:
    """Make build/wheels hold the wheels of the lock for this computer, checked by their hashes.

    Raises:
        SetupFailed: If one of them cannot be had.
    """
    made_of = f"{sys.version}\n{platform.platform()}\n{RUN_LOCK.read_text('utf-8')}"
    noted = WHEELS / "made-of.txt"
    if noted.is_file() and noted.read_text("utf-8") == made_of:
        return
    shutil.rmtree(WHEELS, ignore_errors=True)
    WHEELS.mkdir(parents=True)
    pip = [environment.WORKSHOP.python, "-m", "pip", "download", "--disable-pip-version-check"]
    exact = ["--no-deps", "--require-hashes", "--only-binary=:all:", f"--requirement={RUN_LOCK}"]
    # Briefcase will ask for wheels that run on the oldest macOS that we promise.
    oldest = f"--platform=macosx_13_0_{platform.machine()}"
    for_mac = [oldest] if sys.platform == "darwin" else []
    run("downloading the wheels", *pip, *exact, *for_mac, f"--dest={WHEELS}")
    noted.write_text(made_of, "utf-8")


def briefcase(words: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Run Briefcase in the laid out folder, with our wheels as the only index."""
    there = WHEELS.as_uri()  # pip would take a path with a space in it for two
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": there, "PIP_CONFIG_FILE": os.devnull}
    command = [environment.WORKSHOP.python, "-m", "briefcase", *words]
    sys.stdout.flush()
    return subprocess.run(command, cwd=STAGE, env={**os.environ, **index}, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
