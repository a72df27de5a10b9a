"""What was said, in order: exchanges of one answer (or prompt) and the reply that was heard.

An *answer* is all that the candidate says between two replies heard; it may be several utterances.
Every answer ends as exactly one of answered, declined, held, withdrawn. The opening prompt and any
other text that asks for a reply is an exchange too, or part of one.

Whatever was said has a number (``said``), by which coverage knows what the model knows.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.events import FRAME_S
from app.core.utterance import Span, Utterance


class Fate(enum.Enum):
    """How an answer ended."""

    OPEN = "open"
    """It has not: no reply to it was heard yet."""
    ANSWERED = "answered"
    """Its reply was heard."""
    DECLINED = "declined"
    """The model completed its turn without a sound."""
    HELD = "held"
    """Whole on disk; the candidate left before a reply."""
    WITHDRAWN = "withdrawn"
    """Whole on disk; the candidate took it back, or left, and does not want it sent."""


@dataclass(slots=True)
class Exchange:
    """One answer or prompt, and what became of it.

    Attributes:
        number: Its place in the interview, from 0 on.
        prompts: Texts that asked for a reply, by said number.
        utterances: The candidate's, in order.
        fate: How it ended.
        reply: Number of the reply that was heard, or None.
        has_left: Something of the candidate's in it was handed to a socket, of whatever connection.
    """

    number: int
    prompts: dict[int, str] = field(default_factory=dict)
    utterances: list[Utterance] = field(default_factory=list)
    fate: Fate = Fate.OPEN
    reply: int | None = None
    has_left: bool = False

    @property
    def said(self) -> tuple[int, ...]:
        """The numbers of all that was said in it, ascending."""
        return tuple(sorted([*self.prompts, *(one.number for one in self.utterances)]))

    @property
    def is_open(self) -> bool:
        """Whether no reply to it was heard yet."""
        return self.fate is Fate.OPEN

    @property
    def is_for_the_model(self) -> bool:
        """Whether the model is to know it: all but what was withdrawn."""
        return self.fate is not Fate.WITHDRAWN

    @property
    def has_reached_the_model(self) -> bool:
        """Whether it is an answer that was answered or declined."""
        return bool(self.utterances) and self.fate in {Fate.ANSWERED, Fate.DECLINED}

    @property
    def seconds(self) -> float:
        """How much sound of the candidate it has."""
        return sum(one.frames for one in self.utterances) * FRAME_S


class Answers:
    """All exchanges so far; the newest may be open.

    Args:
        past: The exchanges of an interview that is gone on with. What of them had left before it
            stopped, nobody knows: all counts as if it had.
        next_exchange: Its next one has at least this number.
        next_said: The same of what is said next.
    """

    def __init__(
        self, past: Sequence[Exchange] = (), next_exchange: int = 0, next_said: int = 0
    ) -> None:
        self.exchanges: list[Exchange] = [*past]
        for one in past:
            one.has_left = True
        self._owner = {number: one for one in past for number in one.said}
        self._next_exchange = max([next_exchange, *(one.number + 1 for one in past)])
        self._next = max([next_said, *(number + 1 for number in self._owner)])

    @property
    def open(self) -> Exchange | None:
        """The exchange whose reply has not been heard."""
        newest = self.exchanges[-1] if self.exchanges else None
        return newest if newest and newest.fate is Fate.OPEN else None

    @property
    def answered(self) -> int:
        """How many spoken answers have been answered or declined."""
        return sum(one.has_reached_the_model for one in self.exchanges)

    def ask(self, text: str) -> int:
        """Add a prompt; return its said number."""
        exchange, number = self._present()
        exchange.prompts[number] = text
        return number

    def speak(self, first: int, onset: int, newest: int) -> Utterance:
        """Add an utterance of the frames ``first`` to ``newest``."""
        exchange, number = self._present()
        utterance = Utterance(number, [Span(first, newest)], onset, newest)
        exchange.utterances.append(utterance)
        return utterance

    def of(self, said: tuple[int, ...]) -> list[Exchange]:
        """Return the exchanges in which these things were said, without repeat."""
        return list({id(one): one for one in (self._owner[number] for number in said)}.values())

    def _present(self) -> tuple[Exchange, int]:
        exchange = self.open
        if exchange is None:
            exchange = Exchange(self._next_exchange)
            self._next_exchange += 1
            self.exchanges.append(exchange)
        number, self._next = self._next, self._next + 1
        self._owner[number] = exchange
        return exchange, number
