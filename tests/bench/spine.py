"""Figures of a whole interview on a real sound device, as rows for RESULTS.md.

    python -m tests.bench.spine [RUNS]

Needs what the tests need (``packaging/start.py --test`` sets it up). The application is measured as
a process of its own, against a server in another, and once more with the server inside it.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from tests.e2e.people import Application, answer_each, interview, running, serving, spoken
from tests.sound import Sound, wait_until

_TICKS = os.sysconf("SC_CLK_TCK")
_ANSWER = (
    "I have always enjoyed taking things apart to see how they work, and when I was fourteen I "
    "repaired the radio of our neighbour, who then told everybody in the street about it. Since "
    "then people have brought me lamps, kettles, clocks and once even a church organ."
)
_LOUD = 300


def main(runs: int) -> None:
    """Print the figures, of so many interviews against a server and others."""
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.platform()} · {os.cpu_count()} cores")
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as scratch, Sound(Path(scratch) / "s") as sound:
        folder = Path(scratch)
        answers = spoken(folder, _ANSWER, _ANSWER, _ANSWER)
        with serving(folder) as server:
            for number in range(1, runs + 1):
                arguments = interview(server, folder / f"d{number}")
                with running(sound, *arguments, key=server.key) as application:
                    _report(f"against a server, run {number}", sound, application, answers)
        inside = ("practice", "--data", str(folder / "p"), "--mic", "mic", "--speaker", "speaker")
        with running(sound, *inside) as application:
            _report("practice, the server inside", sound, application, answers)
        for number in range(1, runs + 1):
            print(f"command to the first word, run {number}: {_first_word(sound, folder):.2f} s")


def _report(name: str, sound: Sound, application: Application, answers: list[Path]) -> None:
    application.until(kind="state", floor="open", link="up")  # imports and greeting are over
    with _cpu(application.process.pid) as used:
        sound.speak(answers[0]).wait(60)
    answer_each(application, sound, answers[1:])
    memory = _resident_mb(application.process.pid)
    figures = application.result()["figures"]
    print(f"{name}")
    print(f"  CPU while the candidate speaks: {used[0]:.1f} % of one core")
    print(f"  resident: {memory:.0f} MB")
    for key, value in figures.items():
        print(f"  {key}: {value}")


@contextmanager
def _cpu(pid: int) -> Iterator[list[float]]:
    """Give, when it is left, the share of one core that a process used, in percent."""
    share = [0.0]
    began, before = time.monotonic(), _cpu_s(pid)
    yield share
    share[0] = 100 * (_cpu_s(pid) - before) / (time.monotonic() - began)


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _first_word(sound: Sound, folder: Path) -> float:
    """Return the time from the command to the first sound at the loudspeaker, in seconds."""
    command = [
        *(sys.executable, "-m", "app", "practice", "--headless", "--consent"),
        *("--data", str(folder / "first"), "--mic", "mic", "--speaker", "speaker"),
    ]
    with sound.listen() as heard:
        skipped = heard.samples().size
        began = time.monotonic()
        process = subprocess.Popen(command, env=sound.env, stdout=subprocess.DEVNULL)

        def is_heard() -> bool:
            return bool(np.any(np.abs(heard.samples()[skipped:]) > _LOUD))

        wait_until(is_heard, "the first word")
        took = time.monotonic() - began
        process.terminate()
        process.wait(20)
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
