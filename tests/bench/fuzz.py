"""Put any bytes in the place of journals, recordings and plans, for as long as you like.

    .venv/bin/python -m tests.bench.fuzz                 40 seeds of 50 rounds
    .venv/bin/python -m tests.bench.fuzz --seeds 400     more

Each seed that is done is a line of the results file: a run that was stopped goes on where it was.
What may come out, and what may not be lost, is in ``tests/store/fuzz.py``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from tests.store.fuzz import run

_RESULTS = Path(tempfile.gettempdir()) / "fairhearing-fuzz.jsonl"


def main(argv: Sequence[str]) -> int:
    """Run what is not done yet; return 0 if all are well."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Any bytes.")
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=50, help="of each seed")
    parser.add_argument("--at", type=int, default=2, help="how many at a time")
    parser.add_argument("--results", type=Path, default=_RESULTS)
    asked = parser.parse_args(argv)
    lines = asked.results.read_text().splitlines() if asked.results.exists() else []
    rows = {row["seed"]: row for row in map(json.loads, lines)}
    todo = [seed for seed in range(asked.seeds) if seed not in rows]
    with ProcessPoolExecutor(asked.at) as pool, asked.results.open("a") as file:
        for done in as_completed([pool.submit(one, seed, asked.rounds) for seed in todo]):
            row = done.result()
            rows[row["seed"]] = row
            print(json.dumps(row), file=file, flush=True)
    failed = [row for row in rows.values() if "failed" in row]
    for row in failed:
        print(row["seed"], row["failed"])
    rounds = sum(row["rounds"] for row in rows.values())
    print(f"{len(rows)} seeds, {rounds} rounds, {sum(row['s'] for row in rows.values()):.0f} s")
    print(f"failed: {[row['seed'] for row in failed]}")
    return 1 if failed else 0


def one(seed: int, rounds: int) -> dict[str, Any]:
    """Return the outcome of one seed, or why it failed."""
    began = time.monotonic()
    row: dict[str, Any] = {"seed": seed, "rounds": rounds}
    try:
        run(seed=seed, rounds=rounds)
    except Exception:  # noqa: BLE001  # it is a result
        row["failed"] = traceback.format_exc()
    return row | {"s": round(time.monotonic() - began, 1)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
