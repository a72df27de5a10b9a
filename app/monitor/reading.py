"""What a journal says when it is looked into again and again, and when that is worth a line.

    journal -> Reading -> Following -> Sighting -> Pace: show it now?

A journal whose writer has died says for ever what it said last, so ages are taken twice: by the
wall clock, which stands in the journal, and by our own clock, which nobody can set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.status import EVERY_S, STALE_S, Report, SessionStatus, Standing, judge
from app.monitor.report import as_text


@dataclass(frozen=True, slots=True)
class Reading:
    """What a journal says at one moment.

    Attributes:
        session: The interview's name.
        number: The number of the newest event; 0 without any.
        age_s: How old that event is by the wall clock, in seconds; below 0 if it is from later.
        payload: The newest status as it was written, or None.
        how: How the interview ended, or None.
        trouble: Why the journal cannot be read, a sentence; "" if it can.
    """

    session: str
    number: int = 0
    age_s: float = 0.0
    payload: Mapping[str, object] | None = None
    how: str | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What may be said of an interview.

    Attributes:
        session: The interview's name.
        report: What is known.
        trouble: Why nothing is, a sentence; "" if all is well.
    """

    session: str
    report: Report
    trouble: str = ""

    @property
    def text(self) -> str:
        """It as one line for people."""
        if self.trouble:
            return f"{self.session}: unknown. {self.trouble}"
        return as_text(self.report, self.session)


class Following:
    """Judges readings, one after the other; remembers when each event was first seen."""

    def __init__(self) -> None:
        self._newest: tuple[str, int] | None = None
        self._since = 0.0

    def take(self, reading: Reading, now: float) -> Sighting:
        """Return what may be said after a reading, at a time in seconds that never jumps."""
        if reading.trouble:
            return Sighting(reading.session, _unknown(), reading.trouble)
        if (reading.session, reading.number) != self._newest:
            self._newest, self._since = (reading.session, reading.number), now
        seen_s = now - self._since
        # From later: the clock was set back. How old it is can only be told by waiting.
        is_from_later = reading.age_s < 0 and seen_s <= STALE_S
        age_s = reading.age_s if is_from_later else max(reading.age_s, seen_s)
        try:
            status = SessionStatus.of(reading.payload) if reading.payload is not None else None
        except ValueError:
            return Sighting(reading.session, _unknown(), _OTHER_VERSION)
        return Sighting(reading.session, judge(status, age_s, reading.how))


_OTHER_VERSION = "Its status was written by another version of this program."


def _unknown() -> Report:
    return Report(Standing.UNKNOWN, None, 0.0)


class Pace:
    """Decides which sightings are shown: each change, and one a second."""

    def __init__(self) -> None:
        self._shown: tuple[object, ...] | None = None
        self._next_at = 0.0

    def is_due(self, sighting: Sighting | None, now: float) -> bool:
        """Whether to show this one, or that there is no interview; it counts as shown then."""
        news = _news(sighting)
        if news == self._shown and now < self._next_at:
            return False
        self._shown, self._next_at = news, now + EVERY_S
        return True


def _news(sighting: Sighting | None) -> tuple[object, ...]:
    """Return what makes a sighting news."""
    if sighting is None:
        return ()
    status = sighting.report.status
    told = (status.situation, status.question, status.attempts) if status else ()
    return (sighting.session, sighting.report.standing, sighting.trouble, *told)
