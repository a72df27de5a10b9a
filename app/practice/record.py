"""What happened at the server: every message in and out, as dictionaries.

Each has ``t`` (monotonic seconds), ``connection`` (1 for the first, 0 for the server itself),
``way`` (``in``, ``out`` or ``note``) and ``kind``; a sound message has ``bytes`` and, coming in,
the number of its ``window``. A ``fault`` has come when it says so; one that found no connection
is ``missed``. There is no sound in it, no text that anybody said or sent, no key, no handle. What
the windows sounded like can be had on request, as files.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from app.core.faults import StoreFault
from app.practice.handles import fingerprint
from app.practice.messages import Audio, Content, ContextUpdate, Message, Setup, Text, ToolResponse
from app.practice.outgoing import Send

OnRecord = Callable[[dict[str, Any]], None]


class Recorder:
    """Writes down what one connection does.

    Args:
        connection: Its number.
        on_record: Takes each dictionary, on the server's thread; it must not block.
    """

    def __init__(self, connection: int, on_record: OnRecord) -> None:
        self._connection = connection
        self._on_record = on_record

    def received(self, message: Message, window: int) -> None:
        """Write down a message of the client, before it is judged.

        Args:
            message: What was said.
            window: The number of the window that opens, is open or was the last; 0 before the
                first.
        """
        kind = type(message).__name__
        self._write("in", kind[0].lower() + kind[1:], _of_message(message, window))

    def sent(self, send: Send) -> None:
        """Write down a message of the server."""
        self._write("out", send.kind, send.noted)

    def note(self, kind: str, noted: Mapping[str, Any]) -> None:
        """Write down what is not a message."""
        self._write("note", kind, noted)

    def _write(self, way: str, kind: str, noted: Mapping[str, Any]) -> None:
        when = round(time.monotonic(), 6)
        known = {"t": when, "connection": self._connection, "way": way, "kind": kind}
        self._on_record(known | dict(noted))


class Tap:
    """Writes each window's sound as it arrives: ``conn1-window2.pcm``, raw PCM16.

    When the window is over a file beside it, ``conn1-window2.json``, says whether it was closed
    by the client or left open by a lost connection.

    Args:
        folder: Where to; None to write nothing.
        connection: The connection's number.
    """

    def __init__(self, folder: Path | None, connection: int) -> None:
        self._folder = folder
        self._connection = connection
        self._file: BinaryIO | None = None
        self._window = 0

    def write(self, window: int, pcm: bytes) -> None:
        """Take the next sound of a window."""
        if self._folder is None:
            return
        if self._file is None:
            self._window = window
            self._file = self._path(".pcm").open("wb")
        self._file.write(pcm)

    def end(self, *, closed: bool) -> None:
        """Note that the window is over; harmless if there is none."""
        if self._file is None:
            return
        said = {"window": self._window, "bytes": self._file.tell(), "closed": closed}
        self._file.close()
        self._file = None
        self._path(".json").write_text(json.dumps(said) + "\n", encoding="utf-8")

    def _path(self, suffix: str) -> Path:
        assert self._folder is not None
        return self._folder / f"conn{self._connection}-window{self._window}{suffix}"


def check_tap_folder(folder: Path) -> None:
    """Make the folder for taps.

    Raises:
        StoreFault: If that cannot be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(
            f"The server cannot write what it hears to {folder}: {error.strerror}. "
            "Choose another folder."
        ) from error


def _of_message(message: Message, window: int) -> dict[str, Any]:
    match message:
        case Setup():
            return {
                "model": message.model,
                "manual": message.is_manual,
                "handle": None if message.handle is None else fingerprint(message.handle),
                "history": message.history_first,
                "tools": [tool.name for tool in message.tools],
            }
        case Audio(pcm, rate_hz):
            return {"window": window, "bytes": len(pcm), "rate_hz": rate_hz}
        case Text(text) | ContextUpdate(text):
            return {"chars": len(text)}
        case Content(turns, complete):
            return {"roles": [turn.role for turn in turns], "complete": complete}
        case ToolResponse(ids):
            return {"ids": list(ids)}
        case _:
            return {"window": window}
