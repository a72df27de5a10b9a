"""What the candidate asks for outside an interview; within it there are ``core.events``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.core.check_events import CheckIntent
from app.core.lobby import Kind
from app.core.patience import Wait


@dataclass(frozen=True, slots=True)
class ChooseKind:
    """Practice, or the service."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class ChooseMicrophone:
    """This microphone; None for the system's own."""

    name: str | None


@dataclass(frozen=True, slots=True)
class ChooseSpeaker:
    """This loudspeaker; None for the system's own."""

    name: str | None


@dataclass(frozen=True, slots=True)
class UseHeadphones:
    """The microphone does not hear the interviewer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Prefer:
    """So I like to take my turns; None for what stays as it is."""

    wait: Wait | None = None
    toggles: bool | None = None
    cues: bool | None = None


@dataclass(frozen=True, slots=True)
class TrySpeaker:
    """Let me hear something."""


@dataclass(frozen=True, slots=True)
class CheckSound:
    """Lead me through a check of my sound; anew, if one is over."""


@dataclass(frozen=True, slots=True)
class InCheck:
    """This, of the check that is on the screen."""

    intent: CheckIntent


@dataclass(frozen=True, slots=True)
class LeaveCheck:
    """Back from the check to the start page."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Look for devices and folder again: something was mended."""


@dataclass(frozen=True, slots=True)
class ChoosePlan:
    """The questions in this file; None for the default ones."""

    path: Path | None


@dataclass(frozen=True, slots=True)
class UseKey:
    """My key; to be kept in the system's keyring, or for this run only."""

    secret: str = field(repr=False)
    is_kept: bool


@dataclass(frozen=True, slots=True)
class ForgetKey:
    """Take my key out of the keyring."""


@dataclass(frozen=True, slots=True)
class Agree:
    """I agree to be recorded, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin the interview."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on with the interview that stopped."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Not now: say no more of the interview that stopped, until the next start."""


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """Show me where the record is."""

    path: str


@dataclass(frozen=True, slots=True)
class StartOver:
    """Back to the start page."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Close the application."""


Wish = (
    ChooseKind
    | ChooseMicrophone
    | ChooseSpeaker
    | UseHeadphones
    | Prefer
    | TrySpeaker
    | CheckSound
    | InCheck
    | LeaveCheck
    | LookAgain
    | ChoosePlan
    | UseKey
    | ForgetKey
    | Agree
    | Begin
    | GoOn
    | SetAside
    | OpenFolder
    | StartOver
    | Quit
)
