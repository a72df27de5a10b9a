"""Keeps the computer and its screen awake while somebody is interviewed.

    async with Awake():    a thread of its own enters wakepy's mode, waits, and leaves it

Entering and leaving may wait for the system (D-Bus on Linux, a process on macOS), and wakepy wants
both in one thread, so that thread is neither the loop's nor a borrowed one. The interview never
waits for it to enter. A computer that cannot be kept awake is a line of the log and no reason to
stop: nothing is lost when it falls asleep.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import sys
import threading
from collections.abc import Iterator
from types import TracebackType

from wakepy import ActivationResult, keep

log = logging.getLogger("app.engine")

_LEAVING_S = 2.0


class Awake:
    """Keeps awake within its context.

    Args:
        leaving_s: How long leaving is waited for, in seconds: whatever is not undone then is
            undone by the system when the process ends.
    """

    def __init__(self, leaving_s: float = _LEAVING_S) -> None:
        self._leaving_s = leaving_s
        self._left = threading.Event()
        # A daemon: a system that hangs must not keep the process from ending.
        self._thread = threading.Thread(target=self._hold, name="awake", daemon=True)

    async def __aenter__(self) -> Awake:
        """Begin; does not wait until it is so."""
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the computer sleep again."""
        self._left.set()
        await asyncio.to_thread(self._thread.join, self._leaving_s)
        if self._thread.is_alive():
            log.warning("staying awake does not end")

    def _hold(self) -> None:
        """Be the thread."""
        with _told(), contextlib.ExitStack() as ways:
            for way in (_presenting, _no_app_nap):
                with _told():
                    ways.enter_context(way())
            self._left.wait()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Write what went wrong into the log, and go on."""
    try:
        yield
    except Exception:  # other people's desktops fail in ways without number
        log.warning("staying awake failed", exc_info=True)


@contextlib.contextmanager
def _presenting() -> Iterator[None]:
    """Keep computer and screen awake, as for somebody who gives a talk."""
    with keep.presenting(on_fail=_tell_of_failure) as mode:
        if mode.active_method is not None:
            log.info("staying awake", extra={"method": mode.active_method.name})
        yield


def _tell_of_failure(result: ActivationResult) -> None:
    """Write how many ways were tried; why they failed is the system's text, not for our log."""
    log.warning("the computer may fall asleep", extra={"tried": len(result.list_methods())})


if sys.platform == "darwin":  # pragma: no cover  # never run where this was written

    @contextlib.contextmanager
    def _no_app_nap() -> Iterator[None]:
        """Keep macOS from slowing down our timers while the window is covered (App Nap).

        ``[NSProcessInfo.processInfo beginActivityWithOptions:reason:]`` by the runtime's C
        functions, written from Apple's documentation and not yet run on a Mac.
        """
        user_initiated, latency_critical = 0x00FFFFFF, 0xFF00000000  # NSActivityOptions
        objc = ctypes.CDLL("/usr/lib/libobjc.A.dylib")
        name = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)
        class_of, selector = name(("objc_getClass", objc)), name(("sel_registerName", objc))

        def send(to: int, message: bytes, *given: tuple[type, object]) -> int:
            kinds = [kind for kind, _ in given]
            # Each signature needs its own type: objc_msgSend takes its arguments as they come.
            kind = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, *kinds)
            answer: int = kind(("objc_msgSend", objc))(
                to, selector(message), *(value for _, value in given)
            )
            return answer

        text = (ctypes.c_char_p, b"An interview is going on")
        reason = send(class_of(b"NSString"), b"stringWithUTF8String:", text)
        process = send(class_of(b"NSProcessInfo"), b"processInfo")
        options = (ctypes.c_uint64, user_initiated | latency_critical)
        begin = b"beginActivityWithOptions:reason:"
        activity = send(process, begin, options, (ctypes.c_void_p, reason))
        send(activity, b"retain")
        try:
            yield
        finally:
            send(process, b"endActivity:", (ctypes.c_void_p, activity))
            send(activity, b"release")

else:

    @contextlib.contextmanager
    def _no_app_nap() -> Iterator[None]:
        """Do nothing: only macOS slows down what is not seen."""
        yield
