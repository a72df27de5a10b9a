"""Takes something away from what a process finds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.commands import Ended


def farm(source: Path, target: Path, *, without: set[str]) -> None:
    """Make a folder of links to the files of another one, but for some of them."""
    for folder, _, names in os.walk(source):
        made = target / Path(folder).relative_to(source)
        made.mkdir(parents=True)
        for name in names:
            if name not in without:
                (made / name).symlink_to(Path(folder) / name)


def run_in(tree: Path, *argv: str, env: dict[str, str]) -> Ended:
    """Run a command of the application that lies in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *argv],
        cwd=tree,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
