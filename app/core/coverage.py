"""What does the model know? Judged on its context, not on what was sent.

    window sent --- a complete reply belonging to it ---> settled: the model knows it
    handle while nothing is unsettled -------------> clean: it knows all that is settled

What a connection knows is what it resumed from and what was settled on it. A resumption handle is
*clean* if, when it arrived, no window was open, every window sent on that connection was settled
and no tool call was pending; only clean handles are kept, each with what it covers, because the
server's state behind any other is anybody's guess.

After a lost link ``restore`` says what the next connection must be told, given what it will know:

1. exchanges that ended but are not covered, as text, oldest first, so long as they have text;
2. from the first without text on, those exchanges again as sound, one window each; the second
   reply to each is discarded;
3. what is not covered of the open exchange: its prompts, and its utterances as one window.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.core.answers import Exchange, Fate
from app.core.outgoing import History, HistoryTurn, Prompt, WindowEnd, WindowStart

Wording = Callable[[Exchange], HistoryTurn | None]
"""The words of an exchange, or None where the candidate's or the interviewer's are not known."""


@dataclass(frozen=True, slots=True)
class CleanHandle:
    """A resumption handle and the numbers of what the server's state behind it contains."""

    handle: str
    knows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Restore:
    """What the next connection must be told, in this order.

    Attributes:
        history: Exchanges as text, or None.
        replays: Ended exchanges to be heard again.
        present: The open exchange, or None.
        knows: What the connection knows already; it is left out.
    """

    history: History | None
    replays: tuple[Exchange, ...]
    present: Exchange | None
    knows: frozenset[int]


class Coverage:
    """Follows one connection at a time.

    Args:
        clean: The newest clean handle of an interview that is gone on with, or None.

    Attributes:
        clean: The newest clean handle, or None.
        has_settled: A window was settled on this connection.
    """

    def __init__(self, clean: CleanHandle | None = None) -> None:
        self.clean = clean
        self.has_settled = False
        self._knows: frozenset[int] = frozenset()
        self._unsettled: dict[int, tuple[int, ...] | None] = {}  # None while the window is open
        self._untold: tuple[int, ...] = ()  # sent as text, not yet followed by a settled window
        self._calls: set[str] = set()

    @property
    def awaiting(self) -> tuple[int, ...]:
        """Windows that ended on this connection and have no complete reply yet."""
        return tuple(window for window, said in self._unsettled.items() if said is not None)

    def said_in(self, windows: tuple[int, ...]) -> tuple[int, ...]:
        """Return the numbers of what was said in these windows of this connection."""
        return tuple(said for window in windows for said in self._unsettled.get(window) or ())

    def has(self, said: Collection[int]) -> bool:
        """Whether the model on this connection knows all of these."""
        return self._knows.issuperset(said)

    def opened(self, base: frozenset[int]) -> None:
        """Begin a connection that resumed from ``base``."""
        self._knows = base
        self.has_settled = False
        self._unsettled = {}
        self._untold = ()
        self._calls = set()

    def left(self, item: object) -> None:
        """Take an item that was handed to the socket."""
        match item:
            case WindowStart(window):
                self._unsettled[window] = None
            case WindowEnd(window, said):
                self._unsettled[window] = said
            case Prompt(window, said):
                self._unsettled[window] = (said,)
            case History():
                self._untold += item.said
            case _:
                pass

    def settle(self, windows: tuple[int, ...]) -> None:
        """A complete reply belongs to these windows: the model knows them and what came before."""
        self._knows |= set(self.said_in(windows)) | set(self._untold)
        self._untold = ()
        self.has_settled = self.has_settled or bool(windows)
        for window in windows:
            self._unsettled.pop(window, None)

    def called(self, call: str) -> None:
        """A tool call is pending."""
        self._calls.add(call)

    def returned(self, call: str) -> None:
        """A tool call has its result, or is no longer wanted."""
        self._calls.discard(call)

    def take_handle(self, handle: str) -> bool:
        """Keep a handle if it is clean; return whether it is."""
        if self._unsettled or self._untold or self._calls:
            return False
        self.clean = CleanHandle(handle, self._knows)
        return True

    def forget_handle(self) -> None:
        """The server does not take the handle."""
        self.clean = None


def restore(exchanges: list[Exchange], knows: frozenset[int], wording: Wording) -> Restore:
    """Return what a connection that knows ``knows`` must be told; pure bookkeeping."""
    turns: list[HistoryTurn] = []
    said: list[int] = []
    replays: list[Exchange] = []
    present = None
    for exchange in exchanges:
        if not exchange.is_for_the_model or knows.issuperset(exchange.said):
            continue
        if exchange.fate is Fate.OPEN:
            present = exchange
            continue
        words = None if replays else wording(exchange)
        if words is None:
            replays.append(exchange)
        else:
            turns.append(words)
            said.extend(exchange.said)
    history = History(tuple(turns), tuple(said)) if turns else None
    return Restore(history, tuple(replays), present, knows)
