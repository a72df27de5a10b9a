"""Which devices are there, and when does that change? Asks a process of its own (``device_list``).

That process hangs where the sound server is frozen: then nothing is told. It is started again if it
dies, after 1 s and up to a minute, and killed when it is not needed any more. It ends with its
standard input, so it cannot outlive us, however we end.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.core.backoff import BackoffParams, delay_s
from app.core.device_events import DevicesTold

log = logging.getLogger("app.audio")

COMMAND = "list-devices"
"""How the application is asked to be that process, where it is no Python that runs it."""
_ROOT = Path(__file__).resolve().parents[2]
_WAITS = BackoffParams(first_s=1.0, cap_s=60.0)
_STEADY_S = 30.0
"""One that lived for so long is started again as if it had never died."""


def command() -> list[str]:
    """Return how to start that process: through Python, or through the bundled application."""
    if Path(sys.executable).stem.casefold().startswith("python"):
        return [sys.executable, "-m", "app.audio.device_list"]
    return [sys.executable, COMMAND]


class DeviceWatch:
    """Tells of the devices from ``start`` to ``stop``. Neither blocks.

    Args:
        tell: Takes the list when it is known, when it changes and when it was asked for. Any
            thread.
        child: How to start the process; ``command`` unless given.
        waits: Before a process that died is started again, in seconds.
    """

    def __init__(
        self,
        tell: Callable[[DevicesTold], None],
        child: Sequence[str] = (),
        waits: BackoffParams = _WAITS,
    ) -> None:
        self._tell = tell
        self._command = [*child] or command()
        self._waits = waits
        self._lock = threading.Lock()  # over the next two; held for as long as a fork takes
        self._child: subprocess.Popen[str] | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Begin to tell."""
        threading.Thread(target=self._run, name="device-watch", daemon=True).start()

    def again(self) -> None:
        """Have the list told once more, though it may not have changed."""
        if not self._lock.acquire(blocking=False):
            return  # the process is just being started, and will tell by itself
        try:
            child = self._child
            if child is not None and child.stdin is not None:
                with contextlib.suppress(OSError):  # it has just died
                    child.stdin.write("again\n")
                    child.stdin.flush()
        finally:
            self._lock.release()

    def stop(self) -> None:
        """Tell no more."""
        with self._lock:
            self._stopped.set()
            if self._child is not None:
                self._child.kill()

    def _run(self) -> None:
        attempts = 0
        while not self._stopped.is_set():
            began = time.monotonic()
            try:
                self._follow()
            except (OSError, ValueError, TypeError, LookupError) as error:
                log.warning("the list of devices", extra={"error": type(error).__name__})
            attempts = 0 if time.monotonic() - began >= _STEADY_S else attempts + 1
            self._stopped.wait(delay_s(self._waits, max(1, attempts), 1.0))

    def _follow(self) -> None:
        """Start the process, and tell what it says until it ends.

        Raises:
            OSError: It cannot be started.
            ValueError, TypeError, LookupError: What it says is no list of devices.
        """
        with self._lock:
            if self._stopped.is_set():
                return
            self._child = child = _start(self._command)
        try:
            assert child.stdout is not None, "it was started with a pipe"
            for line in child.stdout:
                told = _read(line)
                if self._stopped.is_set():
                    return
                with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens
                    self._tell(told)
        finally:
            with self._lock:
                self._child = None
            child.kill()
            with contextlib.suppress(OSError), child:
                pass  # its pipes are closed and it is gone, whatever was written last


def _start(command_line: list[str]) -> subprocess.Popen[str]:
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(  # noqa: S603 - our own program, or what a test gives
        command_line,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # ALSA's chatter
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows: no console pops up
    )


def _read(line: str) -> DevicesTold:
    told = json.loads(line)
    return DevicesTold(
        tuple(told["microphones"]), tuple(told["speakers"]), told["microphone"], told["speaker"]
    )
