"""The interview in a terminal, for a person: what is said as lines, the state at the foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from app.core.actions import Json, Note
from app.core.events import Event
from app.core.faults import Fault
from app.core.habits import Habits
from app.core.space import Room
from app.core.turns import Floor
from app.core.view import DiskView, View
from app.terminal import turn_words, words
from app.terminal.news import FaultNews

_COLOUR = {
    Floor.NOBODY: "green",
    Floor.CANDIDATE: "blue",
    Floor.WAITING: "yellow",
    Floor.INTERVIEWER: "magenta",
}
_USUAL = Habits()
_METER = " ▁▂▃▄▅▆▇█"


class Screen:
    """Draws the interview.

    Args:
        console: The terminal, or a pipe: then only lines are written, no foot.
        saved_s: How much is safe on disk, in seconds.
        habits: How the candidate takes their turns.
    """

    def __init__(
        self, console: Console, saved_s: Callable[[], float], habits: Habits = _USUAL
    ) -> None:
        self._console = console
        self._is_drawn = console.is_terminal
        self._saved_s = saved_s
        self._live: Live | None = None
        self._said: dict[tuple[str, int], str] = {}
        self._kind = ""
        self._question = 0
        self._habits = habits
        self._news = FaultNews()

    def event(self, event: Event, now: float) -> None:
        """Print a fault that it brings."""
        for fault in self._news.in_event(event):
            self.fault(fault)

    def note(self, note: Note, now: float) -> None:
        """Print what was said; a text that replaces an earlier one only if it says more."""
        if note.kind == "answer.ended" and note.payload["how"] == "withdrawn":
            self.say(turn_words.TAKEN_BACK)
        if note.kind != "said":
            return
        by_candidate = note.payload["speaker"] == "candidate"
        number = note.payload["exchange" if by_candidate else "reply"]
        assert isinstance(number, int)
        key, text = ("You" if by_candidate else "Interviewer", number), _spoken(note.payload)
        if self._said.get(key) != text:
            self._said[key] = text
            self._print(Text.assemble((f"{key[0]}: ", "bold"), text))

    def view(self, view: View, now: float) -> None:
        """Draw the foot; where there is none, print each new state once."""
        if view.place != self._question:
            self._question = view.place
            self._print(Text(f"Question {view.place} of {view.questions}", style="dim"))
        if view.wait is not self._habits.wait:
            self._habits = replace(self._habits, wait=view.wait)
            self.say(turn_words.ends(self._habits, view.wait))
        if self._is_drawn:
            self._draw(view, words.state(view))
        elif (kind := _kind(view)) != self._kind:
            self._kind = kind
            self._print(Text(f"[{words.state(view)}]"))
        for fault in self._news.in_view(view):
            self.fault(fault)

    def say(self, text: str) -> None:
        """Print a sentence."""
        self._print(Text(words.plain(text)))

    def stands_in(self, missing: str, fault: Fault) -> None:
        """Print that something else takes the place of a device, and why."""
        self.say(words.STANDS_IN[missing].format(why=str(fault).removesuffix(".")))

    def fault(self, fault: Fault) -> None:
        """Print a fault."""
        self._print(Text(words.plain(str(fault)), style="red"))

    def result(self, payload: dict[str, Json]) -> None:
        """Print how it ended and where the record is."""
        if self._live:
            self._live.stop()
            self._live = None
        if how := payload.get("how"):
            self._print(Text(words.end(str(how)), style="bold"))
        if folder := payload.get("folder"):
            self._print(Text(words.RECORD.format(folder=folder)), is_whole=True)

    def _draw(self, view: View, state: str) -> None:
        if self._live is None:
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
        place = min(max((view.level_dbfs + 60) / 60, 0.0), 1.0)
        meter = _METER[round(place * (len(_METER) - 1))]
        tail = f"  {meter}  Saved to {words.clock(self._saved_s())}"
        foot = Text(f"● {state}", _COLOUR[view.floor])
        foot.truncate(self._console.width - len(tail), overflow="ellipsis")
        foot.append(tail, "dim")
        is_speaking = view.floor is Floor.INTERVIEWER and view.caption
        caption = Text(f"Interviewer: {words.plain(view.caption)} …", style="dim")
        self._live.update(Group(caption, foot) if is_speaking else foot, refresh=True)

    def _print(self, text: Text, *, is_whole: bool = False) -> None:
        # In a file a line stays a line, and nowhere is a path broken in two.
        self._console.print(text, highlight=False, soft_wrap=is_whole or not self._is_drawn)


def _kind(view: View) -> str:
    """Return what makes a state another one: not how many megabytes are left."""
    is_slow, is_ample = view.disk.behind_s is not None, view.disk.room is Room.AMPLE
    return f"{words.state(replace(view, disk=DiskView(), locked_s=None))} {is_slow} {is_ample}"


def _spoken(payload: dict[str, Json]) -> str:
    text, seconds = payload.get("text"), payload.get("seconds", 0.0)
    assert isinstance(seconds, int | float)
    return words.answer(str(text) if text else None, seconds)
