"""Simulated interviews by seed, as many as one likes.

    python -m tests.sim --runs 1000 --from 5000 [--jobs 2] [--every 50]

Prints the totals now and then, with the seed from which to go on. Exit status 1 if a law was
broken; each broken one is told with its seed: ``--runs 1 --from SEED`` plays it again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterable

from tests.sim.run import Interview
from tests.sim.steps import drawn
from tests.sim.totals import Totals


def main(argv: list[str]) -> int:
    """Hold the interviews that the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="tests.sim", description="Hold simulated interviews.")
    parser.add_argument("--runs", type=int, default=1000, help="how many (%(default)s)")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="processes (%(default)s)")
    parser.add_argument("--every", type=int, default=50, help="runs between totals (%(default)s)")
    asked = parser.parse_args(argv)
    seeds = range(asked.first, asked.first + asked.runs)
    if asked.jobs == 1:
        return follow(map(hold, seeds), asked.first, asked.every)
    with multiprocessing.get_context("spawn").Pool(asked.jobs) as pool:
        return follow(pool.imap(hold, seeds), asked.first, asked.every)


def hold(seed: int) -> tuple[Totals, str]:
    """Hold one interview; return what it came to, and what was broken, or ""."""
    totals = Totals()
    try:
        Interview(drawn(seed)).run(totals)
    except Exception as error:  # noqa: BLE001  # whatever it is, the next seed is not to blame
        notes = " ".join(getattr(error, "__notes__", []))
        return totals, f"seed {seed}: {type(error).__name__}: {error} {notes}"
    return totals, ""


def follow(results: Iterable[tuple[Totals, str]], first: int, every: int) -> int:
    """Print what comes; return the exit status."""
    totals, broken, began = Totals(), 0, time.perf_counter()
    done = 0
    for done, (one, what) in enumerate(results, 1):
        totals.add(one)
        totals.real_s = time.perf_counter() - began
        if what:
            broken += 1
            print(what, flush=True)  # noqa: T201  # its work is to print
        if done % every == 0:
            print(f"{totals}; next: --from {first + done}", flush=True)  # noqa: T201  # as above
    print(f"{totals}; {broken} of {done} broke a law")  # noqa: T201  # as above
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
