from __future__ import annotations

import io
import json
import re
from typing import Any

from app.core.actions import Note
from app.core.events import LinkClosed, Tick
from app.core.faults import KeyRefused
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView
from app.terminal import lines
from tests.fakes import FakeClock
from tests.terminal.views import view

SAID = {"speaker": "candidate", "exchange": 0, "at_s": 1.5, "seconds": 2.0, "text": None}


class Page:
    """What the lines are written to."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.clock = FakeClock()
        self.lines = lines.Lines(self.stream, self.clock, lambda: 4.0)

    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


def test_a_state_is_written_when_it_changes_and_not_else() -> None:
    page = Page()
    for shown in (
        view(),
        view(level_dbfs=-5.0),
        view(floor=Floor.CANDIDATE),
        view(talk=Talk.MUTED),
    ):
        page.lines.view(shown, page.clock.advance(1.0))
    first, second, third = page.read()
    assert first == {"t": 1.0, "kind": "state", "saved_s": 4.0} | {
        "floor": "open",
        "link": "up",
        "talk": "hands_free",
        "question": 1,
        "of": 3,
        "microphone": "live",
        "room": "ample",
    }
    assert (second["t"], second["floor"]) == (3.0, "candidate")
    assert (third["t"], third["talk"]) == (4.0, "muted")


def test_what_was_said_is_written_and_other_notes_are_not() -> None:
    page = Page()
    page.lines.note(Note("utterance.began", {"said": 1}), 0.0)
    page.lines.note(Note("said", SAID), 0.0)
    assert page.read() == [{"t": 0.0, "kind": "transcript", **SAID}]


def test_a_fault_that_ends_the_interview_is_written_before_the_result() -> None:
    page = Page()
    page.lines.event(Tick(), 0.0)
    page.lines.event(LinkClosed(1, KeyRefused("The key is refused.")), 0.0)
    page.lines.result({"how": "failed", "exit": 1})
    assert page.read() == [
        {"t": 0.0, "kind": "fault", "what": "KeyRefused", "text": "The key is refused."},
        {"t": 0.0, "kind": "result", "how": "failed", "exit": 1},
    ]


def test_a_fault_of_the_view_is_written_once() -> None:
    page, fault = Page(), KeyRefused("The key is refused.")
    for _ in range(3):
        page.lines.view(view(link=LinkView(LinkState.HELD, fault=fault)), 0.0)
    assert [line["kind"] for line in page.read()] == ["state", "fault"]


def test_half_a_surrogate_pair_and_any_alphabet_fit_into_a_line() -> None:
    page = Page()
    page.lines.say("Grüße 你好 \ud83d")
    assert page.stream.getvalue().isascii()
    assert page.read()[0]["text"] == "Grüße 你好 \ud83d"


def test_every_kind_and_field_that_is_written_is_documented() -> None:
    page = Page()
    page.lines.say("Hello.")
    page.lines.view(view(), 0.0)
    page.lines.note(Note("said", SAID), 0.0)
    page.lines.fault(KeyRefused("no"))
    page.lines.result({"how": "left", "exit": 0, "folder": "x"})
    documented: dict[str, set[str]] = {}
    for text in re.findall(r"\{[^}]*\}", lines.__doc__ or ""):
        kind = re.search(r'"kind": "(\w+)"', text)
        assert kind
        documented.setdefault(kind.group(1), set()).update(re.findall(r'"(\w+)":', text))
    written = {line["kind"]: line.keys() for line in page.read()}
    assert written.keys() == documented.keys()
    undocumented = {kind: fields - documented[kind] for kind, fields in written.items()}
    assert not any(undocumented.values()), undocumented
