"""What was seen while a service was probed: a timed list of events, and questions to it. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from app.core.events import (
    CandidateText,
    GenerationComplete,
    HandleGiven,
    Left,
    LinkOpened,
    ReplyAudio,
    ReplyText,
    ServerEvent,
    StillWorking,
    ToolCall,
    TurnComplete,
)
from app.core.faults import LinkFault, Phase
from app.core.outgoing import Prompt, ToolResult, WindowEnd, WindowStart

BYTES_A_SECOND = 48_000
"""Of the interviewer's sound: int16 mono at 24 kHz."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dialled:
    """We began to connect; ``resumes`` says whether with a handle."""

    epoch: int
    resumes: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """We aborted this connection."""

    epoch: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The connection was refused, or closed by the other side.

    Attributes:
        epoch: Which one.
        phase: RESUME or SETUP before it was open, else OPEN.
        code: Close code or HTTP status, if there was one.
        text: The reason in the service's own words; to be redacted before it is shown.
        fault: What it means to us.
    """

    epoch: int
    phase: Phase
    code: int | None
    text: str
    fault: LinkFault


Event = ServerEvent | LinkOpened | Left | Dialled | Dropped | Ended


@dataclass(frozen=True, slots=True)
class Seen:
    """An event and when it was, in seconds."""

    t: float
    event: Event


@dataclass(frozen=True, slots=True)
class Turn:
    """What came between something that asks for a reply and the next such thing.

    Attributes:
        asked_at: When it left.
        epoch: The connection.
        seen: All that came on it.
    """

    asked_at: float
    epoch: int
    seen: tuple[Seen, ...]

    @property
    def sign_at(self) -> float | None:
        """The first sign that the model works on it."""
        return self._first(CandidateText, ReplyAudio, ReplyText, StillWorking, ToolCall)

    @property
    def sound_at(self) -> float | None:
        """The first sound."""
        return self._first(ReplyAudio)

    @property
    def called_at(self) -> float | None:
        """The first call of a function."""
        return self._first(ToolCall)

    @property
    def generated_at(self) -> float | None:
        """All of it had been sent."""
        return self._first(GenerationComplete, TurnComplete)

    @property
    def complete_at(self) -> float | None:
        """The end; one without sound after a call is only the call's."""
        from_t = self.sound_at
        if from_t is None:
            if self.called_at is not None:
                return None
            from_t = self.asked_at
        ends = (one.t for one in self.seen if isinstance(one.event, TurnComplete))
        return next((t for t in ends if t >= from_t), None)

    @property
    def is_answered(self) -> bool:
        """Whether a whole reply with sound came."""
        return self.sound_at is not None and self.complete_at is not None

    @property
    def said(self) -> str:
        """The words, in lower case; for comparing only."""
        parts = (one.event.text for one in self.seen if isinstance(one.event, ReplyText))
        return "".join(parts).lower()

    @property
    def sound_s(self) -> float:
        """How long the reply sounds."""
        sounds = (one.event.pcm for one in self.seen if isinstance(one.event, ReplyAudio))
        return sum(len(pcm) for pcm in sounds) / BYTES_A_SECOND

    def _first(self, *kinds: type[Event]) -> float | None:
        return next((one.t for one in self.seen if isinstance(one.event, kinds)), None)


@dataclass
class Sightings:
    """All that was seen in one probe, in order.

    Attributes:
        seen: The list.
        unreadable: How many messages could not be read.
    """

    seen: list[Seen] = field(default_factory=list)
    unreadable: int = 0

    def add(self, t: float, event: Event) -> None:
        """Note an event."""
        self.seen.append(Seen(t, event))

    def all(
        self, kind: type[T], where: Callable[[T], bool] = lambda _: True
    ) -> list[tuple[float, T]]:
        """Return the events of a kind, each with its time."""
        return [
            (one.t, one.event)
            for one in self.seen
            if isinstance(one.event, kind) and where(one.event)
        ]

    def turns(self) -> list[Turn]:
        """Return the turns that were asked for, in order."""
        return list(self._turns())

    def _turns(self) -> Iterator[Turn]:
        asked = [n for n, one in enumerate(self.seen) if _asks(one.event)]
        for n, following in pairwise([*asked, len(self.seen)]):
            epoch = self.seen[n].event.epoch
            after = self.seen[n + 1 : following]
            yield Turn(
                self.seen[n].t, epoch, tuple(one for one in after if one.event.epoch == epoch)
            )

    def handles(self, epoch: int) -> list[tuple[float, str]]:
        """Return the handles of a connection, each with its time."""
        given = self.all(HandleGiven, lambda one: one.epoch == epoch)
        return [(t, one.handle) for t, one in given if one.handle is not None]

    def clean_handle(self) -> str | None:
        """Return the newest handle that came when every turn asked for had been generated."""
        turns = self.turns()
        if not turns:
            return next((one.handle for _, one in reversed(self.all(HandleGiven))), None)
        if turns[-1].generated_at is None:
            return None
        epoch, since = turns[-1].epoch, turns[-1].generated_at
        opened = self.all(Left, lambda one: isinstance(one.item, WindowStart))
        until = next((t for t, _ in opened if t >= since), math.inf)
        given = reversed(self.handles(epoch))
        return next((one for t, one in given if since <= t <= until), None)

    def mid_turn_handle(self) -> str | None:
        """Return the newest handle that came while a turn was being generated."""
        for turn in reversed(self.turns()):
            for t, handle in reversed(self.handles(turn.epoch)):
                if turn.generated_at and turn.asked_at <= t < turn.generated_at:
                    return handle
        return None

    def calls(self) -> list[ToolCall]:
        """Return the calls of functions, in order."""
        return [call for _, call in self.all(ToolCall)]

    def calls_unanswered(self) -> list[ToolCall]:
        """Return the calls that have had no response of ours."""
        answered = {one.item.call for _, one in self.all(Left) if isinstance(one.item, ToolResult)}
        return [call for call in self.calls() if call.call not in answered]

    def end(self) -> Ended | None:
        """Return the last close or refusal by the other side, if there was any."""
        return next((one for _, one in reversed(self.all(Ended))), None)


def _asks(event: Event) -> bool:
    return isinstance(event, Left) and isinstance(event.item, Prompt | WindowEnd)
