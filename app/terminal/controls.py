"""What a person does at the terminal while an interview runs: keys and Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator

from app.terminal.keys import reading_keys

_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def controls(
    press: Callable[[str], None], leave: Callable[[], None], *, keys: bool
) -> Iterator[None]:
    """Let keys and the system's signals reach the interview; call both on the running loop.

    From the end of the context on the signals do nothing: whoever asks once more, while the rest
    is written, must not spoil it.

    Args:
        press: Takes a key.
        leave: Takes the wish to leave: Ctrl-C, or the system's request to end.
        keys: Whether there is a keyboard to read.
    """
    loop = asyncio.get_running_loop()
    # signal.signal, not the loop's own: it is there on Windows too, and under every loop.
    for one in _ENDS:
        signal.signal(one, lambda *_: loop.call_soon_threadsafe(leave))
    try:
        with reading_keys(press) if keys else contextlib.nullcontext():
            yield
    finally:
        ignore_signals()


def ignore_signals() -> None:
    """Let nobody disturb what is left of the process."""
    for one in _ENDS:
        signal.signal(one, signal.SIG_IGN)
