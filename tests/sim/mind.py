"""What the model knows: everything that the server consumed, and how strictly it is consumed.

This is where the first two laws are asserted: whatever breaks the order of the wire, or sends sound
outside a window, is refused as the service would refuse it, by an assertion instead of a close.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.outgoing import (
    Audio,
    History,
    Outgoing,
    Prompt,
    ToolResult,
    WindowEnd,
    WindowStart,
)


@dataclass(frozen=True, slots=True)
class Sounded:
    """A whole window: the frames of the timeline in it, and the numbers of what was said."""

    window: int
    said: tuple[int, ...]
    frames: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """A text of ours: a prompt, or past exchanges with what the candidate said in them."""

    said: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The model's own turn, whole; a decline too."""

    turn: int


Known = Sounded | Told | Answered


@dataclass(frozen=True, slots=True)
class Context:
    """What a model knows at one moment.

    Attributes:
        known: In the order in which it was consumed.
        is_clean: No window is open, none waits for a reply, no tool call is pending.
    """

    known: tuple[Known, ...] = ()
    is_clean: bool = True

    def frames_of(self, said: tuple[int, ...]) -> frozenset[int]:
        """Return the frames of the windows in which any of this was said."""
        windows = (one for one in self.known if isinstance(one, Sounded))
        return frozenset[int]().union(*(one.frames for one in windows if {*one.said} & {*said}))

    def text_of(self, said: int) -> str | None:
        """Return the text as which this came, or None."""
        told = (one.text for one in self.known if isinstance(one, Told) and said in one.said)
        return next(told, None)


@dataclass(slots=True)
class Mind:
    """The model on one connection.

    Attributes:
        known: What was consumed whole, and what the model said.
        owed: What asked for a reply and has none: windows and their said numbers.
        calls: Tool calls that wait for their result.
        is_begun: Something was consumed.
    """

    known: list[Known] = field(default_factory=list)
    owed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    _open: int | None = None
    _frames: list[int] = field(default_factory=list)
    _newest: int = -1
    is_begun: bool = False
    _closed: set[int] = field(default_factory=set)
    _called: set[str] = field(default_factory=set)  # not answered, cancelled or not

    def call(self, call: str) -> None:
        """The model wants the result of a function."""
        self.calls.add(call)
        self._called.add(call)

    @property
    def is_listening(self) -> bool:
        """Whether a window is open."""
        return self._open is not None

    def snapshot(self) -> Context:
        """Return what is known now, as a handle would keep it."""
        is_clean = not (self._open is not None or self.owed or self.calls)
        return Context(tuple(self.known), is_clean)

    def reply(self, turn: int) -> None:
        """The model completed a turn."""
        self.known.append(Answered(turn))
        self.owed.clear()

    def consume(self, item: Outgoing) -> None:
        """Take the next item of the wire; assert that it may come now."""
        match item:
            case History(turns, said):
                assert not self.is_begun, "law 1: history behind something else"
                self.known.append(Told(said, " ".join(turn.candidate for turn in turns)))
            case Prompt(window, said, text):
                self._between_windows(item)
                self.known.append(Told((said,), text))
                self.owed[window] = (said,)
            case WindowStart(window):
                self._between_windows(item)
                assert window not in self._closed, "law 1: a window twice"
                self._open, self._frames = window, []
            case Audio():
                self._hear(item)
            case WindowEnd():
                self._end(item)
            case ToolResult(call):
                self._between_windows(item, may_be_called=True)
                assert call in self._called, f"law 1: {item} for another connection's call"
                self._called.discard(call)
                self.calls.discard(call)
        self.is_begun = True

    def _between_windows(self, item: Outgoing, *, may_be_called: bool = False) -> None:
        assert self._open is None, f"law 1: {item} inside a window"
        assert may_be_called or not self.calls, f"law 1: {item} while a tool call is pending"

    def _hear(self, item: Audio) -> None:
        assert self._open is not None, f"law 2: {item} outside a window"
        assert item.window == self._open, f"law 1: {item} of another window"
        assert item.first > self._newest, f"law 1: {item} behind or again, after {self._newest}"
        assert item.count >= 1, item
        self._newest = item.first + item.count - 1
        self._frames += range(item.first, self._newest + 1)

    def _end(self, item: WindowEnd) -> None:
        assert self._open == item.window, f"law 2: {item} ends what is not open ({self._open})"
        assert self._frames, "law 2: a window without sound"
        assert item.frames == len(self._frames), (item, len(self._frames))
        self.known.append(Sounded(item.window, item.said, frozenset(self._frames)))
        self.owed[item.window] = item.said
        self._closed.add(item.window)
        self._open = None
