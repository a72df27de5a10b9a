"""Cut the power at random moments of practice interviews, go on with each, and judge every one.

    .venv/bin/python -m tests.bench.powercuts                    50 cuts of 10 interviews
    .venv/bin/python -m tests.bench.powercuts --unsafe journal   committed with synchronous=OFF
    .venv/bin/python -m tests.bench.powercuts --unsafe sound     recordings are never synced

The unsafe ones must fail: a judge that they please is none. Each interview runs under strace; what
the cut leaves is rebuilt from its log (``tests/e2e/powercut.py``). Each interview is a seed, and
its cuts are lines of the results file: a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.e2e.crash import speech
from tests.e2e.outcome import table
from tests.e2e.people import serving
from tests.e2e.powercut import cut_and_go_on, trace

_CUTS = 5  # of each interview


_RESULTS = Path(tempfile.gettempdir()) / "fairhearing-powercuts.jsonl"


def main(argv: Sequence[str]) -> int:
    """Run what is not done yet; return 0 if all went as it should."""
    parser = argparse.ArgumentParser(prog="powercuts", description="Cut, go on, judge.")
    parser.add_argument("--interviews", type=int, default=10)
    parser.add_argument("--unsafe", choices=["journal", "sound"], default="")
    parser.add_argument("--results", type=Path, default=_RESULTS)
    asked = parser.parse_args(argv)
    rows = [json.loads(line) for line in _lines(asked.results)]
    done = {row["interview"] for row in rows}
    with asked.results.open("a") as file:
        for seed in range(asked.interviews):
            if seed in done:
                continue
            for row in play(seed, asked.unsafe):
                rows.append(row)
                print(json.dumps(row), file=file, flush=True)
                print(row, flush=True)
    failed = [row for row in rows if "failed" in row]
    print(table([row for row in rows if "failed" not in row]))
    print(f"failed: {len(failed)} of {len(rows)}")
    return int(bool(failed) != bool(asked.unsafe))


def play(seed: int, unsafe: str) -> list[dict[str, Any]]:
    """Return the outcomes of the cuts of one interview."""
    draw, rows = Random(seed), list[dict[str, Any]]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "interview"
        folder.mkdir()
        with serving(Path(scratch)) as server:
            wait_s, length_s = draw.uniform(0.2, 2.0), draw.uniform(3.0, 7.0)
            microphone = speech(folder / "first.wav", wait_s, length_s, times=2)
            # Every other journal is checkpointed often, every third interview reaches its end.
            keep = unsafe or ("often" if seed % 2 else "")
            for_s = 60.0 if seed % 3 == 2 else wait_s + length_s + 4.0
            steps = trace(server, folder, microphone, for_s, keep)
            for moment in sorted(draw.sample(range(1, len(steps) + 1), _CUTS)):
                row: dict[str, Any] = {"interview": seed, "moment": moment, "of": len(steps)}
                try:
                    row |= cut_and_go_on(server, folder, steps, moment).as_row()
                except Exception:  # noqa: BLE001  # it is a result
                    row["failed"] = traceback.format_exc()
                rows.append(row)
    return rows


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
