"""Figures of the window, as rows for RESULTS.md.

    python -m tests.bench.window start [RUNS]     from the command to a window that can be used
    python -m tests.bench.window half             the same, once, on half a core with cold caches
    python -m tests.bench.window page [RUNS]      CPU of the page, against the same, headless

Needs what the tests need (``packaging/start.py --test`` sets it up); ``half`` needs root and
Linux's control groups.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.spine import _ANSWER, _cpu
from tests.e2e.desktop import Desktop, windowed
from tests.e2e.people import interview, running, serving, spoken
from tests.screen import Screen
from tests.sound import Sound

_GROUP = Path("/sys/fs/cgroup/cpu/fairhearing-half-a-core")


def main(what: str, runs: int) -> None:
    """Print the figures."""
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.platform()} · {os.cpu_count()} cores")
    print(f"Python {platform.python_version()}\n")
    with (
        tempfile.TemporaryDirectory() as scratch,
        Sound(Path(scratch) / "s") as sound,
        Screen(Path(scratch) / "x") as screen,
    ):
        folder = Path(scratch)
        match what:
            case "start":
                for number in range(runs + 1):
                    seconds = _start(sound, screen, folder / f"w{number}")
                    print(f"start, {'first' if number == 0 else 'warm'}: {_times(seconds)}")
            case "half":
                with _half_a_core():
                    Path("/proc/sys/vm/drop_caches").write_text("3")
                    print(f"half a core, cold: {_times(_start(sound, screen, folder / 'w'))}")
            case "page":
                _page(sound, screen, folder, runs)


def _start(sound: Sound, screen: Screen, folder: Path) -> tuple[float, float]:
    """Return the seconds to a page that is drawn, and to one on which only the consent lacks."""
    folder.mkdir()
    began = time.monotonic()
    with windowed(sound, screen, folder, "--data", str(folder / "d"), bare=True) as desktop:
        shown = desktop.until(lambda seen: "Begin practice" in seen["things"], "the window")
        usable = desktop.until_text("Tick the box")
    return shown["t"] - began, usable["t"] - began


def _times(seconds: tuple[float, float]) -> str:
    return f"drawn after {seconds[0]:.2f} s, usable after {seconds[1]:.2f} s"


@contextmanager
def _half_a_core() -> Iterator[None]:
    """Let this process and its children have half a core."""
    _GROUP.mkdir()
    home = _GROUP.parent
    (_GROUP / "cpu.cfs_quota_us").write_text("50000")
    (_GROUP / "cpu.cfs_period_us").write_text("100000")
    (_GROUP / "tasks").write_text(str(os.getpid()))
    try:
        yield
    finally:
        for task in (_GROUP / "tasks").read_text().split():
            (home / "tasks").write_text(task)
        _GROUP.rmdir()


def _page(sound: Sound, screen: Screen, folder: Path, runs: int) -> None:
    """Print the CPU of one spoken answer, in the window and headless, against the same server."""
    (answer,) = spoken(folder, _ANSWER)
    with serving(folder) as server:
        for number in range(1, runs + 1):
            headless = interview(server, folder / f"h{number}")
            with running(sound, *headless, key=server.key) as application:
                application.until(kind="state", floor="open", link="up")
                with _cpu(application.process.pid) as used:
                    sound.speak(answer).wait(60)
                print(f"headless, run {number}: {used[0]:.1f} % of one core")
            there = folder / f"p{number}"
            there.mkdir()
            own = ("--server", server.url, "--ca", server.ca, "--data", str(there / "d"))
            with windowed(
                sound, screen, there, *own, "--mic", "mic", "--speaker", "speaker", key=server.key
            ) as desktop:
                _to_the_first_question(desktop)
                with _cpu(desktop.process.pid) as used:
                    sound.speak(answer).wait(60)
                print(f"in the window, run {number}: {used[0]:.1f} % of one core")
                desktop.until_text("Question 2")
                desktop.until_word("Your turn")
                desktop.click("Leave")
                desktop.click("Leave the interview")
                desktop.click("Close")
                desktop.end()
            for log in (there / "d" / "logs").iterdir():
                for line in log.read_text().splitlines():
                    if "the loop" in line:
                        print(f"  {line}")


def _to_the_first_question(desktop: Desktop) -> None:
    desktop.click("Interview with Gemini")
    desktop.click("I know that I talk")
    desktop.click("Begin the interview")
    desktop.until_word("Your turn")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3)
