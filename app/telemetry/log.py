"""The log: DATA/logs/fairhearing.log, five files of 1 MB, written by a thread of its own.

    any thread       log.info("link closed", extra={...})
                     -> one safe line (lines.py, redaction.py) -> bounded queue, never blocks
    listener thread  -> the file, and standard error when verbose

The line is rendered where it is logged, so that nothing which may not be written ever waits in a
queue. When the queue is full or the disk fails, lines are counted instead of written: the log is
never a reason for an interview to stop. Categories: app.link, app.turns, app.audio, app.store,
app.engine.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import sys
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from typing import TextIO

from app import PRODUCT
from app.core.faults import StoreFault
from app.telemetry.lines import OURS, LineFormatter
from app.telemetry.redaction import Redaction

_FILE_BYTES = 1_000_000
_OLD_FILES = 4
# A minute at the rate of debug lines while the candidate speaks, a few MB.
_MOST_WAITING = 10_000


class _Door(QueueHandler):
    """Renders a record and queues its line; what does not fit is counted."""

    def __init__(self, waiting: queue.Queue[logging.LogRecord], formatter: LineFormatter) -> None:
        super().__init__(waiting)
        self.setFormatter(formatter)
        self.lost_lines = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Return a record that holds the line and nothing else."""
        line = self.format(record)
        return logging.makeLogRecord({"levelno": record.levelno, "msg": line})

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802  # logging's
        """Count a line that found the queue full."""
        self.lost_lines += 1


class _File(RotatingFileHandler):
    """The file; a line that the disk does not take is counted."""

    lost_lines = 0

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802  # logging's
        """Count a line that could not be written, in the listener thread."""
        self.lost_lines += 1


class Log:
    """Writes all logging of the process from now until ``stop``.

    Args:
        folder: ``DataFolder.logs``; exists.
        redaction: Shared with whoever learns of new secrets.
        verbose: Also write debug lines, and everything to ``stream``.
        stream: For ``verbose``; standard error unless given.

    Raises:
        StoreFault: If the file cannot be opened.
    """

    def __init__(
        self,
        folder: Path,
        redaction: Redaction,
        *,
        verbose: bool = False,
        stream: TextIO | None = None,
    ) -> None:
        self._file = _open_file(folder / f"{PRODUCT.lower()}.log")
        waiting: queue.Queue[logging.LogRecord] = queue.Queue(_MOST_WAITING)
        self._door = _Door(waiting, LineFormatter(redaction))
        handlers: list[logging.Handler] = [self._file]
        if verbose:
            handlers.append(logging.StreamHandler(stream or sys.stderr))
        self._listener = QueueListener(waiting, *handlers)
        self._listener.start()
        root, ours = logging.getLogger(), logging.getLogger(OURS)
        self._levels = (root.level, ours.level)
        root.addHandler(self._door)
        root.setLevel(logging.WARNING)  # the libraries: at debug they log what was said
        ours.setLevel(logging.DEBUG if verbose else logging.INFO)

    @property
    def lost_lines(self) -> int:
        """How many lines neither queue nor disk could take."""
        return self._door.lost_lines + self._file.lost_lines

    def stop(self) -> None:
        """Write what waits and close the file; blocks. Logging is as before afterwards."""
        root, ours = logging.getLogger(), logging.getLogger(OURS)
        root.removeHandler(self._door)
        root.setLevel(self._levels[0])
        ours.setLevel(self._levels[1])
        self._listener.stop()
        with contextlib.suppress(OSError):  # a full disk refuses the last line once more
            self._file.close()


def _open_file(path: Path) -> _File:
    try:
        return _File(
            path,
            maxBytes=_FILE_BYTES,
            backupCount=_OLD_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError as error:
        raise StoreFault(
            f"The log {path} cannot be opened: {error.strerror}. "
            "Allow writing there, or choose another folder with --data."
        ) from error
