"""The command line: which command, and its exit status."""

from __future__ import annotations

import signal

if __name__ == "__main__":  # until main() begins, Ctrl-C ends the process without a traceback
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import asyncio
import atexit
import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from app import PRODUCT, VERSION
from app.core.faults import Fault, InputFault
from app.settings import Options
from app.terminal import lines, words
from app.terminal.arguments import parser
from app.terminal.called import as_called
from app.terminal.controls import ignore_signals
from app.terminal.report_arguments import as_command

if TYPE_CHECKING:
    from app.gui.window import Window

_FAILED, _USAGE = 1, 2
_LIST_DEVICES = "list-devices"
"""Asked by ourselves where no Python can be: see ``audio/device_watch``."""
_BEGAN = time.perf_counter()


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status.

    Args:
        argv: The arguments; those of the process unless given. Without a command: the window.
    """
    asked = as_command(sys.argv[1:] if argv is None else argv)
    if list(asked) == [_LIST_DEVICES]:
        return _list_devices()
    arguments = parser(VERSION).parse_args(asked)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both: KeyboardInterrupt
    try:
        return _COMMANDS[arguments.command](arguments)
    except Fault as fault:
        status = _USAGE if isinstance(fault, InputFault) else _failed(arguments)
        _complain(arguments, fault, status)
        return status
    except KeyboardInterrupt:
        ignore_signals()
        _say_nothing_began(arguments)
        return _failed(arguments)
    except BrokenPipeError:
        # Whoever read our output has gone: the record is closed, and there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        return _FAILED


def run(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, then end the process at once.

    The interpreter takes 0.6 to 1.1 s to take its thousands of classes apart, and longer on a busy
    machine; somebody who leaves waits for that. All that has to end in order has ended by then:
    records, logs, locks, streams.

    Args:
        argv: As for ``main``.
    """
    status = main(argv)
    atexit._run_exitfuncs()  # noqa: SLF001  # nothing public runs them without the rest
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a window on Windows has neither
            with contextlib.suppress(OSError):  # nobody reads any more
                stream.flush()
    os._exit(status)


def _list_devices() -> int:
    from app.audio.device_list import main as list_devices  # noqa: PLC0415  # --help is quick

    list_devices()
    return 0


def _failed(arguments: argparse.Namespace) -> int:
    """Return the status of what failed; for a check 1 says that the service differs."""
    return _USAGE if arguments.command == "check" else _FAILED


def _complain(arguments: argparse.Namespace, fault: Fault, status: int) -> None:
    if getattr(arguments, "json", False):
        shown = lines.Lines(sys.stdout, _elapsed, lambda: 0.0)
        shown.fault(fault)
        shown.result({"how": "failed", "exit": status})
    else:
        print(as_called(f"{PRODUCT}: {fault}"), file=sys.stderr)


def _say_nothing_began(arguments: argparse.Namespace) -> None:
    if getattr(arguments, "json", False):
        shown = lines.Lines(sys.stdout, _elapsed, lambda: 0.0)
        shown.say(words.NO_CONSENT)
        shown.result({"how": "left", "exit": _failed(arguments)})
    else:
        print(f"\n{words.NO_CONSENT}", file=sys.stderr)


def _elapsed() -> float:
    return time.perf_counter() - _BEGAN


def _interview(arguments: argparse.Namespace) -> int:
    from app.wiring.terminal import hold_at_terminal  # noqa: PLC0415  # --help is quick

    return hold_at_terminal(_options(arguments), _elapsed)


def _window(arguments: argparse.Namespace) -> int:
    if not has_screen():
        print(as_called(f"{PRODUCT}: {words.NO_SCREEN}"), file=sys.stderr)
        return _USAGE
    try:
        from app.gui.application import show_window  # noqa: PLC0415  # Qt only where it draws
    except ModuleNotFoundError:
        raise  # the installation is broken: nothing that a person lacks on their system
    except ImportError as error:
        told = words.NO_LIBRARY.format(why=error)
        print(as_called(f"{PRODUCT}: {told}"), file=sys.stderr)
        return _FAILED

    return show_window(_options(arguments), _desktop)


async def _desktop(window: Window, options: Options) -> int:
    """Bring the window to life; what that takes is imported while it can be seen already."""
    early: list[object] = []  # what the candidate asks for meanwhile

    def take(wish: object) -> None:
        early.append(wish)

    from app.core.intents import Leave  # noqa: PLC0415  # --help is quick
    from app.gui.wishes import Quit  # noqa: PLC0415  # Qt only where it draws

    for one in (signal.SIGINT, signal.SIGTERM):  # an interrupt within a slot of Qt's is swallowed
        signal.signal(one, lambda *_: early.extend((Leave(), Quit())))  # also what began meanwhile
    window.asked.connect(take)
    desktop = await asyncio.to_thread(import_module, "app.wiring.desktop")
    window.asked.disconnect(take)
    status: int = await desktop.Desktop(window, options).live(early)
    return status


def _options(arguments: argparse.Namespace) -> Options:
    names = Options.__dataclass_fields__.keys() & vars(arguments).keys()
    given = {name: getattr(arguments, name) for name in names}
    return Options(is_practice=arguments.command == "practice", **given)


def _status(arguments: argparse.Namespace) -> int:
    from app.wiring.monitoring import status  # noqa: PLC0415  # --help is quick

    return status(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    from app.practice.serving import Serving, serve  # noqa: PLC0415  # --help is quick

    asked = {name: getattr(arguments, name) for name in Serving.__dataclass_fields__}
    return serve(Serving(**asked))


def _check(arguments: argparse.Namespace) -> int:
    if arguments.audio:
        from app.wiring.hearing_command import check_audio  # noqa: PLC0415  # --help is quick

        return check_audio(_options(arguments), _elapsed)
    from app.wiring.service_check import check_service  # noqa: PLC0415  # --help is quick

    minutes: float | None = arguments.minutes_limit
    return check_service(
        _options(arguments),
        yes=arguments.yes,
        limit_s=None if minutes is None else 60 * minutes,
        elapsed=_elapsed,
    )


def _sessions(arguments: argparse.Namespace) -> int:
    from app.wiring.telling import sessions  # noqa: PLC0415  # --help is quick

    return sessions(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from app.wiring.telling import show  # noqa: PLC0415  # --help is quick

    return show(arguments)


def _settings(arguments: argparse.Namespace) -> int:
    from app.wiring.settings_report import settings  # noqa: PLC0415  # --help is quick

    return settings(arguments)


def _licences(_: argparse.Namespace) -> int:
    from app.wiring.resources import NOTICES  # noqa: PLC0415  # --help is quick

    print(NOTICES.read_text("utf-8"))
    return 0


def _self_check(arguments: argparse.Namespace) -> int:
    from app.wiring.self_check import self_check  # noqa: PLC0415  # --help is quick

    return self_check(arguments)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "practice": _interview,
    "interview": _interview,
    "resume": _interview,
    "check": _check,
    "settings": _settings,
    "licences": _licences,
    "self-check": _self_check,
    "serve": _serve,
    "sessions": _sessions,
    "show": _show,
    "status": _status,
    "window": _window,
}

if __name__ == "__main__":
    run()
