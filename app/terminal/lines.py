"""The interview as lines of JSON, one object a line, for programs.

    {"t": 0.0, "kind": "notice", "text": …}                     a sentence for a person
    {"t": 1.2, "kind": "state", "floor": …, "link": …, "talk": …, "question": 1, "of": 3,
        "microphone": "live" or "stalled" or "blocked" or "gone" …,
        "room": "ample" or "low" or "spent" (on the disk), "saved_s": …}
    {"t": 9.1, "kind": "transcript", "speaker": "candidate", "exchange": 0, "at_s": …,
        "seconds": …, "text": … or null}
    {"t": 9.9, "kind": "transcript", "speaker": "interviewer", "reply": 1, "at_s": …, "text": …}
    {"t": 4.0, "kind": "fault", "what": …, "text": …}
    {"t": 61.0, "kind": "result", "how": …, "exit": …, "folder": …, …}      always the last

``t`` is seconds since the command began. A transcript line of the same exchange (or reply) as an
earlier one replaces it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TextIO

from app.core.actions import Json, Note
from app.core.events import Event
from app.core.faults import Fault
from app.core.view import View
from app.terminal import words
from app.terminal.news import FaultNews


class Lines:
    """Writes the lines.

    Args:
        stream: Where to.
        elapsed: Seconds since the command began.
        saved_s: How much is safe on disk, in seconds.
    """

    def __init__(
        self, stream: TextIO, elapsed: Callable[[], float], saved_s: Callable[[], float]
    ) -> None:
        self._stream = stream
        self._elapsed = elapsed
        self._saved_s = saved_s
        self._state: dict[str, Json] = {}
        self._news = FaultNews()

    def event(self, event: Event, now: float) -> None:
        """Write a fault that it brings."""
        for fault in self._news.in_event(event):
            self.fault(fault)

    def note(self, note: Note, now: float) -> None:
        """Write what was said."""
        if note.kind == "said":
            self.write("transcript", note.payload)

    def view(self, view: View, now: float) -> None:
        """Write the state when it changes, and each new fault."""
        state: dict[str, Json] = {
            "floor": view.floor.value,
            "link": view.link.state.value,
            "talk": view.talk.name.lower(),
            "question": view.place,
            "of": view.questions,
            "microphone": view.microphone_state.name.lower(),
            "room": view.disk.room.value,
        }
        if state != self._state:
            self._state = state
            self.write("state", {**state, "saved_s": round(self._saved_s(), 2)})
        for fault in self._news.in_view(view):
            self.fault(fault)

    def say(self, text: str) -> None:
        """Write a sentence for a person."""
        self.write("notice", {"text": text})

    def stands_in(self, missing: str, fault: Fault) -> None:
        """Write that something else takes the place of a device, and why."""
        self.say(words.STANDS_IN[missing].format(why=str(fault).removesuffix(".")))

    def fault(self, fault: Fault) -> None:
        """Write a fault."""
        self.write("fault", {"what": type(fault).__name__, "text": str(fault)})

    def result(self, payload: dict[str, Json]) -> None:
        """Write the last line."""
        self.write("result", payload)

    def write(self, kind: str, payload: dict[str, Json]) -> None:
        """Write one line."""
        line = {"t": round(self._elapsed(), 3), "kind": kind, **payload}
        # ASCII: a pipe on Windows takes no other, and a server's text can hold half a surrogate
        # pair, which no encoding takes.
        self._stream.write(json.dumps(line) + "\n")
        self._stream.flush()
