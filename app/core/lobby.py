"""Before an interview: what is chosen, what is known, and why it cannot begin yet.

    the folder, the plan, the key, the devices are looked for -> Lobby -> the start page
    the candidate chooses                                     -> Lobby -> why_not: None -> begin

A ``Lobby`` is a frozen value; whoever learns something makes the next one.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from app.core.faults import Fault


class Kind(enum.Enum):
    """Which interview."""

    PRACTICE = "practice"
    """With the interviewer on this computer: no account, no network."""
    SERVICE = "service"
    """With Gemini, with the candidate's own key."""


class KeyPlace(enum.Enum):
    """Where the key is."""

    SOUGHT = enum.auto()
    """It is being looked for; the system may be asking its user to unlock something."""
    NOWHERE = enum.auto()
    """There is none."""
    KEYRING = enum.auto()
    """The system keeps it."""
    THIS_RUN = enum.auto()
    """It was given for this run and is kept nowhere."""


class WhyNot(enum.Enum):
    """Why the interview cannot begin; the first that holds is told."""

    FOLDER = enum.auto()
    """There is nowhere to keep it."""
    PREPARING = enum.auto()
    """Something is still being looked for."""
    PLAN = enum.auto()
    """The plan cannot be used."""
    KEY = enum.auto()
    """The service needs a key."""
    MICROPHONE = enum.auto()
    """There is none; in practice spoken samples stand in for it."""
    CONSENT = enum.auto()
    """The candidate has not agreed to be recorded."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan that was read.

    Attributes:
        name: Of its file; "" for the default one.
        questions: How many it asks.
        minutes: How long they are meant to take.
    """

    name: str
    questions: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sound devices.

    Attributes:
        names: All that there are, each once; None while they are looked for.
        chosen: The name of one, or the path of a recording; None for the system's own.
        fault: Why the chosen one cannot be used, or None.
    """

    names: tuple[str, ...] | None = None
    chosen: str | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Faults:
    """What went wrong on the way here.

    Attributes:
        folder: Why nothing can be kept.
        plan: Why the plan that was asked for is not used.
        key: Why the key could not be read, kept or forgotten.
        beginning: Why the interview that was asked for did not begin.
    """

    folder: Fault | None = None
    plan: Fault | None = None
    key: Fault | None = None
    beginning: Fault | None = None


@dataclass(frozen=True, slots=True)
class Lobby:
    """What the start page shows.

    Attributes:
        kind: Which interview.
        microphone: The microphones.
        speaker: The loudspeakers; without one the interviewer can be read.
        headphones: The microphone does not hear the interviewer.
        is_sounding: The loudspeaker is being tried.
        plan: The plan, once it is read.
        key: Where the key is.
        consents: The candidate has agreed to be recorded.
        is_kept: The folder for the record is open.
        faults: What went wrong: with the folder, the plan, the key, or the last beginning.
    """

    kind: Kind = Kind.PRACTICE
    microphone: Sounds = Sounds()
    speaker: Sounds = Sounds()
    headphones: bool = False
    is_sounding: bool = False
    plan: PlanFacts | None = None
    key: KeyPlace = KeyPlace.SOUGHT
    consents: bool = False
    is_kept: bool = False
    faults: Faults = Faults()

    @property
    def why_not(self) -> WhyNot | None:
        """Why the interview cannot begin, or None."""
        needs_key = self.kind is Kind.SERVICE
        is_preparing = (
            not self.is_kept
            or (self.plan is None and self.faults.plan is None)
            or self.microphone.names is None
            or (needs_key and self.key is KeyPlace.SOUGHT)
        )
        if self.faults.folder is not None:
            return WhyNot.FOLDER
        if is_preparing:
            return WhyNot.PREPARING
        if self.plan is None:
            return WhyNot.PLAN
        if needs_key and self.key is KeyPlace.NOWHERE:
            return WhyNot.KEY
        if needs_key and self.microphone.fault is not None:
            return WhyNot.MICROPHONE
        return None if self.consents else WhyNot.CONSENT

    def choose(self, kind: Kind) -> Lobby:
        """Return it for another kind, to which the candidate has to agree anew."""
        return self if kind is self.kind else replace(self, kind=kind, consents=False)
