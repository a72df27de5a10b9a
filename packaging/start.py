#!/usr/bin/env python3
"""Set Fairhearing up on a fresh machine and start it; needs only Python 3.11, 3.12 or 3.13.

    python3 packaging/start.py                set up (once), then open the window; without a screen
                                              start a practice interview in the terminal
    python3 packaging/start.py COMMAND ...    set up (once), then run a command of the application:

        window       the window, as without a command      sessions   all interviews
        practice     practise in this terminal             show       what was said in one
        interview    the same with Gemini and your key     status     how the newest is going
        resume       go on with one that stopped           settings   what holds, and who said so
        check        --audio your sound, --service Gemini  licences   of all that comes along
        serve        the practice interviewer as a server  self-check is everything there?

        COMMAND --help says all that it can do. Options without a command are the window's or,
        without a screen, those of practice.

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
FIRST_TIME = "Setting Fairhearing up. This is done once, and takes about 0.5 GB of the disk:"


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
    status = set_up(testing=testing, draws=is_self_check(rest))
    if status or "--setup" in flags:
        return status
    python = str(environment.PYTHON)
    if testing:
        return hand_over([python, str(ROOT / "packaging/check.py"), *rest])
    # -P: an `app` in the caller's folder is not ours.
    usual = [] if system.has_screen() or names_command(rest) else ["practice"]
    return hand_over([python, "-P", "-m", "app", *usual, *rest])


def split_flags(argv: list[str]) -> tuple[set[str], list[str]]:
    """Return this script's own flags, which come first, and the arguments that are passed on."""
    own = 0
    while argv[own : own + 1] in (["--setup"], ["--test"]):
        own += 1
    return set(argv[:own]), argv[own:]


def names_command(rest: list[str]) -> bool:
    """Tell whether these arguments begin with a command, and not with an option of one."""
    return bool(rest) and (rest[0][:1] != "-" or rest[0] == "--version" or is_self_check(rest))


def is_self_check(rest: list[str]) -> bool:
    """Tell whether the installation is to be checked, which opens a window without a screen."""
    return bool(rest) and rest[0].removeprefix("--").partition("=")[0] == "self-check"


def set_up(*, testing: bool, draws: bool) -> int:
    """Provide everything, or tell a person why not.

    Args:
        testing: Whether what the tests need is needed too.
        draws: Whether a window will be drawn even where there is no screen.

    Returns:
        0, or the exit status to end with.
    """
    try:
        is_new = not environment.PYTHON.exists()
        if is_new:
            print(FIRST_TIME, flush=True)
        system.provide(testing=testing, needs_venv=is_new, draws=draws)
        environment.provide(testing=testing)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to finish the set-up.", file=sys.stderr)
        return 130  # as a shell says of a program that Ctrl-C ended
    except SetupFailed as failure:
        sys.stdout.flush()  # the step that failed stands above its reason, in a file too
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
