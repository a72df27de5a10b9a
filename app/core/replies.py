"""Which reply is this message part of, what does it answer, and was it heard?

The server's stream, per connection:

    IDLE -- first sound, text or tool call --> COMING -- generationComplete --> COMPLETE
      ^                                          |                                 |
      |                                     interrupted ------> CUT <--------------+ (spurious)
      +------------------------- turnComplete ---+---------------------------------+

Sound to a newer window ends a CUT turn too, should the turnComplete of the cut one not come.
A reply belongs to the windows whose end had left before its first message came. It is *complete* at
generationComplete, or at a turnComplete not preceded by interrupted; a turn with a tool call and no
sound is not. A complete reply without sound is a decline. It is *heard* when it is complete and has
begun to play, or was cut by the candidate after it began to play. A bare interrupted/turnComplete
pair belongs to the turn before and says nothing about the present one.

Sound of a reply that is cut, or whose every window was answered before (a replay), is dropped.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.events import (
    GenerationComplete,
    Interrupted,
    Played,
    ReplyAudio,
    ReplyText,
    StillWorking,
    ToolCall,
    TurnComplete,
)


class Stream(enum.Enum):
    """Where the server's turn is."""

    IDLE = enum.auto()
    """No turn."""
    COMING = enum.auto()
    """A reply is being sent."""
    COMPLETE = enum.auto()
    """The reply was sent whole; the turn ends when the server thinks that it has played."""
    CUT = enum.auto()
    """The turn was interrupted."""


@dataclass(slots=True)
class Reply:
    """One reply.

    Attributes:
        number: From 1 on, over all connections.
        windows: What it answers, by window of its connection.
        said: The same, by number of what was said.
        samples: How much sound came, at 24 kHz.
        played: How much of it went to the loudspeaker.
        is_complete: All of it came.
        is_dropped: Its sound is not wanted: cut, lost, or heard before.
        is_heard: See above.
        called: It asked for a tool.
    """

    number: int
    windows: tuple[int, ...]
    said: tuple[int, ...]
    samples: int = 0
    played: int = 0
    is_complete: bool = False
    is_dropped: bool = False
    is_heard: bool = False
    called: bool = False

    @property
    def is_over(self) -> bool:
        """All of it was played."""
        return self.is_complete and self.played >= self.samples

    @property
    def is_done(self) -> bool:
        """Nothing more of it will be heard."""
        return self.is_dropped or self.is_over


@dataclass(frozen=True, slots=True)
class FirstSign:
    """A reply begins to come."""

    reply: int


@dataclass(frozen=True, slots=True)
class Sound:
    """Sound of a reply, to be played."""

    reply: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a reply, which came with the sound up to sample ``at``."""

    reply: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Completed:
    """The server completed a reply to these windows, with sound or (a decline) without."""

    reply: int
    windows: tuple[int, ...]
    said: tuple[int, ...]
    with_sound: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """The candidate has heard a reply to this."""

    reply: int
    said: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """The rest of this reply will not come; nothing more of it may be heard."""

    reply: int


ReplyEvent = (
    ReplyAudio | ReplyText | ToolCall | GenerationComplete | TurnComplete | Interrupted
) | StillWorking
ReplyFact = FirstSign | Sound | Words | Completed | Heard | Dropped


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reply that begins now would be the answer to.

    Attributes:
        windows: Windows that ended on this connection and have no complete reply.
        said: What was said in them.
        heard_before: Their answers' replies were heard already: this one is not wanted.
        talking: More was said than these windows hold: it is being said, or has not left yet.
    """

    windows: tuple[int, ...]
    said: tuple[int, ...]
    heard_before: bool
    talking: bool


class Replies:
    """Follows the server's stream.

    Attributes:
        stream: Where the server's turn is.
        newest: The newest reply, or None.
    """

    def __init__(self) -> None:
        self.stream = Stream.IDLE
        self.newest: Reply | None = None
        self._recent: dict[int, Reply] = {}  # a complete one may still have to begin to play
        self._count = 0

    def feed(self, event: ReplyEvent, asked: Asked) -> list[ReplyFact]:
        """Take one message of the server, return what it means, in order."""
        match self.stream, event:
            case ((Stream.IDLE | Stream.COMPLETE), (ReplyAudio() | ToolCall())):
                return [*self._begin(asked), *self._go_on(event)]
            case Stream.CUT, (ReplyAudio() | ToolCall()) if self._is_next(asked):
                return [*self._begin(asked), *self._go_on(event)]
            case Stream.IDLE, (ReplyText() | GenerationComplete()) if asked.windows:
                return [*self._begin(asked), *self._go_on(event)]
            case Stream.IDLE, TurnComplete() if asked.windows:
                return [*self._begin(asked), *self._complete(Stream.IDLE)]
            case ((Stream.IDLE | Stream.COMPLETE), ReplyText(_, text)) if self.newest:
                return self._words(self.newest, text)  # late; there is no order among them
            case Stream.COMING, TurnComplete():
                return self._complete(Stream.IDLE)
            case _, TurnComplete():
                self.stream = Stream.IDLE
                return []
            case Stream.COMING, Interrupted():
                return self._interrupt()
            case _, Interrupted():
                self.stream = Stream.CUT
                return []
            case Stream.COMING, _:
                return self._go_on(event)
            case _:
                return []

    def played(self, event: Played) -> list[ReplyFact]:
        """Sound of a reply went to the loudspeaker."""
        reply = self._recent.get(event.reply)
        if reply is None:
            return []
        reply.played = max(reply.played, event.first + event.samples)
        return self._hear(reply) if reply.is_complete else []

    def barge_in(self) -> list[ReplyFact]:
        """The candidate begins to speak: nothing more of any reply may be heard."""
        facts: list[ReplyFact] = []
        for reply in self._recent.values():
            if not reply.is_done:
                facts += [*self._hear(reply), Dropped(reply.number)]
                reply.is_dropped = True
        return facts

    def recall(self, count: int) -> None:
        """Number the replies behind those of an interview that is gone on with."""
        self._count = count

    def was_whole(self, reply: int) -> bool:
        """Whether nothing of a reply was cut."""
        one = self._recent.get(reply)
        return one is not None and one.is_complete and not one.is_dropped

    @property
    def sounding(self) -> list[int]:
        """The replies that were begun to be heard and were neither cut nor heard out."""
        return [one.number for one in self._recent.values() if one.played and not one.is_done]

    def link_lost(self) -> list[ReplyFact]:
        """The connection is gone, and with it the rest of a reply that was coming."""
        was, self.stream = self.stream, Stream.IDLE
        return self._drop() if was is Stream.COMING else []

    def _begin(self, asked: Asked) -> list[ReplyFact]:
        self._count += 1
        self.stream = Stream.COMING
        self.newest = Reply(self._count, asked.windows, asked.said)
        self.newest.is_dropped = asked.heard_before or asked.talking
        self._recent[self._count] = self.newest
        for done in [n for n, one in self._recent.items() if one.is_done and n <= self._count - 4]:
            del self._recent[done]
        return [FirstSign(self._count)]

    def _is_next(self, asked: Asked) -> bool:
        """Whether there is something to answer that the cut reply did not answer."""
        answered = self.newest.windows if self.newest else ()
        return not set(asked.windows) <= set(answered)

    def _go_on(self, event: ReplyEvent) -> list[ReplyFact]:
        reply = self.newest
        assert reply
        match event:
            case ReplyAudio(_, pcm):
                reply.samples += len(pcm) // 2
                return [] if reply.is_dropped else [Sound(reply.number, pcm)]
            case ReplyText(_, text):
                return self._words(reply, text)
            case ToolCall():
                reply.called = True
                return []
            case GenerationComplete():
                return self._complete(Stream.COMPLETE)
            case _:
                return []

    def _words(self, reply: Reply, text: str) -> list[ReplyFact]:
        return [] if reply.is_dropped else [Words(reply.number, text, reply.samples)]

    def _complete(self, stream: Stream) -> list[ReplyFact]:
        self.stream = stream
        reply = self.newest
        assert reply
        if reply.called and not reply.samples:
            return []
        reply.is_complete = True
        done = Completed(reply.number, reply.windows, reply.said, with_sound=reply.samples > 0)
        return [done, *self._hear(reply)]

    def _interrupt(self) -> list[ReplyFact]:
        self.stream = Stream.CUT
        return self._drop()

    def _drop(self) -> list[ReplyFact]:
        reply = self.newest
        assert reply
        if reply.is_dropped:
            return []
        reply.is_dropped = True
        return [Dropped(reply.number)]

    def _hear(self, reply: Reply) -> list[ReplyFact]:
        """Count the reply as heard if it has begun to play."""
        if reply.is_heard or reply.is_dropped or not reply.played:
            return []
        reply.is_heard = True
        return [Heard(reply.number, reply.said)]
