from __future__ import annotations

import io
import json

import pytest

from app.core.faults import KeyRefused
from app.terminal.service_report import ASSUMED, Close, Report, Row, figures_line

ROW = Row("greeting", "holds", {"sound_ms": 860, "words": True})
CLOSE = Close("old-socket", "resume", 1011, "Internal error encountered.")


def printed(*, as_json: bool, status: int = 0) -> str:
    stream = io.StringIO()
    report = Report(stream, lambda: 1.5, json=as_json)
    report.say("Hello.")
    report.row(ROW)
    report.row(Row("old-socket", "not seen", {}))
    report.closes([CLOSE, Close("tool", "open", None, "why [bold]")])
    report.fault(KeyRefused("Check it."), "Check it.")
    report.result(status)
    return stream.getvalue()


def test_a_person_reads_lines() -> None:
    assert printed(as_json=False).splitlines() == [
        "Hello.",
        f"holds      greeting        {ASSUMED['greeting']}",
        "                           sound 860 ms · words yes",
        "not seen   old-socket      While the old socket is open, resuming is refused with 1011.",
        "closed     old-socket      resume, 1011: Internal error encountered.",
        "closed     tool            open, no code: why [bold]",
        "Check it.",
        "All that could be seen is as the practice interviewer assumes.",
    ]


def test_a_program_reads_objects() -> None:
    lines = [json.loads(line) for line in printed(as_json=True, status=1).splitlines()]
    assert lines == [
        {"t": 1.5, "kind": "notice", "text": "Hello."},
        {
            "t": 1.5,
            "kind": "finding",
            "check": "greeting",
            "verdict": "holds",
            "assumed": ASSUMED["greeting"],
            "figures": {"sound_ms": 860, "words": True},
        },
        {
            "t": 1.5,
            "kind": "finding",
            "check": "old-socket",
            "verdict": "not seen",
            "assumed": ASSUMED["old-socket"],
            "figures": {},
        },
        {
            "t": 1.5,
            "kind": "close",
            "probe": "old-socket",
            "phase": "resume",
            "code": 1011,
            "text": "Internal error encountered.",
        },
        {
            "t": 1.5,
            "kind": "close",
            "probe": "tool",
            "phase": "open",
            "code": None,
            "text": "why [bold]",
        },
        {"t": 1.5, "kind": "fault", "what": "KeyRefused", "text": "Check it."},
        {"t": 1.5, "kind": "result", "how": "differs", "exit": 1},
    ]


@pytest.mark.parametrize(
    ("figures", "line"),
    [
        ({}, ""),
        ({"p50_ms": 9.5, "reply_s": 2.4}, "p50 9.5 ms · reply 2.4 s"),
        ({"refused_code": 1011, "resumed": False}, "refused code 1011 · resumed no"),
        ({"sign_ms": None, "called_by": "speech"}, "sign none · called by speech"),
        ({"ms": 3, "turns": 0}, "ms 3 · turns 0"),
    ],
)
def test_figures_are_told_with_their_units(figures: dict[str, object], line: str) -> None:
    assert figures_line(figures) == line
