"""An interview of format 1, written by hand as the first release wrote it: a fixed past."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from app.store.journal import STEPS

OLD: tuple[tuple[float, str, dict[str, Any]], ...] = (
    (
        0.0,
        "session.started",
        {
            "version": "0.1.0",
            "model": "a-model",
            "practice": True,
            "consent": True,
            "questions": ["about-you", "enjoy"],
        },
    ),
    (0.1, "link", {"state": "up", "epoch": 1}),
    (1.0, "said", {"speaker": "interviewer", "reply": 1, "at_s": 0.5, "text": "Hello."}),
    (1.2, "utterance.began", {"said": 1, "first": 60}),
    (3.0, "utterance.ended", {"said": 1, "spans": [[60, 149]]}),
    (3.1, "reply.complete", {"reply": 2, "with_sound": True}),
    (
        3.2,
        "said",
        {"speaker": "candidate", "exchange": 1, "at_s": 1.2, "seconds": 1.8, "text": None},
    ),
    (3.2, "answer.ended", {"exchange": 1, "how": "answered", "seconds": 1.8}),
    (3.3, "link", {"state": "waiting", "epoch": 1, "fault": "LinkLost", "code": 1006}),
    (3.4, "handle.clean", {"handle": "h", "knows": [0, 1]}),
    (3.5, "link.go_away", {"time_left_s": 10.0}),
    (3.6, "tokens", {"total": 1000}),
    (3.7, "microphone.failed", {"fault": "DeviceLost"}),
    (3.8, "tool.call", {"name": "next_question"}),
    (
        4.0,
        "status",
        {
            "situation": "listening",
            "for_s": 0.1,
            "question": 2,
            "questions": 2,
            "saved_s": 3.5,
            "answer_s": 0.0,
            "attempts": 0,
            "to_send_s": 0.0,
        },
    ),
)
END = (4.5, "session.ended", {"how": "left", "length_s": 4.5})


def write_old_journal(path: Path, *events: tuple[float, str, dict[str, Any]]) -> None:
    """Write a journal of format 1."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        for statement in (*STEPS[0], "PRAGMA user_version = 1"):
            database.execute(statement)
        database.executemany(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?)",
            [
                (
                    number,
                    round(at_s * 1000),
                    "2026-11-01T09:00:00.000+00:00",
                    kind,
                    json.dumps(told),
                )
                for number, (at_s, kind, told) in enumerate(events, 1)
            ],
        )
