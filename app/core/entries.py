"""What the journal can hold: the one place that says what each entry means.

An entry is a frozen dataclass; in the file it is its kind and its fields as JSON. The core writes
entries as ``note(entry)``; ``store/schema.py`` reads them back, checked against these classes. What
the devices tell is in ``device_entries.py`` and can be had from here.
``recovery`` and ``account`` are made from entries alone.

A released kind or field is never changed or taken away. A field that is added has a default, so
that older journals can be read; what is new since a release is a step of the journal's version.
Times are seconds on the session's clock, whose 0.0 is frame 0; frames are 20 ms.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from app.core.actions import Json, Note
from app.core.conduct import Script
from app.core.device_entries import (
    Gap,
    MicrophoneBack,
    MicrophoneLost,
    MicrophoneSwitched,
    SpaceJudged,
    SpeakerBack,
    SpeakerLost,
)
from app.core.plan import Plan
from app.core.status import SessionStatus

# --- the interview


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """An interview begins; with this it can be gone on with, whatever becomes of the plan's file.

    Attributes:
        version: Of the application.
        consent: The candidate has agreed to be recorded.
        practice: Against the embedded interviewer.
        model: The model's name.
        server: Base URL of a Live server, or None for the service.
        ca: File of certificates to trust besides, or None.
        instruction: What the model is told with the set-up.
        script: The texts that ask it to speak.
        plan: What is asked.
    """

    version: str
    consent: bool
    practice: bool
    model: str
    server: str | None
    ca: str | None
    instruction: str
    script: Script
    plan: Plan


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """The application goes on with an interview that had stopped; the clock did not run meanwhile.

    Attributes:
        version: Of the application.
        away_s: From the last entry to this one, by the wall clock, or None if that was set back.
        candidate_missing_s: Sound of the candidate that was there and is no more.
        interviewer_missing_s: The same of the interviewer.
        entries_missing: Entries that could not be read.
    """

    version: str
    away_s: float | None
    candidate_missing_s: float = 0.0
    interviewer_missing_s: float = 0.0
    entries_missing: int = 0


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """It is over: ``how`` is finished, left, held or failed."""

    how: str
    length_s: float


@dataclass(frozen=True, slots=True)
class TimeGoesTo:
    """From here on time counts as somebody's: candidate, interviewer, network ... (``ledger``)."""

    whose: str


@dataclass(frozen=True, slots=True)
class PromptAsked:
    """We asked the interviewer to speak, by text."""

    said: int
    exchange: int
    text: str


@dataclass(frozen=True, slots=True)
class UtteranceBegan:
    """The candidate began: frame ``first`` with the pre-roll, speech from ``onset`` on."""

    said: int
    exchange: int
    first: int
    onset: int


@dataclass(frozen=True, slots=True)
class UtteranceEnded:
    """The utterance is whole: its frames as spans, both ends included."""

    said: int
    spans: tuple[tuple[int, int], ...]
    last_speech: int


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """What became of a spoken answer: ``how`` is answered, declined, held or withdrawn."""

    exchange: int
    how: str
    seconds: float
    reply: int | None = None


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """The same of an exchange in which the candidate said nothing."""

    exchange: int
    how: str
    reply: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Words; a later entry of the same answer or reply replaces this one.

    Attributes:
        speaker: "candidate" or "interviewer".
        at_s: When it began.
        text: The words, or None where nobody put them into words.
        exchange: The candidate's answer.
        reply: The interviewer's reply.
        seconds: How much sound it has: all of an answer, what was heard of a reply.
        whole: False for a reply that was cut.
    """

    speaker: str
    at_s: float
    text: str | None
    exchange: int | None = None
    reply: int | None = None
    seconds: float = 0.0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class HeardSoFar:
    """What has been heard of a reply that still plays, each second; fields as of ``Said``."""

    reply: int
    at_s: float
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ReplyComplete:
    """The server completed a reply; without sound it declines to answer."""

    reply: int
    with_sound: bool


@dataclass(frozen=True, slots=True)
class TokensCounted:
    """What the server has counted for a turn."""

    total: int


@dataclass(frozen=True, slots=True)
class ToolCalled:
    """The server asked for a function."""

    name: str


@dataclass(frozen=True, slots=True)
class ToolTookEffect:
    """What a function did counts from now on: the reply that it was called for is complete."""

    name: str
    what: str


@dataclass(frozen=True, slots=True)
class LinkMoved:
    """The connection's state; with the fault that closed it, if one did."""

    state: str
    epoch: int
    fault: str | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True)
class GoAwayCame:
    """The server will close the connection."""

    time_left_s: float


@dataclass(frozen=True, slots=True)
class HandleClean:
    """The newest clean handle, and the numbers of what it covers: both change in one entry."""

    handle: str
    knows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HandleForgotten:
    """The server does not take the handle."""


Entry = (
    SessionStarted | SessionResumed | SessionEnded | SessionStatus | TimeGoesTo
    | PromptAsked | PromptEnded | UtteranceBegan | UtteranceEnded | AnswerEnded | Said | HeardSoFar
    | ReplyComplete | TokensCounted | ToolCalled | ToolTookEffect
    | LinkMoved | GoAwayCame | HandleClean | HandleForgotten
    | Gap | MicrophoneLost | MicrophoneBack | MicrophoneSwitched
    | SpeakerLost | SpeakerBack | SpaceJudged
)  # fmt: skip

KINDS: dict[str, type[Entry]] = {
    "session.started": SessionStarted,
    "session.resumed": SessionResumed,
    "session.ended": SessionEnded,
    "status": SessionStatus,
    "time": TimeGoesTo,
    "prompt.asked": PromptAsked,
    "prompt.ended": PromptEnded,
    "utterance.began": UtteranceBegan,
    "utterance.ended": UtteranceEnded,
    "answer.ended": AnswerEnded,
    "said": Said,
    "heard": HeardSoFar,
    "reply.complete": ReplyComplete,
    "tokens": TokensCounted,
    "tool.call": ToolCalled,
    "tool.effect": ToolTookEffect,
    "link": LinkMoved,
    "link.go_away": GoAwayCame,
    "handle.clean": HandleClean,
    "handle.forgotten": HandleForgotten,
    "gap": Gap,
    "microphone.failed": MicrophoneLost,
    "microphone.back": MicrophoneBack,
    "microphone.switched": MicrophoneSwitched,
    "speaker.failed": SpeakerLost,
    "speaker.back": SpeakerBack,
    "space": SpaceJudged,
}
"""The kinds, as they stand in the file."""

_KIND_OF = {kind: name for name, kind in KINDS.items()}


def note(entry: Entry) -> Note:
    """Return what writes this entry into the journal."""
    payload = entry.payload() if isinstance(entry, SessionStatus) else _as_json(entry)
    assert isinstance(payload, dict)
    return Note(_KIND_OF[type(entry)], payload)


def _as_json(value: Any) -> Json:  # whatever the fields above hold
    if is_dataclass(value):
        return {one.name: _as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    assert value is None or isinstance(value, str | int | float), value
    return value
