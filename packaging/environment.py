"""The folder .venv: the exact packages of the locks, and the application of this checkout.

Its file set-up.txt tells what .venv was made of, one line each: the Python, the folder it was made
in (a .venv cannot be moved), the hash of each lock. It says "unfinished" until everything is there,
so that an interrupted set-up is seen, and made again, by the next run.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import sys
from pathlib import Path

from step import ROOT, SetupFailed, explain, run

VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STATE = VENV / "set-up.txt"
RUN_LOCK = ROOT / "packaging/requirements.txt"
TEST_LOCK = ROOT / "packaging/requirements-test.txt"
_UNFINISHED = "unfinished\n"
_DISK_BYTES = 1_000_000_000  # .venv takes about 500 MB, and pip unpacks beside it


def provide(*, testing: bool) -> None:
    """Make .venv hold the packages of the locks; do nothing if it does.

    Args:
        testing: Whether the tests' packages are needed too.

    Raises:
        SetupFailed: If that cannot be done.
        OSError: If a file of it cannot be written.
    """
    locks = [RUN_LOCK, TEST_LOCK] if testing else [RUN_LOCK]
    origin, contents = _origin(), [_line(lock) for lock in locks]
    present = _present(origin)
    if PYTHON.exists() and {*origin, *contents} <= {*present}:
        return
    if shutil.disk_usage(ROOT).free < _DISK_BYTES:
        raise SetupFailed(explain(f"making {VENV}", "There is not enough free space."))
    if not PYTHON.exists() or not {*origin} <= {*present}:
        _make_anew()
    STATE.write_text(_UNFINISHED, "utf-8")
    _install(locks)
    _link_application()
    STATE.write_text("\n".join([*origin, *contents]) + "\n", "utf-8")


def _origin() -> list[str]:
    return ["python {}.{}".format(*sys.version_info), f"folder {ROOT}"]


def _line(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _present(origin: list[str]) -> list[str]:
    """Return what .venv says that it holds; one made by hand with this Python may be used."""
    if STATE.is_file():
        return STATE.read_text("utf-8").splitlines()
    config = VENV / "pyvenv.cfg"
    version = " = {}.{}.".format(*sys.version_info)
    return origin if config.is_file() and version in config.read_text("utf-8") else []


def _make_anew() -> None:
    """Make an empty .venv in place of what an earlier set-up left."""
    if VENV.exists() and not STATE.is_file() and any(VENV.iterdir()):
        raise SetupFailed(
            f"{VENV} was not made by this script and does not fit this Python "
            f"({sys.executable}). Move it away, then run this again."
        )
    VENV.mkdir(exist_ok=True)
    STATE.write_text(_UNFINISHED, "utf-8")  # before the rest, so that it is known for ours
    for left in VENV.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left != STATE:
            left.unlink()
    run("making .venv", sys.executable, "-m", "venv", VENV)


def _install(locks: list[Path]) -> None:
    """Install exactly what the locks name, each file checked by its hash, none of them built."""
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    # The locks are whole, so there is nothing to resolve; and pip before 23.3 would look for
    # "google-auth[requests]" past the pin of google-auth (pypa/pip 9644) and refuse its hash.
    exact = ["--no-deps", "--require-hashes", "--only-binary=:all:"]
    files = [word for lock in locks for word in ("--requirement", lock)]
    run("installing the Python packages", *pip, *exact, *files, PIP_USER="0")


def _link_application() -> None:
    """Let .venv find this checkout, as the package `app` and as the command `fairhearing`.

    A path file does what `pip install --editable` does without a build: no network, and no build
    tool to lock.
    """
    if os.name == "nt":
        packages, command = VENV / "Lib/site-packages", VENV / "Scripts/fairhearing.cmd"
        launcher = '@"%~dp0python.exe" -P -m app %*\n'
    else:
        packages = VENV / "lib/python{}.{}/site-packages".format(*sys.version_info)
        command = VENV / "bin/fairhearing"
        launcher = f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -P -m app "$@"\n'
    (packages / "fairhearing.pth").write_text(f"{ROOT}\n", "utf-8")
    command.write_text(launcher, "utf-8")
    command.chmod(0o755)
