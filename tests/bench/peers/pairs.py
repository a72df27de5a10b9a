"""CPU of us and of bare google-genai, at the same moments: two clients, two servers, side by side.

    .venv/bin/python -m tests.bench.peers.pairs [--pairs 8]

What a frame costs depends on the machine's mood (its clock, what lies in its caches, who else
runs), by far more than the two differ. So both run at once, a pair after another, and what is
judged is the ratio of each pair. Needs the environment that ``tests.bench.peers`` has made.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from tests.bench.peers.__main__ import PEERS, environment_of, run
from tests.bench.peers.scenes import SCENES
from tests.e2e.people import serving

_CALM = next(scene for scene in SCENES if scene.name == "calm")
_BOTH = ("us", "genai")


def main(argv: Sequence[str]) -> int:
    """Run the pairs; print a line for each, then the median ratio and its span."""
    parser = argparse.ArgumentParser(prog="pairs", description="CPU beside bare google-genai.")
    parser.add_argument("--pairs", type=int, default=8)
    scratch = Path(tempfile.gettempdir()) / "fairhearing-peers"
    parser.add_argument("--scratch", type=Path, default=scratch)
    asked = parser.parse_args(argv)
    asked.scratch.mkdir(parents=True, exist_ok=True)
    pythons = {peer: environment_of(asked.scratch, peer) for peer in _BOTH}
    ratios = []
    for number in range(asked.pairs):
        spent = _pair(pythons, is_turned=bool(number % 2))
        ratios.append(spent["us"] / spent["genai"])
        print({peer: round(spent[peer], 3) for peer in _BOTH}, round(ratios[-1], 3), flush=True)
    print(f"median {statistics.median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f}")
    return 0


def _pair(pythons: dict[str, str], *, is_turned: bool) -> dict[str, float]:
    """Return what each spent on a minute of speech, in seconds of CPU."""
    spent: dict[str, float] = {}

    def one(peer: str) -> None:
        folder = Path(tempfile.mkdtemp(prefix=f"pair-{peer}-"))
        with serving(folder) as server:
            module = f"tests.bench.peers.{PEERS[peer][0]}"
            spent[peer] = run(pythons[peer], _CALM, server, folder, module)["cpu_s"]

    order = reversed(_BOTH) if is_turned else _BOTH
    threads = [threading.Thread(target=one, args=[peer]) for peer in order]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
