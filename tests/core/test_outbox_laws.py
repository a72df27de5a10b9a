"""Laws 1, 2 and 5 on the wire, for any run of speech, replies, tool calls and lost connections.

The outbox is driven by the dialogue, as in the application. The server here knows what it has been
told, and a handle's snapshot is what it knew when it gave the handle.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import app.core.outgoing as out
from app.core.actions import Connect
from app.core.dialogue import Dialogue
from app.core.outbox import OutboxParams
from app.core.replies import Completed, Heard
from app.core.talk import Began, Ended, Grew

KINDS = [
    *("speak", "speak", "speak", "silence", "end", "send", "send", "send", "reply", "hear"),
    *("decline", "handle", "tool", "result", "cancel", "ask", "lose", "connect", "connect fresh"),
]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 80)), min_size=40, max_size=60)
PAUSE = 25


@dataclass
class Connection:
    """What a server heard and what it makes of it."""

    base: frozenset[int]
    log: list[Any] = field(default_factory=list)  # items, and the ids of its tool calls
    context: set[int] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)  # calls whose result is queued
    owed: set[int] = field(default_factory=set)  # windows without a complete reply

    @property
    def running(self) -> list[str]:
        """Calls for which a result is to come."""
        gone = {one[1] for one in self.log if isinstance(one, tuple)} | self.answered
        return [one for one in self.log if isinstance(one, str) and one not in gone]

    @property
    def is_at_rest(self) -> bool:
        """No window is open or without its reply, and no call waits for its result."""
        told = {one.call for one in self.log if isinstance(one, out.ToolResult)}
        gone = {one[1] for one in self.log if isinstance(one, tuple)} | told
        calls = {one for one in self.log if isinstance(one, str)}
        return not self.owed and calls <= gone

    def hear(self, item: out.Outgoing) -> None:
        self.log.append(item)
        if isinstance(item, out.WindowStart | out.Prompt):
            self.owed.add(item.window)
        match item:
            case out.History(_, said) | out.WindowEnd(_, said):
                self.context |= set(said)
            case out.Prompt(_, said):
                self.context.add(said)


class Run:
    """One dialogue over many connections."""

    def __init__(self) -> None:
        self.dialogue = Dialogue(OutboxParams())
        self.connections: list[Connection] = []
        self.snapshots: dict[str, frozenset[int]] = {}
        self.clean: set[str] = set()  # handles given while the server was at rest
        self.link: Connection | None = None
        self.index = 0
        self.complete: Completed | None = None
        self.count = itertools.count(1)
        self.connect()

    def play(self, steps: list[tuple[str, int]]) -> Run:
        for kind, amount in steps:
            match kind:
                case "speak":
                    self.speak(amount)
                case "silence":
                    self.index += 0 if self.dialogue.is_talking else 10 * amount
                case "end" if self.dialogue.is_talking:
                    self.dialogue.speak(Ended())
                case "ask" if not self.dialogue.is_talking:
                    self.dialogue.ask(f"Please go on, {amount}.")
                case "lose":
                    self.dialogue.lost()
                    self.link = None
                case "connect" | "connect fresh" if self.link is None:
                    self.connect(fresh=kind == "connect fresh")
                case _ if self.link is not None:
                    self.serve(self.link, kind, amount)
        return self

    def connect(self, *, fresh: bool = False) -> None:
        *_, request = self.dialogue.connect(len(self.connections) + 1, fresh=fresh)
        assert isinstance(request, Connect)
        assert request.handle is None or request.handle in self.clean
        base = self.snapshots[request.handle] if request.handle else frozenset[int]()
        self.link = Connection(base, context=set(base))
        self.connections.append(self.link)
        self.complete = None
        self.dialogue.opened()

    def speak(self, frames: int) -> None:
        if not self.dialogue.is_talking:
            self.dialogue.speak(Began(self.index, self.index, self.index))
            self.index += 1
        for _ in range(frames):
            self.dialogue.speak(Grew(self.index, self.index))
            self.index += 1

    def serve(self, link: Connection, kind: str, amount: int) -> None:
        match kind:
            case "send":
                self.send(link, amount)
            case "reply":
                self.reply(with_sound=True)
            case "decline":
                self.reply(with_sound=False)
            case "hear" if self.complete and not self.dialogue.is_talking:
                self.dialogue.heard(Heard(self.complete.reply, self.complete.said))
            case "handle":
                self.dialogue.take_handle(handle := f"handle {next(self.count)}")
                self.snapshots[handle] = frozenset(link.context)
                if link.is_at_rest:
                    self.clean.add(handle)
            case "tool":
                link.log.append(call := f"call {next(self.count)}")
                self.dialogue.coverage.called(call)
                self.dialogue.outbox.called(call)
            case "result" if link.running:
                result = out.ToolResult(link.running[0], "score", "no")
                link.answered.add(result.call)
                self.dialogue.outbox.give_result(result)
            case "cancel" if calls := [one for one in link.log if isinstance(one, str)]:
                call = calls[amount % len(calls)]
                link.log.append(("cancelled", call))
                self.dialogue.cancel((call,))

    def send(self, link: Connection, most: int) -> None:
        for _ in range(most):
            now = self.dialogue.outbox.ready_at
            item = self.dialogue.take(now)
            if item is None and self.dialogue.outbox.ready_at > now:  # as the sender: it waits
                item = self.dialogue.take(self.dialogue.outbox.ready_at)
            if item is None:
                return
            link.hear(item)
            self.dialogue.left(item)

    def reply(self, *, with_sound: bool) -> None:
        asked = self.dialogue.asked()
        if asked.windows:
            number = next(self.count)
            done = Completed(number, asked.windows, asked.said, with_sound=with_sound)
            self.complete = done if with_sound else None
            self.dialogue.settle(done)
            assert self.link
            self.link.owed -= set(asked.windows)

    def come_to_rest(self) -> Connection:
        """Connect once more, send all and let the server reply to each window."""
        self.connect()
        assert self.link
        if self.dialogue.is_talking:
            self.dialogue.speak(Ended())
        heard = -1
        while heard != len(self.link.log):
            heard = len(self.link.log)
            self.send(self.link, 10_000)
            self.reply(with_sound=True)
        return self.link


def frames_of(log: list[Any]) -> list[int]:
    spans = [range(one.first, one.first + one.count) for one in log if isinstance(one, out.Audio)]
    return [*itertools.chain(*spans)]


RUNS = settings(max_examples=60)


@RUNS
@given(STEPS)
def test_every_connection_hears_history_first_and_then_whole_windows(
    steps: list[tuple[str, int]],
) -> None:
    """Laws 1 and 2."""
    for link in Run().play(steps).connections:
        inside, frames = None, 0
        heard = [one for one in link.log if not isinstance(one, str | tuple)]
        for place, item in enumerate(heard):
            match item:
                case out.History():
                    assert place == 0
                case out.WindowStart(window):
                    assert inside is None
                    inside, frames = window, 0
                case out.Audio(window, _, count):
                    assert inside == window, "no audio outside its window"
                    frames += count
                case out.WindowEnd(window, said, count):
                    assert inside == window
                    assert said
                    assert frames == count > 0
                    inside = None
                case out.Prompt() | out.ToolResult():
                    assert inside is None, "nothing comes between a window's start and its end"


@RUNS
@given(STEPS)
def test_every_connection_hears_frames_in_capture_order_and_each_once(
    steps: list[tuple[str, int]],
) -> None:
    """Law 1."""
    for link in Run().play(steps).connections:
        frames = frames_of(link.log)
        assert all(one < two for one, two in itertools.pairwise(frames))


@RUNS
@given(STEPS)
def test_no_window_opens_while_a_tool_call_waits_and_results_go_where_they_were_asked_for(
    steps: list[tuple[str, int]],
) -> None:
    """Law 1."""
    for link in Run().play(steps).connections:
        pending = set[str]()
        for item in link.log:
            match item:
                case str():
                    pending.add(item)
                case ("cancelled", call):
                    pending.discard(call)
                case out.ToolResult(call):
                    assert call in pending
                    pending.discard(call)
                case out.WindowStart() | out.Prompt():
                    assert not pending


@RUNS
@given(STEPS)
def test_in_the_end_the_server_knows_all_that_was_said(steps: list[tuple[str, int]]) -> None:
    """Law 5, judged on the context of the model and not on what was sent."""
    run = Run().play(steps)
    link = run.come_to_rest()
    said = {number for one in run.dialogue.answers.exchanges for number in one.said}
    assert said <= link.context


@RUNS
@given(STEPS)
def test_an_unanswered_answer_is_one_window_with_all_but_its_long_pauses(
    steps: list[tuple[str, int]],
) -> None:
    """Law 5: of what the new connection does not know, only pauses beyond half a second lack."""
    run = Run().play(steps)
    link = run.come_to_rest()
    present = run.dialogue.answers.open
    unknown = [one for one in present.utterances if one.number not in link.base] if present else []
    if not unknown:
        return
    windows = [one.said for one in link.log if isinstance(one, out.WindowEnd)]
    assert tuple(one.number for one in unknown) in windows
    assert {n for one in unknown for n in range(one.onset, one.last_speech + 1)} <= set(
        frames_of(link.log)
    )


@RUNS
@given(STEPS)
def test_no_two_windows_of_an_interview_have_the_same_number(
    steps: list[tuple[str, int]],
) -> None:
    logs = itertools.chain(*(link.log for link in Run().play(steps).connections))
    numbers = [one.window for one in logs if isinstance(one, out.WindowStart | out.Prompt)]
    assert len(numbers) == len(set(numbers))
