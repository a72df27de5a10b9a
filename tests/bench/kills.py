"""Kill practice interviews at random moments, go on with each, and judge every one.

    .venv/bin/python -m tests.bench.kills                       200 kills, two at a time
    .venv/bin/python -m tests.bench.kills --kills 400 --at 3    more, three at a time

Each kill is a seed, whose outcome is a line of the results file: a run that was stopped goes on
where it was. It takes about 20 s a kill, so run it detached (``setsid nohup ... &``). What fails
keeps its folder, and the seed plays it again: ``--only SEED``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.e2e.crash import kill_and_go_on
from tests.e2e.outcome import table
from tests.e2e.people import serving

_RESULTS = Path(tempfile.gettempdir()) / "fairhearing-kills.jsonl"


def main(argv: Sequence[str]) -> int:
    """Run what is not done yet; return 0 if all are well."""
    parser = argparse.ArgumentParser(prog="kills", description="Kill, go on, judge.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--at", type=int, default=2, help="how many at a time")
    parser.add_argument("--only", type=int, help="this seed alone")
    parser.add_argument("--results", type=Path, default=_RESULTS)
    asked = parser.parse_args(argv)
    known = _read(asked.results)
    wanted = range(asked.kills) if asked.only is None else [asked.only]
    todo = [seed for seed in wanted if asked.only is not None or seed not in known]
    with ProcessPoolExecutor(asked.at) as pool, asked.results.open("a") as file:
        for done in as_completed([pool.submit(one, seed) for seed in todo]):
            row = done.result()
            known[row["seed"]] = row
            print(json.dumps(row), file=file, flush=True)
            print(row, flush=True)
    rows = [known[seed] for seed in wanted]
    failed = [row for row in rows if "failed" in row]
    print(table([row for row in rows if "failed" not in row]))
    print(f"failed: {[row['seed'] for row in failed]}")
    return 1 if failed else 0


def one(seed: int) -> dict[str, Any]:
    """Return the outcome of one seed, or why it failed."""
    folder = Path(tempfile.mkdtemp(prefix=f"kill-{seed}-"))
    try:
        with serving(folder) as server:
            row = kill_and_go_on(server, folder / "interview", seed).as_row()
    except Exception:  # noqa: BLE001  # it is a result
        return {"seed": seed, "failed": traceback.format_exc(), "folder": str(folder)}
    shutil.rmtree(folder)
    return row


def _read(path: Path) -> dict[int, dict[str, Any]]:
    if not path.exists():
        return {}
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return {row["seed"]: row for row in rows}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
