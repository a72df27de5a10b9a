"""How does the installed application begin? As this package, which Briefcase starts by its name.

build.py puts it beside `app` as `fairhearing/__main__.py`. A checkout does without it.
"""

from __future__ import annotations

import sys

from app.__main__ import run

PLAN_ENDING = ".fhplan"
"""The document type of briefcase.toml (a test compares)."""


def command_line(given: list[str]) -> list[str]:
    """Return the arguments for `app`: a plan alone, as a desktop passes it, opens the window."""
    if len(given) == 1 and given[0].lower().endswith(PLAN_ENDING) and given[0][0] != "-":
        return ["window", "--plan", given[0]]
    return given


if __name__ == "__main__":
    run(command_line(sys.argv[1:]))
