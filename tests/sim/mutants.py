"""Are the laws worth anything? Breaks the core on purpose, and demands that a run notices.

    python -m tests.sim.mutants [NAME ...]

Each ``mutants/*.patch`` breaks one thing in a copy of the tree; its first line says which law that
breaks. A patch that no run notices, or that does not apply any more, is a failure.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.sim.seeds import CHUNKS, IN_A_CHUNK

_ROOT = Path(__file__).resolve().parents[2]
_PATCHES = Path(__file__).with_name("mutants")
_SEEDS = range(CHUNKS * IN_A_CHUNK)  # the same as in the tests' own runs
_NOTICED = 3  # exit status of a copy in which a run failed


def main(names: list[str]) -> int:
    """Check the mutants of these names, or all; return the exit status."""
    patches = [one for one in sorted(_PATCHES.glob("*.patch")) if not names or one.stem in names]
    survivors = [patch.stem for patch in patches if not _is_caught(patch)]
    print(f"{len(patches) - len(survivors)} of {len(patches)} mutants were caught")  # noqa: T201  # its work is to print
    return 1 if survivors or not patches else 0


def _is_caught(patch: Path) -> bool:
    with tempfile.TemporaryDirectory(prefix="fairhearing-mutant-") as folder:
        copy = Path(folder)
        shutil.copytree(_ROOT / "app", copy / "app")
        shutil.copytree(_ROOT / "tests/sim", copy / "tests/sim")
        applied = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", str(patch)],
            cwd=copy,
            env={"GIT_CEILING_DIRECTORIES": str(copy.parent), "PATH": _path()},
            check=False,
        )
        assert applied.returncode == 0, f"{patch.name} does not apply any more: make it anew"
        hunt = subprocess.run(
            [sys.executable, "-m", "tests.sim.mutants", "--hunt"],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    is_caught = hunt.returncode == _NOTICED
    verdict = hunt.stdout.strip() if is_caught else f"SURVIVED {hunt.stdout}{hunt.stderr[-500:]}"
    print(f"{patch.stem}: {verdict}", flush=True)  # noqa: T201  # its work is to print
    return is_caught


def _path() -> str:
    git = shutil.which("git")
    assert git, "git is needed to apply the patches"
    return str(Path(git).parent)


def hunt() -> int:
    """Run until a run fails; return the exit status."""
    from tests.sim.corners import CORNERS  # the copy's, as what it imports
    from tests.sim.run import Interview
    from tests.sim.steps import drawn
    from tests.sim.totals import Totals

    corners = [corner.scenario(seed) for corner in CORNERS.values() for seed in corner.seeds]
    for scenario in [*corners, *(drawn(seed) for seed in _SEEDS)]:
        try:
            Interview(scenario).run(Totals())
        except Exception as error:  # noqa: BLE001  # a crash is noticed as well as a broken law
            what = f"{type(error).__name__} {str(error)[:90]}"
            print(f"seed {scenario.seed}: {what}")  # noqa: T201  # its work is to print
            return _NOTICED
    return 0


if __name__ == "__main__":
    sys.exit(hunt() if sys.argv[1:] == ["--hunt"] else main(sys.argv[1:]))
