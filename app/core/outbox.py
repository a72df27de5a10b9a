"""What leaves next? One queue for everything, pulled by one sender.

    History, Prompt, [WindowStart, Audio ..., WindowEnd], ToolResult, [WindowStart, Audio ...

A window is one entry: whatever else is queued waits until its end has left, so nothing can come
between its start and its end. Pulling is the back-pressure: what a slow or lost connection does
not take stays here as numbers of frames, and nothing is ever dropped. When a connection is lost
the whole queue is made anew from what the next one must be told (``rebuild``).

Two things hold a window back: a pending tool call (its result goes first), and the replay of an
answer whose reply was heard before (``replays``).

A backlog of more than a second leaves in messages of 100 ms (20 ms messages need 374 kbit/s,
100 ms ones 350), at ``replay_pace`` times real time.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from app.core.answers import Exchange
from app.core.coverage import Restore
from app.core.events import FRAME_S
from app.core.outgoing import (
    Audio,
    History,
    Outgoing,
    Prompt,
    ToolResult,
    WindowEnd,
    WindowStart,
)
from app.core.replays import Replays
from app.core.utterance import Span, Utterance, append_frame, join


@dataclass(frozen=True, slots=True)
class OutboxParams:
    """Sizes in frames of 20 ms; the pace is a multiple of real time.

    Twice real time is what is dared against the service until it has been measured there.
    """

    joined_frames: int = 5
    backlog_frames: int = 50
    pause_frames: int = 25
    replay_pace: float = 2.0
    handle_wait_s: float = 8.0
    """How long a replay is followed by nothing, in seconds, where a handle is to cover it."""

    def __post_init__(self) -> None:
        if not 1 <= self.replay_pace <= 100:
            msg = f"replay_pace is {self.replay_pace}; it must lie between 1 and 100"
            raise ValueError(msg)


@dataclass(slots=True)
class _Window:
    """A window in the queue."""

    number: int
    said: list[int]
    spans: list[Span]  # not yet taken
    is_open: bool  # more frames will come
    is_started: bool = False  # its start has been taken
    taken: int = 0  # frames

    @property
    def waiting(self) -> int:
        """Frames not yet taken."""
        return sum(span.frames for span in self.spans)


_Entry = _Window | History | Prompt | ToolResult


class Outbox:
    """The queue.

    Attributes:
        ready_at: Before this time ``take`` gives nothing, in seconds.
        pace: Of what waits, in times real time.
        replays: What is sent again though its reply was heard.
    """

    def __init__(self, params: OutboxParams) -> None:
        self._params = params
        self.ready_at = 0.0
        self.pace = params.replay_pace
        self.replays = Replays(params.handle_wait_s)
        self._queue: deque[_Entry] = deque()
        self._windows = 0  # numbers given
        self._calls: set[str] = set()  # tool calls without a result
        self._is_catching_up = False  # hysteresis: from a second of backlog down to 100 ms

    @property
    def backlog(self) -> int:
        """Frames that wait to be taken."""
        return sum(entry.waiting for entry in self._queue if isinstance(entry, _Window))

    @property
    def is_empty(self) -> bool:
        """Whether everything has been taken, the end of its window too."""
        return not self._queue

    def slow_down(self) -> None:
        """From now on what waits leaves at real time: the server did not bear it faster."""
        self.pace = 1.0

    def said_in(self, window: int) -> tuple[int, ...]:
        """Return the numbers of the utterances in a window that has not ended."""
        for entry in self._queue:
            if isinstance(entry, _Window) and entry.number == window:
                return tuple(entry.said)
        return ()

    # --- putting in

    def ask(self, said: int, text: str) -> None:
        """Queue a prompt."""
        self._queue.append(Prompt(self._number(), said, text))

    def begin(self, utterance: Utterance, *, same_answer: bool) -> None:
        """Begin to take an utterance: in the window before it, if that has not ended yet."""
        last = self._queue[-1] if self._queue else None
        if same_answer and isinstance(last, _Window):
            last.said.append(utterance.number)
            last.spans.extend(utterance.spans)
            last.is_open = True
        else:
            self._queue.append(
                _Window(self._number(), [utterance.number], [*utterance.spans], is_open=True)
            )

    def grow(self, index: int) -> None:
        """Take the next frame of the utterance that is open."""
        append_frame(self._live().spans, index)

    def end(self) -> None:
        """The open utterance is over: its window ends behind its last frame."""
        self._live().is_open = False

    def called(self, call: str) -> None:
        """A tool call came: no window opens before its result has left."""
        self._calls.add(call)

    def cancelled(self, call: str) -> None:
        """A tool call needs no result any more."""
        self._calls.discard(call)
        self._queue = deque(
            entry
            for entry in self._queue
            if not (isinstance(entry, ToolResult) and entry.call == call)
        )

    def give_result(self, result: ToolResult) -> None:
        """Queue a tool result: next, but never inside a window nor before the history."""
        head = self._queue[0] if self._queue else None
        goes_second = isinstance(head, History) or (isinstance(head, _Window) and head.is_started)
        self._queue.insert(1 if goes_second else 0, result)

    def settled(self, windows: tuple[int, ...]) -> None:
        """These windows have a complete reply."""
        self.replays.settled(windows)

    def covered(self) -> None:
        """A clean handle covers what is settled."""
        if self.replays.covered():
            self.ready_at = 0.0

    def rebuild(self, plan: Restore, *, talking: bool) -> None:
        """Forget the queue; queue what a new connection must be told.

        Args:
            plan: What that is.
            talking: Whether the newest utterance of the open exchange goes on.
        """
        self._queue.clear()
        self._calls.clear()
        self._is_catching_up = False
        self.ready_at = 0.0  # it was the pace of the connection before
        if plan.history:
            self._queue.append(plan.history)
        before = self._windows
        for exchange in plan.replays:
            self._queue_again(exchange, plan.knows)
        self.replays.begin({*range(before + 1, self._windows + 1)})
        if plan.present:
            self._queue_again(plan.present, plan.knows)
            if talking:
                self._reopen(plan.present.utterances[-1])

    # --- taking out

    def take(self, now: float) -> Outgoing | None:
        """Return the next item to send, or None if none may be sent yet."""
        if now < self.ready_at or not self._queue:
            return None
        match self._queue[0]:
            case ToolResult(call):
                self._calls.discard(call)
                return self._pop()
            case History():
                return self._pop()
            case _Window(is_started=True) as window:
                return self._go_on(window, now)
            case _ if self._calls or self._holds_back(now):
                return None
            case _Window(number) as window:
                window.is_started = True
                return WindowStart(number)
            case prompt:
                self.replays.left(prompt.window)
                return self._pop()

    def _pop(self) -> Outgoing:
        entry = self._queue.popleft()
        assert not isinstance(entry, _Window)
        return entry

    def _go_on(self, window: _Window, now: float) -> Outgoing | None:
        """Send more of a window that has started."""
        if window.spans:
            return self._take_audio(window, now)
        if window.is_open:
            return None
        self._queue.popleft()
        self.replays.left(window.number)
        return WindowEnd(window.number, tuple(window.said), window.taken)

    def _holds_back(self, now: float) -> bool:
        """Whether a replay lets nothing follow yet; where that has an end, it is ``ready_at``."""
        until = self.replays.hold_until(now)
        if until is not None and until < math.inf:
            self.ready_at = until
        return until is not None

    def _take_audio(self, window: _Window, now: float) -> Audio:
        backlog = self.backlog
        if backlog > self._params.backlog_frames:
            self._is_catching_up = True
        elif backlog <= self._params.joined_frames:
            self._is_catching_up = False
        span = window.spans.pop(0)
        wanted = self._params.joined_frames if self._is_catching_up else 1
        count = min(wanted, span.frames)
        if count < span.frames:
            window.spans.insert(0, Span(span.first + count, span.last))
        window.taken += count
        if self._is_catching_up:
            self.ready_at = max(self.ready_at, now) + count * FRAME_S / self.pace
        return Audio(window.number, span.first, count)

    # --- inside

    def _number(self) -> int:
        self._windows += 1
        return self._windows

    def _live(self) -> _Window:
        """The window that takes frames: the newest one."""
        window = next(entry for entry in reversed(self._queue) if isinstance(entry, _Window))
        assert window.is_open
        return window

    def _queue_again(self, exchange: Exchange, knows: frozenset[int]) -> None:
        for said, text in exchange.prompts.items():
            if said not in knows:
                self.ask(said, text)
        unknown = [one for one in exchange.utterances if one.number not in knows]
        if unknown:
            spans = join(unknown, self._params.pause_frames)
            said_in = [one.number for one in unknown]
            self._queue.append(_Window(self._number(), said_in, spans, is_open=False))

    def _reopen(self, utterance: Utterance) -> None:
        """The open exchange's newest utterance is still growing."""
        last = self._queue[-1]
        assert isinstance(last, _Window), "an open utterance is unknown to every server"
        assert last.said[-1] == utterance.number
        last.is_open = True
