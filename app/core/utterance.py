"""One stretch of the candidate's speech, and how several become one window.

    frames   ....ppppSSSSSS..SSSSSStttttt....
                 |   |            |     |
               first onset  last_speech last       p pre-roll, S speech, t the wait for more

An utterance knows its frames as spans of the timeline. It is one span, unless the microphone
stopped delivering in the middle: what was never captured is never sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Began:
    """An utterance begins: frames ``first`` to ``newest``, speech from ``onset`` on."""

    first: int
    onset: int
    newest: int


@dataclass(frozen=True, slots=True)
class Grew:
    """Frame ``index`` belongs to the utterance; ``last_speech`` is its newest speech."""

    index: int
    last_speech: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance is over, with the newest frame that it has."""


TalkDecision = Began | Grew | Ended
"""What `talk` decides of an utterance."""


class Span(NamedTuple):
    """The frames ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.last - self.first + 1


@dataclass(slots=True)
class Utterance:
    """A stretch of speech; grows while it is open.

    Attributes:
        number: Its place among all that was said, prompts included.
        spans: Its frames, ascending.
        onset: The first frame of speech.
        last_speech: The newest frame of speech.
    """

    number: int
    spans: list[Span]
    onset: int
    last_speech: int

    @property
    def first(self) -> int:
        """The first frame, pre-roll included."""
        return self.spans[0].first

    @property
    def last(self) -> int:
        """The newest frame."""
        return self.spans[-1].last

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return sum(span.frames for span in self.spans)

    def extend(self, index: int) -> None:
        """Take the next captured frame."""
        assert index > self.last, (index, self.last)
        append_frame(self.spans, index)


def append_frame(spans: list[Span], index: int) -> None:
    """Add a frame behind the last span: it grows, or a new one begins over a gap."""
    if spans and spans[-1].last == index - 1:
        spans[-1] = Span(spans[-1].first, index)
    else:
        spans.append(Span(index, index))


def join(utterances: list[Utterance], pause_frames: int) -> list[Span]:
    """Return the frames of several utterances as one window's, long pauses shortened.

    A pause is what lies between the last speech of one utterance and the onset of the next. Of
    one longer than ``pause_frames`` a fifth is kept at its beginning, where a voice dies away,
    and the rest at its end, because a soft beginning is detected up to 0.35 s late.
    """
    joined: list[Span] = []
    for place, utterance in enumerate(utterances):
        first, last = utterance.first, utterance.last
        if place > 0 and _pause(utterances[place - 1], utterance) > pause_frames:
            first = max(first, utterance.onset - (pause_frames - pause_frames // 5))
        if place + 1 < len(utterances) and _pause(utterance, utterances[place + 1]) > pause_frames:
            last = min(last, utterance.last_speech + pause_frames // 5)
        _append_within(joined, utterance.spans, Span(first, last))
    return joined


def _pause(before: Utterance, after: Utterance) -> int:
    return after.onset - before.last_speech - 1


def _append_within(joined: list[Span], spans: list[Span], limits: Span) -> None:
    for span in spans:
        first, last = max(span.first, limits.first), min(span.last, limits.last)
        if first > last:
            continue
        if joined and joined[-1].last == first - 1:
            joined[-1] = Span(joined[-1].first, last)
        else:
            joined.append(Span(first, last))
