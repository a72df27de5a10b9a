"""What happened, told from the journal alone: who said what and when, whose time it was, incidents.

    entries with their times -> Telling.feed(...) -> Telling.account(...)

The transcript has what was *heard* of a reply: one that was cut reads as far as it was cut. Gaps,
lost connections and recoveries stand between the words, where they happened.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

import app.core.entries as en
from app.core.events import FRAME_S
from app.core.faults import MicrophoneBlocked, MicrophoneStalled, StoreFault
from app.core.ledger import Ledger, Share, Whose, totals
from app.core.link import LinkState
from app.core.recovery import checked
from app.core.space import Room

SHORTEST_GAP_S = 0.5
"""A gap of the microphone that is shorter is no incident: a device that opens takes that long."""


@dataclass(frozen=True, slots=True)
class Line:
    """An answer, or what was heard of a reply.

    Attributes:
        at_s: When it began.
        speaker: "candidate" or "interviewer".
        text: The words, or None where nobody put them into words.
        seconds: How much sound it has.
        fate: Of an answer: answered, declined, held, withdrawn, or open; "" for a reply.
        is_cut: A reply that was not heard to its end.
    """

    at_s: float
    speaker: str
    text: str | None
    seconds: float
    fate: str = ""
    is_cut: bool = False


class What(enum.Enum):
    """Kinds of incidents."""

    CONNECTION = "connection lost"
    """The connection was lost, for so many seconds."""
    GAP = "microphone silent"
    """The microphone delivered nothing, for so many seconds."""
    MICROPHONE = "no microphone"
    """There was none, or it had gone."""
    BLOCKED = "microphone blocked"
    """It delivered digital silence."""
    LOUDSPEAKER = "no loudspeaker"
    """Nothing was heard from it: the interviewer was read."""
    STOPPED = "application stopped"
    """The application ended in mid-interview, and went on after so many seconds."""
    MISSING = "sound missing"
    """So many seconds of the recordings were lost with the application's or the disk's end."""
    SPACE = "disk nearly full"
    """There was little room, or none."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong, and for how long if that is known."""

    at_s: float
    what: What
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An interview.

    Attributes:
        started: How it began, or None if that is lost.
        lines: What was said, in order.
        incidents: What went wrong, in order.
        shares: Whose time it was, without a hole.
        length_s: How long it is.
        how: How it ended, or None.
    """

    started: en.SessionStarted | None
    lines: Sequence[Line]
    incidents: Sequence[Incident]
    shares: Sequence[Share]
    length_s: float
    how: str | None

    @property
    def totals_s(self) -> dict[Whose, float]:
        """Return how many seconds were whose."""
        return {whose: ms / 1000 for whose, ms in totals(self.shares).items()}


@dataclass(slots=True)
class _Answer:
    """An answer as far as it has been told."""

    at_s: float
    frames: dict[int, int] = field(default_factory=dict)  # by utterance
    seconds: float = 0.0  # as it was told at its end
    fate: str = "open"
    text: str | None = None


class Telling:
    """Takes the entries of a journal in order."""

    def __init__(self) -> None:
        self._started: en.SessionStarted | None = None
        self._answers: dict[int, _Answer] = {}
        self._owner: dict[int, int] = {}  # utterance -> exchange
        self._replies: dict[int, Line] = {}
        self._incidents: list[Incident] = []
        self._lost: dict[What, float] = {}  # what is still the matter: since when, in seconds
        self._ledger = Ledger()
        self._last_ms = 0
        self._how: str | None = None

    def feed(self, at_ms: int, entry: en.Entry) -> None:
        """Take the next entry.

        Args:
            at_ms: Its time on the session's clock, in milliseconds.
            entry: The entry.

        Raises:
            StoreFault: It means nothing.
        """
        if self._how is None or isinstance(entry, en.SessionResumed):  # else it follows the end
            self._last_ms = max(self._last_ms, at_ms)
        at_s = at_ms / 1000
        match entry:
            case en.SessionStarted():
                self._started = entry
            case en.SessionResumed(_, away_s, candidate_s, interviewer_s):
                self._go_on(at_s, away_s, max(candidate_s, interviewer_s))
            case en.SessionEnded(how):
                self._how = how
            case en.TimeGoesTo(whose):
                self._ledger.goes_to(_whose(whose), at_s)
            case en.LinkMoved() | en.Gap() | en.SpaceJudged():
                self._happen(at_s, entry)
            case en.MicrophoneLost(fault):
                self._lose_microphone(at_s, fault)
            case en.MicrophoneBack():
                self._restored(What.MICROPHONE, at_s)
                self._restored(What.BLOCKED, at_s)
            case en.SpeakerLost():
                self._lose(What.LOUDSPEAKER, at_s)
            case en.SpeakerBack():
                self._restored(What.LOUDSPEAKER, at_s)
            case _:
                self._hear(entry)

    def account(self, recorded_s: float = 0.0) -> Account:
        """Return what has been told so far.

        Args:
            recorded_s: How long the recordings are: what did not end lasts at least as long.
        """
        length_ms = self._last_ms
        if self._how is None:
            length_ms = max(length_ms, round(recorded_s * 1000))
        shares = self._ledger.shares(length_ms)
        lost = [Incident(since, what) for what, since in self._lost.items()]
        incidents = [one for one in [*self._incidents, *lost] if not _is_in_pause(one, shares)]
        lines = [*(_line(one) for one in self._answers.values()), *self._replies.values()]
        return Account(
            started=self._started,
            lines=tuple(sorted(lines, key=lambda line: (line.at_s, line.speaker))),
            incidents=tuple(sorted(incidents, key=lambda one: one.at_s)),
            shares=shares,
            length_s=length_ms / 1000,
            how=self._how,
        )

    # --- words

    def _hear(self, entry: en.Entry) -> None:
        match entry:
            case en.UtteranceBegan(said, exchange, _, onset):
                at_s = round(checked(onset) * FRAME_S, 2)
                self._answers.setdefault(exchange, _Answer(at_s))
                self._owner[said] = exchange
            case en.UtteranceEnded(said, spans) if said in self._owner:
                frames = sum(last - first + 1 for first, last in spans)
                self._answers[self._owner[said]].frames[said] = checked(frames)
            case en.AnswerEnded(exchange, how) if exchange in self._answers:
                self._answers[exchange].fate = how
            case en.Said("candidate", at_s, text, exchange=int(exchange)):
                answer = self._answers.setdefault(exchange, _Answer(at_s))
                answer.text, answer.seconds = text, entry.seconds
            case en.Said("interviewer", at_s, text, reply=int(reply)):
                cut = not entry.whole
                self._replies[reply] = Line(at_s, "interviewer", text, entry.seconds, is_cut=cut)
            case en.HeardSoFar(reply, at_s, text, seconds):
                self._replies[reply] = Line(at_s, "interviewer", text, seconds, is_cut=True)
            case _:
                pass

    # --- incidents

    def _go_on(self, at_s: float, away_s: float | None, missing_s: float) -> None:
        self._how = None
        self._incidents.append(Incident(at_s, What.STOPPED, away_s))
        if missing_s > 0:
            self._incidents.append(Incident(at_s, What.MISSING, missing_s))
        self._restored(What.CONNECTION, at_s)
        # Whoever was held when the interview ended is not held any more.
        for answer in self._answers.values():
            answer.fate = "open" if answer.fate == "held" else answer.fate

    def _happen(self, at_s: float, entry: en.Entry) -> None:
        match entry:
            case en.LinkMoved(LinkState.UP.value):
                self._restored(What.CONNECTION, at_s)
            case en.LinkMoved(fault=str()):
                self._lose(What.CONNECTION, at_s)
            case en.Gap(first, frames) if first > 0:
                gap_s = checked(frames) * FRAME_S
                if gap_s >= SHORTEST_GAP_S:
                    self._incidents.append(Incident(checked(first) * FRAME_S, What.GAP, gap_s))
            case en.SpaceJudged(room) if room != Room.AMPLE.value:
                self._incidents.append(Incident(at_s, What.SPACE))
            case _:
                pass

    def _lose_microphone(self, at_s: float, fault: str) -> None:
        """It is gone or blocked; of one that has stalled the gap tells."""
        if fault == MicrophoneStalled.__name__:
            return
        what = What.BLOCKED if fault == MicrophoneBlocked.__name__ else What.MICROPHONE
        if what in self._lost:  # a journal that says nothing of its return
            self._incidents.append(Incident(self._lost.pop(what), what))
        self._lose(what, at_s)

    def _lose(self, what: What, at_s: float) -> None:
        self._lost.setdefault(what, at_s)

    def _restored(self, what: What, at_s: float) -> None:
        if what in self._lost:
            lost_at = self._lost.pop(what)
            self._incidents.append(Incident(lost_at, what, round(at_s - lost_at, 3)))


def _line(answer: _Answer) -> Line:
    seconds = max(answer.seconds, round(sum(answer.frames.values()) * FRAME_S, 2))
    return Line(answer.at_s, "candidate", answer.text, seconds, answer.fate)


def _is_in_pause(incident: Incident, shares: Sequence[Share]) -> bool:
    """Whether a microphone delivered nothing because the candidate had closed it."""
    if incident.what is not What.GAP or incident.seconds is None:
        return False
    middle_ms = (incident.at_s + incident.seconds / 2) * 1000
    return any(
        share.whose is Whose.PAUSE and share.from_ms <= middle_ms < share.to_ms for share in shares
    )


def _whose(name: str) -> Whose:
    try:
        return Whose(name)
    except ValueError:
        raise StoreFault(f'The journal contradicts itself: time went to "{name}".') from None
