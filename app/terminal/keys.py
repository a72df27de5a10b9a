"""The candidate's keys in a terminal.

A terminal tells of keys that go down, never of keys that go up, so the talk key is pressed once to
speak and once more to stop.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator

from app.core.events import (
    ChooseWait,
    Done,
    Intent,
    Leave,
    Mute,
    Pause,
    Resume,
    TakeBack,
    TalkToggled,
    TryNow,
    UndoSwitch,
)
from app.core.patience import Wait
from app.core.talk import Talk


def intent(key: str, talk: Talk, wait: Wait) -> Intent | None:
    """Return what a key asks for while ``talk`` decides and pauses may be so long, or None."""
    match key:
        case " ":
            return TalkToggled()
        case "\r" | "\n":
            return Done()
        case "m" | "M":
            return Mute(on=talk is not Talk.MUTED)
        case "p" | "P":
            return Resume() if talk is Talk.PAUSED else Pause()
        case "w" | "W":
            every = [*Wait]
            return ChooseWait(every[(every.index(wait) + 1) % len(every)])
        case "b" | "B":
            return TakeBack()
        case "u" | "U":
            return UndoSwitch()
        case "t" | "T":
            return TryNow()
        case "q" | "Q" | "\x04":
            return Leave()
        case _:
            return None


def has_keyboard() -> bool:
    """Whether somebody can type: an application without a console has no standard input at all."""
    return sys.stdin is not None and sys.stdin.isatty()


if sys.platform == "win32":  # pragma: no cover  # not run on this project's machines yet
    import msvcrt
    import threading

    @contextlib.contextmanager
    def reading_keys(press: Callable[[str], None]) -> Iterator[None]:
        """Call ``press`` on the running loop for each key, within the context."""
        loop = asyncio.get_running_loop()
        is_over = threading.Event()

        def read() -> None:
            while not is_over.wait(0.02):
                while msvcrt.kbhit():
                    loop.call_soon_threadsafe(press, msvcrt.getwch())

        reader = threading.Thread(target=read, name="keys", daemon=True)
        reader.start()
        try:
            yield
        finally:
            is_over.set()
            reader.join()

else:
    import os
    import termios
    import tty

    @contextlib.contextmanager
    def reading_keys(press: Callable[[str], None]) -> Iterator[None]:
        """Call ``press`` on the running loop for each key, within the context.

        Keys come one by one, unseen; afterwards the terminal is as it was.
        """
        loop, terminal = asyncio.get_running_loop(), sys.stdin.fileno()
        before = termios.tcgetattr(terminal)

        def read() -> None:
            try:
                typed = os.read(terminal, 64)
            except OSError:  # the terminal has gone
                typed = b""
            if not typed:
                loop.remove_reader(terminal)
            for key in typed.decode(errors="ignore"):
                press(key)

        try:
            tty.setcbreak(terminal)
            # The loop reads, no thread: one that still waits for a key when the interpreter ends
            # keeps alive what it would call.
            loop.add_reader(terminal, read)
            yield
        finally:
            loop.remove_reader(terminal)
            with contextlib.suppress(termios.error):  # the terminal has gone
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)
