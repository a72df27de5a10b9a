"""Before an interview: what is chosen, what is known, and why it cannot begin yet.

    the folder, the plan, the key, the devices are looked for -> Lobby -> the start page
    the candidate chooses                                     -> Lobby -> why_not: None -> begin

A ``Lobby`` is a frozen value; whoever learns something makes the next one.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace

from app.core.faults import Fault
from app.core.found import Found
from app.core.habits import Habits


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
    SPACE = enum.auto()
    """Its disk has too little room for another interview."""
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
        names: The labels of all that there are; None while they are looked for.
        chosen: The label of one, or the path of a recording; None for the system's own, whichever
            that is.
        fault: Why the chosen one cannot be used, or None.
        own: The label of the system's own as it is now, or None.
    """

    names: tuple[str, ...] | None = None
    chosen: str | None = None
    fault: Fault | None = None
    own: str | None = None

    def is_moved(self, after: Sounds) -> bool:
        """Whether what is chosen is another device, is gone, or is there again, afterwards."""
        if self.chosen is None:
            return self.own != after.own
        return (self.chosen in (self.names or ())) is not (self.chosen in (after.names or ()))


@dataclass(frozen=True, slots=True)
class Shortage:
    """A disk with too little room for an interview.

    Attributes:
        folder: Whose disk it is, as a path.
        free_bytes: How much is left.
        asked_mb: How much an interview asks for, in megabytes (10^6 bytes).
    """

    folder: str
    free_bytes: int
    asked_mb: float


@dataclass(frozen=True, slots=True)
class Faults:
    """What went wrong on the way here.

    Attributes:
        folder: Why nothing can be kept.
        space: Why there is no room to keep another interview.
        stopped: Why the interview that stopped cannot be gone on with.
        plan: Why the plan that was asked for is not used.
        key: Why the key could not be read, kept or forgotten.
        beginning: Why the interview that was asked for did not begin.
        choices: Why what was chosen the last time cannot be read, or cannot be kept.
    """

    folder: Fault | None = None
    space: Shortage | None = None
    stopped: Fault | None = None
    plan: Fault | None = None
    key: Fault | None = None
    beginning: Fault | None = None
    choices: Fault | None = None


@dataclass(frozen=True, slots=True)
class Lobby:
    """What the start page shows.

    Attributes:
        kind: Which interview.
        microphone: The microphones.
        speaker: The loudspeakers; without one the interviewer can be read.
        headphones: The microphone does not hear the interviewer.
        habits: How the candidate takes their turns.
        is_sounding: The loudspeaker is being tried.
        plan: The plan, once it is read.
        key: Where the key is.
        consents: The candidate has agreed to be recorded.
        is_kept: The folder for the record is open.
        stopped: An interview that stopped and can be gone on with, or None.
        faults: What went wrong.
    """

    kind: Kind = Kind.PRACTICE
    microphone: Sounds = Sounds()
    speaker: Sounds = Sounds()
    headphones: bool = False
    habits: Habits = field(default_factory=Habits)
    is_sounding: bool = False
    plan: PlanFacts | None = None
    key: KeyPlace = KeyPlace.SOUGHT
    consents: bool = False
    is_kept: bool = False
    stopped: Found | None = None
    faults: Faults = Faults()

    @property
    def needs_key(self) -> bool:
        """Whether the chosen interview, or the one that stopped, is with the service."""
        return self.kind is Kind.SERVICE or (
            self.stopped is not None and not self.stopped.is_practice
        )

    @property
    def why_not(self) -> WhyNot | None:
        """Why the interview cannot begin, or None."""
        is_with_service = self.kind is Kind.SERVICE
        if self.faults.folder is not None:
            return WhyNot.FOLDER
        if self.faults.space is not None:
            return WhyNot.SPACE
        if self.plan is None and self.faults.plan is None:
            return WhyNot.PREPARING
        if self._is_preparing(is_with_service=is_with_service):
            return WhyNot.PREPARING
        if self.plan is None:
            return WhyNot.PLAN
        lacking = self._lacking() if is_with_service else None
        return lacking or (None if self.consents else WhyNot.CONSENT)

    @property
    def why_not_go_on(self) -> WhyNot | None:
        """Why the interview that stopped cannot be gone on with now, or None.

        It has its own plan, and the consent to it is on record. It may need the room that a new one
        may not.
        """
        is_with_service = self.stopped is not None and not self.stopped.is_practice
        if self.faults.folder is not None:
            return WhyNot.FOLDER
        if self._is_preparing(is_with_service=is_with_service):
            return WhyNot.PREPARING
        return self._lacking() if is_with_service else None

    def _is_preparing(self, *, is_with_service: bool) -> bool:
        """Whether the folder, the devices or a key that is needed are still being looked for."""
        is_key_sought = is_with_service and self.key is KeyPlace.SOUGHT
        return not self.is_kept or self.microphone.names is None or is_key_sought

    def _lacking(self) -> WhyNot | None:
        """What the service needs and does not have."""
        if self.key is KeyPlace.NOWHERE:
            return WhyNot.KEY
        return WhyNot.MICROPHONE if self.microphone.fault is not None else None

    def choose(self, kind: Kind) -> Lobby:
        """Return it for another kind, to which the candidate has to agree anew."""
        return self if kind is self.kind else replace(self, kind=kind, consents=False)
