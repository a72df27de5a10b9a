"""The folder .venv: the exact packages of the locks, and the application of this checkout.

An environment's file set-up.txt tells what it was made of, one line each: the Python, the folder it
was made in (it cannot be moved), the hash of each lock. It says "unfinished" until everything is
there, so that an interrupted set-up is seen, and made again, by the next run.

The installers are built in an environment of their own (build.py), which is made by the same rules.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from step import ROOT, SetupFailed, explain, run

RUN_LOCK = ROOT / "packaging/requirements.txt"
TEST_LOCK = ROOT / "packaging/requirements-test.txt"
BUILD_LOCK = ROOT / "packaging/requirements-build.txt"
_UNFINISHED = "unfinished\n"
_DISK_BYTES = 1_000_000_000  # .venv takes about 500 MB, and pip unpacks beside it


@dataclass(frozen=True)
class Environment:
    """A folder with a Python of its own that holds exactly the packages of some locks."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def provide(self, locks: list[Path]) -> bool:
        """Make it hold the packages of the locks; do nothing if it does.

        Returns:
            Whether anything was done. The caller may have more to do, and calls ``finish`` then.

        Raises:
            SetupFailed: If that cannot be done.
            OSError: If a file of it cannot be written.
        """
        origin, contents = self._origin(), [_line(lock) for lock in locks]
        present = self._present(origin)
        if self.python.exists() and {*origin, *contents} <= {*present}:
            return False
        if shutil.disk_usage(ROOT).free < _DISK_BYTES:
            raise SetupFailed(explain(f"making {self.folder}", "There is not enough free space."))
        if not self.python.exists() or not {*origin} <= {*present}:
            self._make_anew()
        self._state.write_text(_UNFINISHED, "utf-8")
        self._install(locks)
        return True

    def finish(self, locks: list[Path]) -> None:
        """Note that it is whole."""
        lines = [*self._origin(), *(_line(lock) for lock in locks)]
        self._state.write_text("\n".join(lines) + "\n", "utf-8")

    @property
    def _state(self) -> Path:
        return self.folder / "set-up.txt"

    def _origin(self) -> list[str]:
        return ["python {}.{}".format(*sys.version_info), f"folder {ROOT}"]

    def _present(self, origin: list[str]) -> list[str]:
        """Return what it says that it holds; one made by hand with this Python may be used."""
        if self._state.is_file():
            return self._state.read_text("utf-8").splitlines()
        config = self.folder / "pyvenv.cfg"
        version = " = {}.{}.".format(*sys.version_info)
        return origin if config.is_file() and version in config.read_text("utf-8") else []

    def _make_anew(self) -> None:
        """Make an empty environment in place of what an earlier set-up left."""
        if self.folder.exists() and not self._state.is_file() and any(self.folder.iterdir()):
            raise SetupFailed(
                f"{self.folder} was not made by this script and does not fit this Python "
                f"({sys.executable}). Move it away, then run this again."
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        self._state.write_text(_UNFINISHED, "utf-8")  # before the rest, to be known for ours
        for left in self.folder.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            elif left != self._state:
                left.unlink()
        run(f"making {_short(self.folder)}", sys.executable, "-m", "venv", self.folder)

    def _install(self, locks: list[Path]) -> None:
        """Install exactly what the locks name, each file checked by its hash, none built."""
        pip = [self.python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        # The locks are whole, so there is nothing to resolve; and pip before 23.3 would look for
        # "google-auth[requests]" past the pin of google-auth (pypa/pip 9644) and refuse its hash.
        exact = ["--no-deps", "--require-hashes", "--only-binary=:all:"]
        files = [word for lock in locks for word in ("--requirement", lock)]
        run("installing the Python packages", *pip, *exact, *files, PIP_USER="0")


VENV = ROOT / ".venv"
OURS = Environment(VENV)
PYTHON = OURS.python
# By the whole version: Briefcase builds a .deb only with the very Python of the system.
WORKSHOP = Environment(ROOT / "build/venv-{}.{}.{}".format(*sys.version_info))


def provide(*, testing: bool) -> None:
    """Make .venv hold the packages of the locks; do nothing if it does.

    Args:
        testing: Whether the tests' packages are needed too, and what the installers are built with.

    Raises:
        SetupFailed: If that cannot be done.
        OSError: If a file of it cannot be written.
    """
    locks = [RUN_LOCK, TEST_LOCK] if testing else [RUN_LOCK]
    if OURS.provide(locks):
        _link_application()
        OURS.finish(locks)
    if testing:
        try:
            provide_workshop()
        except SetupFailed as failure:  # all other tests can run: these say why they do not
            print(f"{failure}\nThe tests of the installers are skipped.", file=sys.stderr)


def provide_workshop() -> None:
    """Make the environment in which installers are built and the workflows are checked.

    Raises:
        SetupFailed: If that cannot be done.
        OSError: If a file of it cannot be written.
    """
    if WORKSHOP.provide([BUILD_LOCK]):
        WORKSHOP.finish([BUILD_LOCK])


def _line(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _short(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix() if folder.is_relative_to(ROOT) else str(folder)


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
