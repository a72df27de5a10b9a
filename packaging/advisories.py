#!/usr/bin/env python3
"""Is there a known weakness in a package that we ship? Asked of the advisories by pip-audit.

    python3 packaging/advisories.py       0 if there is none but those accepted below, else 1

Every package of requirements.txt is asked about, also those that only another system gets. It is
the pip-audit of requirements-build.txt, checked by its hashes. A package that nobody knows
counts as a failure: silence is no answer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import environment
from build import pins_of
from step import SetupFailed

ACCEPTED = {
    "CVE-2026-69247": (
        "cryptography 48.0.1, which only Intel Macs get: the mended 50.0.0 has no wheel for them. "
        "It is in the decryption of PKCS #7, which nothing here calls (a test looks)."
    ),
}
"""Advisories that do not concern us, each with the reason; none is here without one."""


def main(argv: list[str]) -> int:
    """Ask, and print what is said; 2 for a wrong command line."""
    if argv:
        print(__doc__)
        return 2
    try:
        environment.provide_workshop()
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    for accepted, reason in ACCEPTED.items():
        print(f"accepted: {accepted}: {reason}")
    answers = [ask(part) for part in parts(environment.RUN_LOCK.read_text("utf-8"))]
    return 1 if any(answers) else 0


def parts(lock: str) -> list[dict[str, str]]:
    """Return every package of a lock with its version, in as many parts as one has versions.

    A package may be there in two versions, for two systems, and pip-audit takes one of each name.
    """
    found: list[dict[str, str]] = []
    for pin in pins_of(lock):
        name, version = pin.split(" ;")[0].strip().split("==")
        free = next((part for part in found if name not in part), None)
        if free is None:
            found.append({name: version})
        else:
            free[name] = version
    return found


def ask(packages: dict[str, str]) -> int:
    """Return pip-audit's exit status for these packages."""
    accepted = [word for one in ACCEPTED for word in ("--ignore-vuln", one)]
    # The list is whole, so pip has nothing to resolve; --strict fails for what could not be asked.
    options = ["--disable-pip", "--no-deps", "--strict", "--progress-spinner=off", *accepted]
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "packages.txt"
        lines = [f"{name}=={version}\n" for name, version in packages.items()]
        listed.write_text("".join(lines), "utf-8")
        command = [environment.WORKSHOP.python, "-m", "pip_audit", *options, "-r", listed]
        sys.stdout.flush()
        return subprocess.run([str(word) for word in command], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
