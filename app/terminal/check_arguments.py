"""The arguments that only ``check`` has, and what its help says of the report."""

from __future__ import annotations

import argparse
from pathlib import Path

TEXT = "probe a Live service: does it behave as the practice interviewer does?"
EPILOG = """\
exit status:
  0  whatever could be seen is as the practice interviewer assumes
  1  the service differs in something
  2  it could not be probed, or the command was not understood

--json prints one object a line:
    {"t": 4.1, "kind": "finding", "check": ..., "verdict": "holds", "differs" or "not seen",
        "assumed": ..., "figures": {...}}
    {"t": 90.2, "kind": "close", "probe": ..., "phase": ..., "code": 1011 or null, "text": ...}
    {"t": 90.2, "kind": "result", "how": "holds", "differs" or "not probed", "exit": ...}

The report holds counts, times and close codes: nothing that was said, no key and no handle.
The key is read from GEMINI_API_KEY, else from the system's keyring.
"""


def add_own(check: argparse.ArgumentParser) -> None:
    """Add them."""
    check.add_argument("--service", action="store_true", required=True, help="with your own key")
    check.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file of settings")
    check.add_argument("--json", action="store_true", help="one object a line")
    check.add_argument("--yes", action="store_true", help="I agree that speech is sent")
    check.add_argument(
        "--minutes-limit", type=_minutes, metavar="M", help="of the whole run; else 3.75"
    )


def _minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes") from None
    if not 0 < value <= 60:
        raise argparse.ArgumentTypeError("must be above 0 and at most 60 minutes")
    return value
