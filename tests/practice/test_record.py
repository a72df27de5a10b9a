import json
from pathlib import Path
from typing import Any

import pytest

from app.core.faults import StoreFault
from app.practice.messages import (
    ActivityStart,
    Audio,
    Content,
    ContextUpdate,
    Message,
    Setup,
    Text,
    Tool,
    ToolResponse,
    Turn,
)
from app.practice.outgoing import input_transcription
from app.practice.record import Recorder, Tap, check_tap_folder

PRIVATE = "hunter2"
SETUP = Setup("models/m", PRIVATE, (Tool("score", blocking=True),), handle=PRIVATE, is_manual=True)


def recorded(message: Message, window: int = 3) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    Recorder(5, rows.append).received(message, window)
    (row,) = rows
    return row


@pytest.mark.parametrize(
    ("message", "kind", "noted"),
    [
        (ActivityStart(), "activityStart", {"window": 3}),
        (Audio(bytes(640)), "audio", {"window": 3, "bytes": 640, "rate_hz": 16_000}),
        (Text(PRIVATE), "text", {"chars": 7}),
        (ContextUpdate(PRIVATE), "contextUpdate", {"chars": 7}),
        (
            Content((Turn("user", PRIVATE),), turn_complete=True),
            "content",
            {"roles": ["user"], "complete": True},
        ),
        (ToolResponse(("7",)), "toolResponse", {"ids": ["7"]}),
        (SETUP, "setup", {"model": "models/m", "manual": True, "tools": ["score"]}),
    ],
)
def test_each_message_is_written_down_without_what_it_says(
    message: Message, kind: str, noted: dict[str, Any]
) -> None:
    row = recorded(message)
    assert {"connection": 5, "way": "in", "kind": kind, **noted}.items() <= row.items()
    assert isinstance(row["t"], float)
    assert PRIVATE not in json.dumps(row)


def test_what_is_sent_and_noted_is_told_apart() -> None:
    rows: list[dict[str, Any]] = []
    recorder = Recorder(1, rows.append)
    recorder.sent(input_transcription(PRIVATE))
    recorder.note("fault", {"fault": "reset"})
    assert [(row["way"], row["kind"]) for row in rows] == [
        ("out", "inputTranscription"),
        ("note", "fault"),
    ]
    assert PRIVATE not in json.dumps(rows)


def test_a_tap_writes_each_window_and_whether_it_was_closed(tmp_path: Path) -> None:
    tap = Tap(tmp_path, 2)
    tap.write(1, b"ab")
    tap.write(1, b"cd")
    tap.end(closed=True)
    tap.write(2, b"ef")
    tap.end(closed=False)
    tap.end(closed=False)
    assert (tmp_path / "conn2-window1.pcm").read_bytes() == b"abcd"
    assert (tmp_path / "conn2-window2.pcm").read_bytes() == b"ef"
    said = [json.loads((tmp_path / f"conn2-window{n}.json").read_text()) for n in (1, 2)]
    assert [one["closed"] for one in said] == [True, False]
    assert [one["bytes"] for one in said] == [4, 2]


def test_without_a_folder_a_tap_writes_nothing() -> None:
    tap = Tap(None, 1)
    tap.write(1, b"ab")
    tap.end(closed=True)


def test_a_folder_for_taps_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    check_tap_folder(tmp_path / "new")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFault, match="file"):
        check_tap_folder(tmp_path / "file")
