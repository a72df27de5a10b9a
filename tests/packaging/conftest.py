"""The scripts under packaging/ are no package: they find each other as files of one folder."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "packaging"
sys.path.append(str(SCRIPTS))  # last, so that it hides nothing that is installed

APPLICATION = """
import os, signal, sys
if sys.argv[1:] == ["wait"]:
    try:
        sys.stdout.write("waiting\\n")
        sys.stdout.flush()
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(5)
sys.stdout.write(f"app {sys.argv[1:]} in {os.getcwd()} of {os.getppid()}\\n")
sys.exit(3)
"""


class Checkout:
    """A small checkout of its own, whose application prints its arguments and exits with 3."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(SCRIPTS, root / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        for lock in ("requirements.txt", "requirements-test.txt", "requirements-build.txt"):
            (root / "packaging" / lock).write_text("# nothing\n", "utf-8")
        (root / "app").mkdir()
        (root / "app/__init__.py").touch()
        (root / "app/__main__.py").write_text(APPLICATION, "utf-8")

    def start(
        self, *args: str, merged: bool = False, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run start.py as a person would, from another folder; merged: errors to its output."""
        return subprocess.run(
            [sys.executable, str(self.root / "packaging/start.py"), *args],
            cwd=self.root.parent,
            env={**os.environ, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            text=True,
            check=False,
        )

    def interrupt(self, *args: str, after: str) -> tuple[int, str]:
        """Run start.py, press Ctrl-C once it has printed this, return its status and errors."""
        with subprocess.Popen(
            [sys.executable, str(self.root / "packaging/start.py"), *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as child:
            try:
                assert child.stdout.read(len(after)) == after
                os.killpg(child.pid, signal.SIGINT)  # as a terminal does
                errors = child.communicate(timeout=30)[1]
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
        return child.returncode, errors


@pytest.fixture(scope="session")
def workshop() -> Path:
    """Return the Python with Briefcase, which `start.py --test` makes; here, if it is not there."""
    import environment

    try:
        environment.provide_workshop()
    except environment.SetupFailed as failure:
        pytest.skip(f"no environment for Briefcase: {failure}")
    return environment.WORKSHOP.python


@pytest.fixture(scope="session")  # its .venv takes seconds to make
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("a folder") / "check out")


@pytest.fixture
def fresh_checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "fresh")


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return what makes a program by a name, in a folder to set as the PATH."""

    def make(name: str, script: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (folder / name).chmod(0o755)
        return folder

    return make
