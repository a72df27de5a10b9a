"""The arguments that only ``check`` has, and what its help says of its reports."""

from __future__ import annotations

import argparse
from pathlib import Path

TEXT = "check your sound (--audio), or whether a Live service behaves as assumed (--service)"
EPILOG = """\
--audio leads through a check of microphone, loudspeaker and echo, of about 30 s. Nothing of it is
kept or sent.

exit status of --audio:
  0  ready: all was measured and is well; without a keyboard nobody is asked what they heard
  1  something is to be done first; the last line says what
  2  it was left, or the command was not understood

--audio --json prints one object, at the end:
    {"t": 24.1, "kind": "result", "how": "ready", "no microphone", "microphone blocked",
        "microphone stalled", "no loudspeaker", "loudspeaker silent", "no speech", "not heard",
        "too quiet", "soft voice unheard", "too loud", "other voices", "noisy", "echo",
        "incomplete" or "left", "do": ..., "exit": ..., "faults": [...], "figures": {...},
        "steps": {"quiet": "done", "skipped" or "impossible", ...}}
Levels are RMS of 20 ms against full scale (_dbfs), peaks the highest sample; what was not measured
is null.

exit status of --service:
  0  whatever could be seen is as the practice interviewer assumes
  1  the service differs in something
  2  it could not be probed, or the command was not understood

--service --json prints one object a line:
    {"t": 4.1, "kind": "finding", "check": ..., "verdict": "holds", "differs" or "not seen",
        "assumed": ..., "figures": {...}}
    {"t": 90.2, "kind": "close", "probe": ..., "phase": ..., "code": 1011 or null, "text": ...}
    {"t": 90.2, "kind": "result", "how": "holds", "differs" or "not probed", "exit": ...}

The report holds counts, times and close codes: nothing that was said, no key and no handle.
The key is read from GEMINI_API_KEY, else from the system's keyring.
"""


def add_own(check: argparse.ArgumentParser) -> None:
    """Add them."""
    which = check.add_mutually_exclusive_group(required=True)
    which.add_argument("--audio", action="store_true", help="microphone, loudspeaker and echo")
    which.add_argument("--service", action="store_true", help="with your own key")
    check.add_argument(
        "--mic", metavar="NAME|FILE", help="a microphone, or a WAV file in its place"
    )
    check.add_argument("--speaker", metavar="NAME", help="a loudspeaker")
    check.add_argument(
        "--headphones", action="store_true", help="the microphone does not hear the interviewer"
    )
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
