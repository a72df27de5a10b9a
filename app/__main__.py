"""The command line: which command, and its exit status."""

from __future__ import annotations

import signal

if __name__ == "__main__":  # until main() begins, Ctrl-C ends the process without a traceback
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

from app import PRODUCT, VERSION
from app.core.faults import Fault, InputFault
from app.settings import Options
from app.terminal import lines, words
from app.terminal.arguments import parser
from app.terminal.controls import ignore_signals
from app.terminal.keys import has_keyboard

if TYPE_CHECKING:
    from app.store.folder import DataFolder
    from app.telemetry.redaction import Redaction
    from app.wiring import Display

_FINISHED, _FAILED, _USAGE, _HELD = 0, 1, 2, 3
_EXIT = {"finished": _FINISHED, "left": _FINISHED, "failed": _FAILED, "held": _HELD}
_BEGAN = time.perf_counter()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status.

    Args:
        argv: The arguments; those of the process unless given.
    """
    arguments = parser(VERSION).parse_args(argv)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both: KeyboardInterrupt
    try:
        return _COMMANDS[arguments.command](arguments)
    except Fault as fault:
        status = _USAGE if isinstance(fault, InputFault) else _FAILED
        _complain(arguments, fault, status)
        return status
    except KeyboardInterrupt:
        ignore_signals()
        _say_nothing_began(arguments)
        return _FAILED
    except BrokenPipeError:
        # Whoever read our output has gone: the record is closed, and there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        return _FAILED


def _complain(arguments: argparse.Namespace, fault: Fault, status: int) -> None:
    if getattr(arguments, "json", False):
        shown = lines.Lines(sys.stdout, _elapsed, lambda: 0.0)
        shown.fault(fault)
        shown.result({"how": "failed", "exit": status})
    else:
        print(f"{PRODUCT}: {fault}", file=sys.stderr)


def _say_nothing_began(arguments: argparse.Namespace) -> None:
    if getattr(arguments, "json", False):
        shown = lines.Lines(sys.stdout, _elapsed, lambda: 0.0)
        shown.say(words.NO_CONSENT)
        shown.result({"how": "left", "exit": _FAILED})
    else:
        print(f"\n{words.NO_CONSENT}", file=sys.stderr)


def _elapsed() -> float:
    return time.perf_counter() - _BEGAN


def _interview(arguments: argparse.Namespace) -> int:
    names = Options.__dataclass_fields__.keys() & vars(arguments).keys()
    options = Options(
        is_practice=arguments.command == "practice",
        **{name: getattr(arguments, name) for name in names},
    )
    # The speech model's matrices are small: a second thread of numpy's would only wake a core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from app.store.folder import default_path, open_folder  # noqa: PLC0415  # --help is quick
    from app.store.lock import FolderLock  # noqa: PLC0415  # as above
    from app.telemetry.log import Log  # noqa: PLC0415  # as above
    from app.telemetry.redaction import Redaction  # noqa: PLC0415  # as above

    folder = open_folder(options.data or default_path())
    with FolderLock(folder.lock):
        redaction = Redaction()
        log = Log(folder.logs, redaction, verbose=options.verbose)
        try:
            return _hold(options, folder, redaction)
        finally:
            log.stop()


def _hold(options: Options, folder: DataFolder, redaction: Redaction) -> int:
    from app.wiring import Interview, endpoint, read_all  # noqa: PLC0415  # --help is quick

    told = read_all(options)
    # The SDK takes 1.1 s to import, and the first connection needs it.
    threading.Thread(target=import_module, args=("google.genai",), daemon=True).start()
    with endpoint(options, redaction) as reached:
        if not _agree(options):
            print(words.NO_CONSENT)
            return _FINISHED
        if options.is_interactive and has_keyboard():
            print(words.KEYS)
        shown: list[Display] = []

        def show(saved_s: Callable[[], float]) -> Display:
            shown.append(_display(options, saved_s))
            return shown[0]

        result = asyncio.run(Interview(options, told, reached, folder, show).hold())
    status = _EXIT[str(result["how"])]
    shown[0].result({**result, "exit": status})
    return status


def _display(options: Options, saved_s: Callable[[], float]) -> Display:
    if options.json:
        return lines.Lines(sys.stdout, _elapsed, saved_s)
    from rich.console import Console  # noqa: PLC0415  # only where it draws

    from app.terminal.screen import Screen  # noqa: PLC0415  # as above

    return Screen(Console(), saved_s)


def _agree(options: Options) -> bool:
    """Ask for consent to be recorded, where there is somebody to ask."""
    if options.consent:
        return True
    if not options.is_interactive or not has_keyboard():
        raise InputFault(words.NEED_CONSENT)
    where = words.PRACTICE_STAYS if options.is_practice else words.GOES_TO_SERVICE
    print(words.NOTICE.format(where=where.format(where=options.server or "Google's Gemini")))
    try:
        return input(words.ASK_CONSENT).strip().lower() == "y"
    except EOFError:  # Ctrl-D
        return False


def _serve(arguments: argparse.Namespace) -> int:
    from app.practice.serving import Serving, serve  # noqa: PLC0415  # --help is quick

    asked = {name: getattr(arguments, name) for name in Serving.__dataclass_fields__}
    return serve(Serving(**asked))


def _sessions(arguments: argparse.Namespace) -> int:
    from app.store.folder import default_path, open_folder  # noqa: PLC0415  # --help is quick
    from app.store.interviews import list_interviews  # noqa: PLC0415  # as above

    folder = open_folder(arguments.data or default_path())
    interviews = list_interviews(folder.sessions)
    for one in interviews:
        if arguments.json:
            print(json.dumps({**asdict(one), "began": one.began and one.began.isoformat()}))
        else:
            print(words.interview(one.id, one.length_s, one.answers, one.trouble or one.how))
    if not interviews and not arguments.json:
        print(words.NO_INTERVIEWS.format(folder=folder.path))
    return _FINISHED


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "practice": _interview,
    "interview": _interview,
    "serve": _serve,
    "sessions": _sessions,
}

if __name__ == "__main__":
    sys.exit(main())
