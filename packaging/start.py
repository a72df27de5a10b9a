#!/usr/bin/env python3
"""Set Fairhearing up on a fresh machine and start it; needs only Python 3.11, 3.12 or 3.13.

    python3 packaging/start.py                set up (once), then open the window; without a screen
                                              start a practice interview in the terminal
    python3 packaging/start.py ARGS           set up (once), then run `fairhearing ARGS`
    python3 packaging/start.py --test ARGS    set up for the tests, then run check.py ARGS
    python3 packaging/start.py --setup        set up only; `--setup --test`: for the tests

What it does, each only where it is missing: system libraries (system.py), the folder .venv with
the exact packages of requirements.txt (environment.py); for the tests also build/venv-VERSION, in
which installers are built (build.py). Proxies, certificates and pip's settings are the caller's:
http_proxy, https_proxy, SSL_CERT_FILE, PIP_CERT, PIP_INDEX_URL, PIP_CONFIG_FILE.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import system
from step import ROOT, SetupFailed, explain

SUPPORTED = ((3, 11), (3, 12), (3, 13))


def main(argv: list[str]) -> int:
    """Do what the command line asks; see the top of this file.

    Returns:
        The exit status, where the application has not taken this process's place.
    """
    if sys.version_info[:2] not in SUPPORTED:
        return use_another_python(argv)
    if argv[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    flags, rest = split_flags(argv)
    testing = "--test" in flags
    status = set_up(testing=testing)
    if status or "--setup" in flags:
        return status
    python = str(environment.PYTHON)
    if testing:
        return hand_over([python, str(ROOT / "packaging/check.py"), *rest])
    # -P: an `app` in the caller's folder is not ours.
    usual = [] if system.has_screen() else ["practice"]
    return hand_over([python, "-P", "-m", "app", *(rest or usual)])


def split_flags(argv: list[str]) -> tuple[set[str], list[str]]:
    """Return this script's own flags, which come first, and the arguments that are passed on."""
    own = 0
    while argv[own : own + 1] in (["--setup"], ["--test"]):
        own += 1
    return set(argv[:own]), argv[own:]


def set_up(*, testing: bool) -> int:
    """Provide everything, or tell a person why not.

    Returns:
        0, or the exit status to end with.
    """
    try:
        system.provide(testing=testing, needs_venv=not environment.PYTHON.exists())
        environment.provide(testing=testing)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to finish the set-up.", file=sys.stderr)
        return 130  # as a shell says of a program that Ctrl-C ended
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain("the set-up", str(error)), file=sys.stderr)
        return 1
    return 0


def hand_over(command: list[str]) -> int:
    """Become another program: signals, terminal and exit status are its own from here on."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - there is nothing in it for a shell
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child has got it too, and decides
            continue


def use_another_python(argv: list[str]) -> int:
    """Run this script by a Python that it supports, if one is on the PATH."""
    names = ["{}.{}".format(*version) for version in reversed(SUPPORTED)]
    launchers = [["py", f"-{name}"] for name in names] if os.name == "nt" else []
    for words in [*([f"python{name}"] for name in names), *launchers]:
        path = shutil.which(words[0])
        command = [path or "", *words[1:]]
        # A name on the PATH may be a stub that only says how to install it.
        if (
            path
            and not subprocess.run(
                [*command, "-c", ""], capture_output=True, check=False
            ).returncode
        ):
            return hand_over([*command, str(Path(__file__).resolve()), *argv])
    print(
        f"Fairhearing needs Python {', '.join(reversed(names))}. This is "
        f"{platform.python_version()} ({sys.executable}), and none of those is on the PATH. "
        "Install one of them, then run this again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
