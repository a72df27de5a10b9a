"""The one thread that calls PortAudio.

PortAudio's calls are not thread-safe (two threads in it at once crashed the process, 3 runs of 3),
and some of them hang for as long as the sound server is frozen: opening, aborting, terminating. So
no call is made on the loop's thread, all are made on one thread, and nobody waits for that thread
without a limit.

Leaving the application with a stuck call is the hard case. Three things would each wait for ever
at exit, and each is avoided:

* a thread that is joined: ours is a daemon, and not one of ``concurrent.futures``, whose threads
  are joined even when they are daemons;
* ``Pa_Terminate`` in the library's own exit handler: ``PortAudio`` takes that handler out, and
  ``stop`` does its work here, on this thread, with a limit;
* whoever waits for a future: when its limit has passed, ``stop`` cancels all that has not begun.

Leaving with streams open and nobody stopping them is the other: the audio thread then calls into an
interpreter that is gone, and the process crashes (measured). So ``stop`` is also an exit handler.

While a call is stuck, everybody who asks is told so in words: ``answered`` waits no longer than
``ANSWER_S``, and not at all once the call has been stuck for so long.

A stuck call keeps its thread, and the library and the streams it is in, until the process is gone;
the system closes them then.
"""

from __future__ import annotations

import asyncio
import atexit
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from app.audio.portaudio import PortAudio
from app.core.faults import DeviceFault

T = TypeVar("T")

ANSWER_S = 3.0
"""So long a call may take: a list that is read for the first time takes 0.1 s on Linux."""
LEAVING_S = 0.5
"""So long a call is waited for by whoever leaves: closing everything takes 5 ms on Linux, and the
application as a whole is to end within 2 s."""
_NO_ANSWER = (
    "The sound system does not answer. Wait until sound works in other applications, or restart "
    "this computer, then try again."
)


class _Call(Generic[T]):
    """A function and the future that holds what comes of it."""

    def __init__(self, fn: Callable[[], T]) -> None:
        self._fn = fn
        self.future: Future[T] = Future()

    def run(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self.future.set_result(self._fn())
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for the future
            self.future.set_exception(error)


class DeviceWorker:
    """Runs calls to the sound device one after another, on a thread of its own.

    Args:
        portaudio: What the calls use.

    Attributes:
        portaudio: The same. To be touched only by what is submitted here.
    """

    def __init__(self, portaudio: PortAudio | None = None) -> None:
        self.portaudio = portaudio or PortAudio()
        self._calls: SimpleQueue[_Call[Any] | None] = SimpleQueue()
        self._is_stopping = False
        self._busy_since: float | None = None  # when the present call began; its thread's
        self._thread = threading.Thread(target=self._run, name="sound-device", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def submit(self, fn: Callable[[], T]) -> Future[T]:
        """Run ``fn`` after all that was submitted before; the future holds what comes of it.

        From asyncio, wait with ``asyncio.wrap_future``.
        """
        assert not self._is_stopping, "the sound device is used after stop"
        call = _Call(fn)
        self._calls.put(call)
        return call.future

    @property
    def busy_s(self) -> float:
        """How long the present call has taken so far, in seconds; 0 if there is none."""
        since = self._busy_since
        return 0.0 if since is None else time.monotonic() - since

    async def answered(self, call: Future[T], limit_s: float = ANSWER_S) -> T:
        """Wait for what was asked of this worker, and not longer than the present call may take.

        Raises:
            DeviceFault: The sound system does not answer; or whatever the call raises. The call
                stays in line: it is made when the sound system answers again.
        """
        limit_s = max(0.0, limit_s - self.busy_s)
        answer = asyncio.wrap_future(call)
        # Whoever asked may be gone by then: asyncio would complain of a fault that nobody took.
        answer.add_done_callback(lambda one: one.cancelled() or one.exception())
        try:
            return await asyncio.wait_for(asyncio.shield(answer), limit_s)
        except TimeoutError:
            raise DeviceFault(_NO_ANSWER) from None

    def stop(self, timeout_s: float = LEAVING_S) -> bool:
        """Run what is waiting, close all streams, terminate PortAudio, end the thread.

        Blocks the caller for at most ``timeout_s``, less what the present call has taken already:
        the last thing before the process leaves. May be called again.

        Returns:
            Whether the thread ended. If not, a call is stuck in the sound server; whatever had not
            begun is cancelled, and the process may leave all the same.
        """
        if not self._is_stopping:
            self.submit(self.portaudio.terminate)
            self._is_stopping = True
            self._calls.put(None)
        self._thread.join(max(0.0, timeout_s - self.busy_s))
        if self._thread.is_alive():
            self._cancel_waiting()
            self.portaudio.abandon()
        atexit.unregister(self.stop)  # its limit is not to be waited for twice
        return not self._thread.is_alive()

    def _cancel_waiting(self) -> None:
        try:
            while True:
                call = self._calls.get_nowait()
                if call is not None:
                    call.future.cancel()
        except Empty:
            self._calls.put(None)  # should the stuck call return, the thread ends

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            self._busy_since = time.monotonic()
            call.run()
            self._busy_since = None
