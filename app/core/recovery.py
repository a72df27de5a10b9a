"""What an interview that stopped had come to: made of its journal and the length of its recordings.

    entries -> Recall.feed(...) -> past(...) -> Session(..., past)

Whoever goes on has the same exchanges, words, resumption handle and numbers as the application that
stopped. A window that the crash cut ends at its last frame; its answer is open, so what the
candidate says next joins it, and the model hears both as one. What the recording has lost is taken
out of the answers: nothing is sent that was never recorded.

Entries come from a file, which anything may have happened to: whatever does not fit together is a
``StoreFault``, in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import app.core.entries as en
from app.core.answers import Exchange, Fate
from app.core.coverage import CleanHandle
from app.core.events import FRAME_S
from app.core.faults import StoreFault
from app.core.utterance import Span, Utterance

_MOST = 10_000_000
"""No number in a journal of ours is above this: 55 hours of frames."""


@dataclass(slots=True)
class Words:
    """What was said in words.

    Attributes:
        said: The candidate's, by exchange, where they are known.
        heard: What was heard of the interviewer's, by reply.
    """

    said: dict[int, str] = field(default_factory=dict)
    heard: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """What an interview had come to when it stopped.

    Attributes:
        started: How it began.
        exchanges: All of them, the newest perhaps open.
        cut: The utterance that the stop cut; it is one of them. None if the candidate was silent.
        clean: The newest clean handle, or None.
        words: What was said in words.
        next_exchange: The first number that no exchange has had, lost ones included.
        next_said: The same of what was said.
        replies: The number of the last reply.
        epoch: The number of the last connection.
        frames: The timeline goes on from here; all before is on disk or lost.
        how: How it ended, or None if it did not end in order.
    """

    started: en.SessionStarted
    exchanges: tuple[Exchange, ...] = ()
    cut: Utterance | None = None
    clean: CleanHandle | None = None
    words: Words = field(default_factory=Words)
    next_exchange: int = 0
    next_said: int = 0
    replies: int = 0
    epoch: int = 0
    frames: int = 0
    how: str | None = None

    @property
    def length_s(self) -> float:
        """How long it was, in seconds."""
        return self.frames * FRAME_S

    @property
    def answered(self) -> int:
        """How many answers had reached the interviewer."""
        return sum(one.has_reached_the_model for one in self.exchanges)

    @property
    def can_go_on(self) -> bool:
        """Whether it stopped, or was held: what was finished or left is over."""
        return may_go_on(self.how)


def may_go_on(how: str | None) -> bool:
    """Whether one that ended in this way, or without an end (None), can be gone on with."""
    return how in {None, "held", "failed"}


class Recall:
    """Takes the entries of a journal in order."""

    def __init__(self) -> None:
        self._started: en.SessionStarted | None = None
        self._exchanges: dict[int, Exchange] = {}
        self._utterances: dict[int, Utterance] = {}
        self._open: int | None = None  # the utterance that has begun and not ended
        self._gaps: list[Span] = []
        self._clean: CleanHandle | None = None
        self._words = Words()
        self._replies = 0
        self._epoch = 0
        self._how: str | None = None

    def feed(self, entry: en.Entry) -> None:
        """Take the next entry.

        Raises:
            StoreFault: It does not fit to those before; then it changes nothing.
        """
        match entry:
            case en.SessionStarted():
                self._started = entry
            case en.SessionResumed():
                self._how = None
                self._reopen()
            case en.SessionEnded(how):
                self._how = how
            case en.LinkMoved(_, epoch):
                self._epoch = max(self._epoch, checked(epoch))
            case en.HandleClean(handle, knows):
                self._clean = CleanHandle(handle, frozenset(checked(one) for one in knows))
            case en.HandleForgotten():
                self._clean = None
            case en.Gap(first, frames):
                self._gaps.append(Span(checked(first), first + checked(frames) - 1))
            case _:
                self._hear(entry)

    def past(self, recorded: int, frames: int) -> Past:
        """Return what it had come to.

        Args:
            recorded: How many frames the candidate's recording has.
            frames: How long the timeline is: not below ``recorded``.

        Raises:
            StoreFault: The journal does not say well enough how it began.
        """
        if self._started is None or not self._started.instruction:
            raise StoreFault(
                "How the interview began is not in its journal, or was written by an earlier "
                "version of this program: it cannot be gone on with."
            )
        cut = None if self._open is None else self._utterances[self._open]
        if cut:
            self._cut(cut, recorded)
        self._reopen()
        for exchange in self._exchanges.values():
            for one in exchange.utterances:
                one.spans = _clipped(one.spans, recorded)
            exchange.utterances = [one for one in exchange.utterances if one.spans]
        kept = [one for one in self._exchanges.values() if one.said]
        for exchange in kept[:-1]:
            if exchange.fate is Fate.OPEN:  # its end is lost, but there was one
                exchange.fate = Fate.DECLINED
        return Past(
            started=self._started,
            exchanges=tuple(kept),
            cut=cut if cut and cut.spans else None,
            clean=self._clean,
            words=self._words,
            next_exchange=max(self._exchanges, default=-1) + 1,
            next_said=self._next_said(),
            replies=self._replies,
            epoch=self._epoch,
            frames=frames,
            how=self._how,
        )

    def _next_said(self) -> int:
        prompts = (said for one in self._exchanges.values() for said in one.prompts)
        knows = self._clean.knows if self._clean else ()  # of what is lost from the journal too
        return max([*self._utterances, *prompts, *knows], default=-1) + 1

    # --- what was said

    def _hear(self, entry: en.Entry) -> None:
        match entry:
            case en.PromptAsked(said, number, text):
                checked(said)
                self._exchange(number).prompts[said] = text
            case en.UtteranceBegan():
                self._begin(entry)
            case en.UtteranceEnded(said, spans, last_speech):
                self._end(said, [Span(*one) for one in spans], last_speech)
            case en.AnswerEnded(number, how, _, reply) | en.PromptEnded(number, how, reply):
                fate, last = _fate(how), checked(reply or 0)
                exchange = self._exchange(number)
                exchange.fate, exchange.reply = fate, reply
                self._count(last)
            case en.Said(speaker="candidate", exchange=int(number), text=text):
                if text is not None:
                    self._words.said[number] = text
            case en.Said(speaker="interviewer", reply=int(number), text=str(text)):
                self._count(number)
                self._words.heard[number] = text
            case en.HeardSoFar(number, _, text):
                self._count(number)
                self._words.heard[number] = text
            case en.ReplyComplete(number):
                self._count(number)
            case _:
                pass

    def _exchange(self, number: int) -> Exchange:
        newest = max(self._exchanges, default=-1)
        if number not in self._exchanges:
            if not newest < number <= _MOST:
                raise _odd(f"exchange {number} follows {newest}")
            self._exchanges[number] = Exchange(number)
        return self._exchanges[number]

    def _begin(self, entry: en.UtteranceBegan) -> None:
        said, first, onset = checked(entry.said), checked(entry.first), checked(entry.onset)
        if said in self._utterances or onset < first:
            raise _odd(f"utterance {said} begins twice, or before itself")
        exchange = self._exchange(entry.exchange)
        if self._open is not None:  # the end of the one before is lost
            self._cut(self._utterances[self._open], first)
        utterance = Utterance(said, [Span(first, first)], onset, onset)
        self._utterances[said] = utterance
        exchange.utterances.append(utterance)
        self._open = said

    def _end(self, said: int, spans: list[Span], last_speech: int) -> None:
        utterance = self._utterances.get(said)
        if utterance is None:
            raise _odd(f"utterance {said} ends without a beginning")
        edges = [checked(edge) for span in spans for edge in span]
        # Spans are apart and ascending; one may be a single frame.
        is_falling = any(a > b for a, b in spans) or any(
            a.last >= b.first for a, b in pairwise(spans)
        )
        if not edges or is_falling:
            raise _odd(f"the frames of utterance {said} are in disorder")
        utterance.last_speech = checked(last_speech)
        utterance.spans = spans
        self._open = None

    def _count(self, reply: int) -> None:
        self._replies = max(self._replies, checked(reply))

    # --- the end

    def _cut(self, utterance: Utterance, recorded: int) -> None:
        """Let an utterance whose end is not known end with the recording, or before the next."""
        first = utterance.first
        frames = [Span(first, recorded - 1)] if recorded > first else []
        for gap in self._gaps:
            frames = [part for span in frames for part in _without(span, gap)]
        utterance.spans = frames
        utterance.last_speech = max(recorded - 1, utterance.onset)

    def _reopen(self) -> None:
        """What was held when the interview ended is open again: only the newest can be."""
        newest = max(self._exchanges, default=None)
        if newest is not None and self._exchanges[newest].fate is Fate.HELD:
            self._exchanges[newest].fate = Fate.OPEN


def _without(span: Span, gap: Span) -> list[Span]:
    """Return a span less the frames of a gap."""
    if gap.last < span.first or gap.first > span.last:
        return [span]
    parts = (Span(span.first, gap.first - 1), Span(gap.last + 1, span.last))
    return [one for one in parts if one.frames > 0]


def _clipped(spans: list[Span], recorded: int) -> list[Span]:
    """Return spans without the frames that the recording does not have."""
    return [Span(a, min(b, recorded - 1)) for a, b in spans if a < recorded]


def _fate(how: str) -> Fate:
    try:
        return Fate(how)
    except ValueError:
        raise _odd(f'an answer ended as "{how}"') from None


def checked(number: int) -> int:
    """Return a number that a journal of ours can hold.

    Raises:
        StoreFault: It holds another.
    """
    if not 0 <= number <= _MOST:
        raise _odd(f"there is a number {number}")
    return number


def _odd(what: str) -> StoreFault:
    return StoreFault(f"The journal contradicts itself: {what}.")
