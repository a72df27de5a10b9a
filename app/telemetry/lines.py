"""One line of the log for each record.

    2026-11-23T14:12:03.123Z info app.link link closed fault=LinkLost code=1011 up_s=312.4

The message is static and the values stand in ``extra``. Of an exception the types and places are
written and never the message, which may quote what somebody said. Of the libraries' records only
the place is written: their messages are not ours to vouch for.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

from app.telemetry.redaction import Redaction

OURS = "app"
_MOST_PLACES = 8
# What every record has; whatever else is there came by ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class LineFormatter(logging.Formatter):
    """Renders a record as one line that is safe to write.

    Args:
        redaction: Decides what may be written.
    """

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        parts = [when.replace("+00:00", "Z"), record.levelname.lower(), record.name]
        parts.append(self._message(record))
        parts += [
            f"{name}={self._redaction.render(name, value)}"
            for name, value in vars(record).items()
            if name not in _STANDARD
        ]
        if record.exc_info and record.exc_info[1]:
            parts.append(f"exception={_describe(record.exc_info[1])}")
        return " ".join(parts)

    def _message(self, record: logging.LogRecord) -> str:
        """Return our own message as it is, since it is static, and a library's as its place."""
        if record.name.partition(".")[0] == OURS:
            return self._redaction.clean(str(record.msg))
        return f"at {record.module}:{record.lineno}"


def _describe(error: BaseException) -> str:
    """Return "LinkLost<OSError@live/transport.py:88<app/engine.py:12": causes, then places."""
    types = [type(error).__name__]
    inner = error
    while (cause := inner.__cause__ or inner.__context__) and len(types) < _MOST_PLACES:
        types.append(type(cause).__name__)
        inner = cause
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    # The last two parts of a path: above them stands the user's name.
    places = ["/".join(Path(f.filename).parts[-2:]) + f":{f.lineno}" for f in reversed(frames)]
    return "<".join(types) + "@" + "<".join(places)
