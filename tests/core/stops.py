"""Where an interview can stop, and what that leaves: a journal and a recording."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st

import app.core.entries as en
from app.core.events import FRAME_S
from app.core.recovery import Past, Recall
from tests.core.runs import Entries


@dataclass
class Remains:
    """What a stop leaves: a journal, a recording, and what they mean to whoever reads them plainly.

    Attributes:
        entries: The journal.
        recorded: How many frames the recording has.
        frames: By what the candidate said, what of it is recorded.
        speech: By the same, the first and the last frame of speech.
        exchange: By what was said, prompts included, its exchange.
        fates: By exchange, how it ended.
        knows: By handle, what the server's state behind it contains.
        handle: The newest that the server has not refused.
        cut: The utterance that has not ended.
    """

    entries: Entries
    recorded: int
    frames: dict[int, set[int]] = field(default_factory=dict)
    speech: dict[int, tuple[int, int]] = field(default_factory=dict)
    exchange: dict[int, int] = field(default_factory=dict)
    fates: dict[int, str] = field(default_factory=dict)
    knows: dict[str, set[int]] = field(default_factory=dict)
    handle: str | None = None
    cut: int | None = None

    def __post_init__(self) -> None:
        missing = set[int]()
        for _, entry in self.entries:
            match entry:
                case en.Gap(first, frames):
                    missing |= {*range(first, first + frames)}
                case en.HandleClean(handle, knows):
                    self.knows[handle], self.handle = {*knows}, handle
                case en.HandleForgotten():
                    self.handle = None
                case _:
                    self._hear(entry)
        if self.cut is not None:
            first, onset = self.speech[self.cut]
            self.frames[self.cut] = {*range(first, self.recorded)} - missing
            self.speech[self.cut] = (onset, self.recorded - 1)

    def _hear(self, entry: en.Entry) -> None:
        match entry:
            case en.PromptAsked(said, exchange):
                self.exchange[said] = exchange
            case en.UtteranceBegan(said, exchange, first, onset):
                self.cut, self.exchange[said], self.speech[said] = said, exchange, (first, onset)
            case en.UtteranceEnded(said, spans, last_speech):
                frames = {n for first, last in spans for n in range(first, last + 1)}
                self.frames[said] = {n for n in frames if n < self.recorded}
                onset = self.speech[said][self.cut is not None]
                self.cut, self.speech[said] = None, (onset, last_speech)
            case en.AnswerEnded(exchange, how) | en.PromptEnded(exchange, how):
                self.fates[exchange] = how
            case en.SessionResumed():
                self.fates = {one: how for one, how in self.fates.items() if how != "held"}
            case _:
                pass

    @property
    def open(self) -> int | None:
        """The exchange that waits for a reply."""
        kept = [one for said, one in self.exchange.items() if self.frames.get(said, {0})]
        newest = max(kept, default=None)
        return newest if newest is not None and self.fates.get(newest) in {None, "held"} else None

    @property
    def is_over(self) -> bool:
        """Whether it was finished or left."""
        ends = [entry.how for _, entry in self.entries if isinstance(entry, en.SessionEnded)]
        return bool(ends) and ends[-1] in {"finished", "left"}

    def past(self) -> Past:
        """Return what the core makes of it."""
        recall = Recall()
        for _, entry in self.entries:
            recall.feed(entry)
        told_s = max((at_ms for at_ms, _ in self.entries), default=0) / 1000
        frames = math.ceil(round(told_s / FRAME_S, 6))
        return recall.past(self.recorded, max(frames, self.recorded))


@dataclass(frozen=True)
class Stop:
    """Where an interview stops.

    Attributes:
        percent: So far through its journal.
        in_speech: Of all places only those are counted at which the candidate speaks.
        more: So many frames are recorded beyond the last that the journal speaks of.
    """

    percent: int
    in_speech: bool
    more: int


STOPS = st.builds(
    Stop,
    st.just(100) | st.integers(0, 100),
    st.sampled_from([False, False, True]),
    st.integers(0, 200),
)


def remains(entries: Entries, stop: Stop, least: int = 0) -> Remains:
    """Return what a stop leaves.

    Args:
        entries: The whole journal.
        stop: Where it ended.
        least: So many frames were recorded before.
    """
    places = [count for count, speaks in _places(entries) if speaks or not stop.in_speech]
    kept = entries[: places[stop.percent * (len(places) - 1) // 100]] if places else entries
    recorded = least
    for _, entry in kept:
        match entry:
            case en.UtteranceBegan(_, _, _, onset):
                recorded = max(recorded, onset + 1)
            case en.UtteranceEnded(_, spans):
                recorded = max(recorded, spans[-1][1] + 1)
            case en.Gap(first, frames):
                recorded = max(recorded, first + frames + 1)  # whoever delivers again writes it
            case _:
                pass
    return Remains(kept, recorded + stop.more)


def _places(entries: Entries) -> Iterator[tuple[int, bool]]:
    """Yield after how many entries it can stop, and whether the candidate speaks then."""
    speaks = False
    for count, (_, entry) in enumerate(entries, 1):
        speaks = isinstance(entry, en.UtteranceBegan) or (
            speaks and not isinstance(entry, en.UtteranceEnded)
        )
        yield count, speaks
