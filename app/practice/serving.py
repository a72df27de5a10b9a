"""The practice server as a process of its own: ``fairhearing serve``."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from app.core.faults import StoreFault
from app.practice.faults import FaultScript
from app.practice.record import OnRecord
from app.practice.server import PracticeParams, PracticeServer


@dataclass(frozen=True, slots=True)
class Serving:
    """What ``serve`` was asked for; see ``fairhearing serve --help``."""

    port: int = 0
    faults: str = ""
    log: Path | None = None
    tap: Path | None = None
    data: Path | None = None
    key: str | None = None


def serve(asked: Serving) -> int:
    """Serve until asked to end (Ctrl-C or SIGTERM); return the exit status.

    The first line on standard output is JSON with ``url``, ``ca`` and ``key``.

    Raises:
        InputFault: The faults are not understood, or the port is taken.
        StoreFault: A folder or the log cannot be used.
    """
    params = PracticeParams(
        key=asked.key,
        data_dir=asked.data,
        port=asked.port,
        faults=FaultScript.parse(asked.faults),
        tap_dir=asked.tap,
    )
    over = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: over.set())
    with _log(asked.log) as on_record, PracticeServer(params, on_record) as server:
        first = {"url": server.url, "ca": str(server.ca_file), "key": server.key}
        sys.stdout.write(json.dumps(first) + "\n")
        sys.stdout.flush()
        while not over.wait(1.0):  # with a limit, so that Ctrl-C is heard on Windows too
            pass
    return 0


@contextmanager
def _log(path: Path | None) -> Iterator[OnRecord]:
    """Write what happens as lines of JSON."""
    if path is None:
        yield lambda _: None
        return
    try:
        file: TextIO = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise StoreFault(
            f"The log {path} cannot be written: {error.strerror}. Choose another after --log."
        ) from error
    with file:

        def write(record: dict[str, Any]) -> None:
            file.write(json.dumps(record) + "\n")

        yield write
