"""``fairhearing --self-check FILE``: is this installation whole? For whoever installs or supports.

    {"product": ..., "version": ..., "python": ..., "system": ..., "passed": true or false,
        "running": null, "seconds": ..., "checks": [
            {"name": "package numpy", "ok": true, "detail": "2.4.6", "seconds": 0.08}, ...]}

A window's executable has no terminal, so all goes to the file; "-" is standard output. The file is
written again before each check: where one brings the process down, "running" names it and "passed"
is false. It holds no names of devices, no key, and "~" for the home folder.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app import PRODUCT, VERSION
from app.core.faults import Fault, InputFault
from app.telemetry.redaction import Redaction
from app.wiring import installation

_PASSED, _FAILED = 0, 1
_MOST_CHARACTERS = (
    1000  # of a check: a cause and what to do have room, a library's outpourings none
)
STANDARD_OUTPUT = "-"
INTERVIEW = "practice interview"

CHECKS: Mapping[str, Callable[[], str]] = {
    **{f"package {name}": installation.imported(name) for name in installation.DEPENDENCIES},
    "resources": installation.resources,
    "plan": installation.plan,
    "settings": installation.settings,
    "speech model": installation.speech_model,
    "echo canceller": installation.echo_canceller,
    "keyring": installation.keyring_backend,
    "sqlite": installation.sqlite,
    "tls": installation.tls,
    "portaudio": installation.portaudio,
    "window": installation.window,
    INTERVIEW: installation.interview,
}


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one check.

    Attributes:
        name: Of the check.
        ok: Whether it passed.
        detail: What was found, or why it did not pass.
        seconds: How long it took.
    """

    name: str
    ok: bool
    detail: str
    seconds: float


@dataclass(slots=True)
class Report:
    """What came of all checks so far.

    Attributes:
        running: The check that runs, or None.
        seconds: How long all of it has taken.
        passed: Whether every check has been made, and passed.
        checks: Those that are done.
    """

    running: str | None = None
    seconds: float = 0.0
    passed: bool = False
    checks: list[Check] = field(default_factory=list)

    def text(self) -> str:
        """Return it as JSON."""
        head = {
            "product": PRODUCT,
            "version": VERSION,
            "python": platform.python_version(),
            "system": platform.platform(),
        }
        # ASCII: a pipe on Windows takes no other.
        return json.dumps({**head, **asdict(self)}, indent=2) + "\n"


def self_check(arguments: argparse.Namespace) -> int:
    """Make the checks and write the report; return the exit status.

    Raises:
        InputFault: The file cannot be written.
    """
    left_out = {INTERVIEW} if arguments.quick else set[str]()
    checks = {name: check for name, check in CHECKS.items() if name not in left_out}
    report = run(checks, _to(arguments.file))
    for one in report.checks:
        if not one.ok and sys.stderr is not None:
            print(f"{PRODUCT}: {one.name}: {one.detail}", file=sys.stderr)
    if arguments.file == STANDARD_OUTPUT:
        print(report.text(), end="")
    return _PASSED if report.passed else _FAILED


def run(checks: Mapping[str, Callable[[], str]], write: Callable[[str], None]) -> Report:
    """Make the checks, one after another; what fails does not keep the others from being made.

    Args:
        checks: Each with its name.
        write: Takes the report before each check, and at the end.
    """
    report, began = Report(), time.perf_counter()
    for name, check in checks.items():
        report.running = name
        write(report.text())
        report.checks.append(_made(name, check))
        report.seconds = round(time.perf_counter() - began, 3)
    report.running = None
    report.passed = all(one.ok for one in report.checks)
    write(report.text())
    return report


def _made(name: str, check: Callable[[], str]) -> Check:
    began = time.perf_counter()
    try:
        ok, detail = True, check()
    except Fault as fault:
        ok, detail = False, str(fault)
    except Exception as error:  # noqa: BLE001  # whatever is wrong is what is asked for
        ok, detail = False, f"{type(error).__name__}: {error}"
    return Check(name, ok, shown(detail), round(time.perf_counter() - began, 3))


def shown(text: str, home: Path | None = None) -> str:
    """Return a text as it may be passed on: on one line, without secrets and the home folder."""
    for form in {str(home or Path.home()), (home or Path.home()).as_posix()}:
        if len(form) > 1:  # of a system's service it may be the root
            text = text.replace(form, "~")
    return Redaction().clean(text, _MOST_CHARACTERS)


def _to(file: str) -> Callable[[str], None]:
    def write(text: str) -> None:
        try:
            Path(file).write_text(text, "utf-8")
        except OSError as error:
            raise InputFault(f"The report {file} cannot be written: {error.strerror}.") from error

    return write if file != STANDARD_OUTPUT else lambda _: None
