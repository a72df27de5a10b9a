"""The report of ``fairhearing check --service``, for a person or as lines of JSON.

holds      greeting          A text that asks for a reply is answered in sound and in words.
                             setup 310 ms · sign 820 ms · sound 860 ms · reply 2.4 s
differs    old-socket        ...

    {"t": 4.1, "kind": "finding", "check": …, "verdict": "holds" or "differs" or "not seen",
        "assumed": …, "figures": {…}}
    {"t": 90.2, "kind": "close", "probe": …, "phase": …, "code": 1011 or null, "text": …}
    {"t": 90.2, "kind": "result", "how": "holds" or "differs" or "not probed", "exit": 0, 1 or 2}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console
from rich.text import Text

from app.core.actions import Json
from app.core.faults import Fault
from app.terminal.lines import Lines

NOTICE = (
    "This sends about {seconds:.0f} s of bundled speech and some sentences of text to {where} and "
    "uses the quota of your key.\nNothing of yours is sent, and no sound is played."
)
ASK = "Type y and Enter to begin, anything else to leave: "
NEED_YES = (
    "The check sends bundled speech to the service and uses the quota of your key. Add --yes to "
    "agree, or run it in a terminal, where it asks."
)
NOTHING_SENT = "Nothing was sent. Goodbye."

ASSUMED = {
    "greeting": "A text that asks for a reply is answered in sound and in words.",
    "answer": "A window of speech is transcribed and answered, in the time that we wait.",
    "handles": "A resumption handle comes after the set-up and after each turn, none within one.",
    "resumption": "After a drop, the newest clean handle brings back all that was said.",
    "dangling-window": "A window that a drop cut off is forgotten: no reply to it, no harm.",
    "old-socket": "While the old socket is open, resuming is refused with 1011.",
    "replay-2x": "A window sent at twice its speed is taken and answered.",
    "replay-8x": "A window sent at eight times its speed is taken and answered.",
    "tool": "A declared function is called when asked for; its response is taken.",
    "unanswered-call": "Input while a call is unanswered closes the line only if the call blocks.",
    "go-away": "The end of a connection is announced before it comes.",
    "pings": "Pings are answered within 3 s.",
    "messages": "Every message can be read.",
}
_COLOURS = {"holds": "green", "differs": "red", "not seen": "yellow"}
_HOW = {0: "holds", 1: "differs", 2: "not probed"}
_ENDS = {
    0: "All that could be seen is as the practice interviewer assumes.",
    1: "The service differs from the practice interviewer, as told above.",
    2: "Nothing could be probed.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: which question, its verdict, and figures named with their units."""

    check: str
    verdict: str
    figures: Mapping[str, float | int | str | bool | None]


@dataclass(frozen=True, slots=True)
class Close:
    """How the other side ended a connection; ``text`` is redacted."""

    probe: str
    phase: str
    code: int | None
    text: str


class Report:
    """Prints each finding when it is there, and the closes and the result after them.

    Args:
        stream: Where to.
        elapsed: Seconds since the command began.
        json: As lines of JSON.
    """

    def __init__(self, stream: TextIO, elapsed: Callable[[], float], *, json: bool) -> None:
        self._lines = Lines(stream, elapsed, lambda: 0.0) if json else None
        self._console = Console(file=stream, highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """Print a sentence."""
        if self._lines:
            self._lines.say(text)
        else:
            self._console.print(Text(text))

    def row(self, row: Row) -> None:
        """Print one finding."""
        assumed = ASSUMED[row.check]
        if self._lines:
            figures: dict[str, Json] = dict(row.figures)
            told: dict[str, Json] = {"check": row.check, "verdict": row.verdict}
            self._lines.write("finding", {**told, "assumed": assumed, "figures": figures})
            return
        verdict = (f"{row.verdict:<9}", _COLOURS[row.verdict])
        self._console.print(Text.assemble(verdict, "  ", (f"{row.check:<16}", "bold"), assumed))
        if row.figures:
            self._console.print(Text(f"{'':<27}{figures_line(row.figures)}", "dim"))

    def closes(self, closes: Sequence[Close]) -> None:
        """Print how connections were ended by the other side."""
        if self._lines:
            for one in closes:
                told: dict[str, Json] = {"probe": one.probe, "phase": one.phase}
                self._lines.write("close", {**told, "code": one.code, "text": one.text})
            return
        for one in closes:
            code = "no code" if one.code is None else str(one.code)
            line = f"closed     {one.probe:<16}{one.phase}, {code}: {one.text}"
            self._console.print(Text(line))

    def fault(self, fault: Fault, text: str) -> None:
        """Print why nothing could be probed; ``text`` is the fault's, redacted."""
        if self._lines:
            self._lines.write("fault", {"what": type(fault).__name__, "text": text})
        else:
            self._console.print(Text(text, "red"))

    def result(self, status: int) -> None:
        """Print the last line."""
        if self._lines:
            self._lines.result({"how": _HOW[status], "exit": status})
        else:
            self._console.print(Text(_ENDS[status], "bold"))


def figures_line(figures: Mapping[str, float | int | str | bool | None]) -> str:
    """Return figures as words: ``sound_ms: 860`` is "sound 860 ms"; None is "none"."""
    return " · ".join(_figure(name, value) for name, value in figures.items())


def _figure(name: str, value: float | str | None) -> str:
    stem, _, unit = name.rpartition("_")
    has_unit = unit in {"ms", "s"} and bool(stem)
    label = (stem if has_unit else name).replace("_", " ")
    match value:
        case None:
            return f"{label} none"
        case bool():
            return f"{label} {'yes' if value else 'no'}"
        case _:
            return f"{label} {value} {unit}" if has_unit else f"{label} {value}"
