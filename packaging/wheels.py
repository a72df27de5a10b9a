"""Is there a wheel of every locked package for every system that an installer is built for?

`packaging/check.py --wheels` asks the package index; nothing is installed. uv picks the files, with
each target's own markers: pip's --platform would judge the markers by the computer that it runs on.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lock import RUN_LOCK, find_uv

_OLDEST_MACOS = "13.0"


@dataclass(frozen=True)
class Target:
    """A system, a processor and a Python.

    Attributes:
        name: For a person.
        platform: As uv names it.
        python: The Python that is shipped; on Linux it is the system's.
    """

    name: str
    platform: str
    python: str = "3.13"


TARGETS = (
    Target("macOS 13, Apple silicon", "aarch64-apple-darwin"),
    Target("macOS 13, Intel", "x86_64-apple-darwin"),
    Target("Windows, x64", "x86_64-pc-windows-msvc"),
    Target("Debian 12", "x86_64-manylinux_2_36", "3.11"),
    Target("Ubuntu 24.04", "x86_64-manylinux_2_39", "3.12"),
    Target("Debian 13", "x86_64-manylinux_2_40", "3.13"),
)


def main() -> int:
    """Ask for every target and print what is lacking.

    Returns:
        0 if nothing is.
    """
    with tempfile.TemporaryDirectory() as folder:
        uv = find_uv(Path(folder))
        lacking = [target for target in TARGETS if not ask(uv, target, RUN_LOCK)]
    print(f"{len(TARGETS) - len(lacking)} of {len(TARGETS)} targets have every wheel")
    return 1 if lacking else 0


def ask(uv: str, target: Target, lock: Path) -> bool:
    """Print whether a target has a wheel of every package of a lock.

    Args:
        uv: The program.
        target: The system.
        lock: The packages, with hashes.
    """
    with tempfile.TemporaryDirectory() as empty:
        done = subprocess.run(
            command(uv, target, lock, Path(empty)),
            env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": _OLDEST_MACOS},
            capture_output=True,
            text=True,
            check=False,
        )
    said = done.stderr.strip().splitlines()
    print(f"{target.name}, Python {target.python}: {'well' if done.returncode == 0 else 'lacking'}")
    if done.returncode:
        print("\n".join(f"    {line}" for line in said))
    return done.returncode == 0


def command(uv: str, target: Target, lock: Path, empty: Path) -> list[str]:
    """Return what asks uv which files it would install for a target."""
    where = [f"--python-platform={target.platform}", f"--python-version={target.python}"]
    exact = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-config"]
    return [uv, "pip", "install", "--dry-run", f"--target={empty}", *where, *exact, "-r", str(lock)]
