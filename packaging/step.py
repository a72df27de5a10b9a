"""One step of the set-up: run a program quietly, time it, and say in plain words why it failed.

Used by start.py and what it is made of, so: standard library only, and nothing from `app`.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LINES_SHOWN = 8

# Words in what apt-get, venv or pip said, and what they mean for a person; the first match counts.
_CAUSES = (
    (
        ("no space left", "enough free space"),
        "The disk is full. Free about 1 GB where this folder lies.",
    ),
    (
        ("could not get lock", "was locked by another process"),
        "Another program is installing packages just now. Wait until it is done, then try again.",
    ),
    (
        ("do not match the hashes",),
        "A package is not the one that was tested (its hash differs), so it was not installed. "
        "Something between here and the package index changes files; try another network.",
    ),
    (
        ("certificate_verify", "certificate verif", "sslerror", "tls connection"),
        "The package server's certificate is not trusted here. Behind a company's proxy, set "
        "SSL_CERT_FILE and PIP_CERT to the file with its certificate.",
    ),
    (
        ("resolv", "getaddrinfo", "unreachable", "connection", "timed out", "failed to fetch"),
        "The package servers cannot be reached. Connect to the internet; where there is a proxy, "
        "set http_proxy and https_proxy.",
    ),
    (
        ("no matching distribution",),
        "The package index offers nothing for this computer: it could not be reached (is there a "
        "proxy to set in https_proxy?), or this is not Linux with glibc 2.34 or newer (Debian 12, "
        "Ubuntu 22.04), macOS 13 or newer, or Windows on x64.",
    ),
    (
        ("permission denied", "read-only file system"),
        f"Something cannot be written. Copy the folder {ROOT} to a place of your own.",
    ),
)


class SetupFailed(Exception):
    """The set-up cannot go on; its text says what, why, and what to do."""


def explain(what: str, said: str) -> str:
    """Return what went wrong as a sentence, and below it the end of what was said about it.

    Args:
        what: What was being done, to follow "Could not finish".
        said: What the program or the system said.
    """
    lowered = said.lower()
    causes = (cause for words, cause in _CAUSES if any(word in lowered for word in words))
    cause = next(causes, "This is what was said about it:")
    end = "\n".join(f"    {line}" for line in said.strip().splitlines()[-_LINES_SHOWN:])
    return f"Could not finish {what}. {cause}\n{end}"


def run(what: str, *command: object, **extra_env: str) -> None:
    """Run one program in the checkout, quietly, and say how long it took.

    Args:
        what: What it does, for a person: "installing ...".
        command: The program and its arguments.
        extra_env: Set besides the caller's environment, which is passed on whole.

    Raises:
        SetupFailed: If the program did not end well.
    """
    print(f"  {what} ...", end="", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=ROOT,
        env={**os.environ, **extra_env},
        check=False,
    )
    if done.returncode:
        print(" failed")
        raise SetupFailed(explain(what, done.stdout))
    print(f" {time.monotonic() - started:.1f} s")
