"""Every setting, nested as the machines that they set, and what a command line may ask for.

    [session.activity]          app.core.activity.ActivityParams
    wait_s = 2.5
    [live]                      LiveParams, below
    model = "gemini-3.8-live"

``settings_file`` reads such a file, ``policy`` that of a whole computer, and ``effective`` says
which of their values holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.core.habits import Habits
from app.core.liveness import LivenessParams
from app.core.patience import Wait
from app.core.session import SessionParams


@dataclass(frozen=True, slots=True)
class LiveParams:
    """How a server is spoken to.

    Attributes:
        model: The model's name, without "models/".
        voice: One of the service's prebuilt voices.
        thinking_budget: Tokens, for models that take it; None leaves it out.
        affective: Ask for affective dialog, of models that take it.
        proactive: Let the model stay silent or speak unasked, of models that take it.
        declared_tools: Names of functions that the model may call.
        setup_timeout_s: From dialling to the server's answer to our set-up.
        proxy: Address of an HTTP proxy, maybe with a name and a password, never shown; "" for none,
            None for the system's own.
        liveness: When a silent line counts as dead.
    """

    model: str = "gemini-3.8-live"
    voice: str = "Kore"
    thinking_budget: int | None = None
    affective: bool = False
    proactive: bool = False
    declared_tools: tuple[str, ...] = ()
    setup_timeout_s: float = 15.0
    proxy: str | None = field(default=None, repr=False)
    liveness: LivenessParams = field(default_factory=LivenessParams)

    def __post_init__(self) -> None:
        if not 1 <= self.setup_timeout_s <= 120:
            raise ValueError("setup_timeout_s must lie between 1 and 120 s")


@dataclass(frozen=True, slots=True)
class CheckParams:
    """How long the check of a service waits; times in seconds.

    Attributes:
        turn_s: For the end of a turn that was asked for.
        handle_s: For a resumption handle after a turn.
        quiet_s: To what comes unasked.
        probe_s: For all of one probe.
        run_s: For all probes together.
        speech_pace: How many seconds of speech are said in one second.
    """

    turn_s: float = 25.0
    handle_s: float = 5.0
    quiet_s: float = 3.0
    probe_s: float = 50.0
    run_s: float = 225.0
    speech_pace: float = 1.0

    def __post_init__(self) -> None:
        times = (self.turn_s, self.handle_s, self.quiet_s, self.probe_s, self.run_s)
        if not all(time > 0 for time in times):
            raise ValueError("turn_s, handle_s, quiet_s, probe_s and run_s must be above 0")
        if not 0.1 <= self.speech_pace <= 100:
            raise ValueError("speech_pace must lie between 0.1 and 100")


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    session: SessionParams = field(default_factory=SessionParams)
    live: LiveParams = field(default_factory=LiveParams)
    check: CheckParams = field(default_factory=CheckParams)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked of an interview.

    Attributes:
        is_practice: Against the embedded interviewer, else against a server.
        headless: No questions and no keys; lines only.
        json: Lines of JSON.
        consent: The candidate has agreed to be recorded.
        plan: A plan, or None for the default one.
        mic: Name of a microphone or path of a WAV file, or None for the system's own.
        speaker: Name of a loudspeaker, "none", or None for the system's own.
        headphones: The microphone does not hear the interviewer.
        wait: How long a pause may be, or None for what the settings say.
        cues: Whether tones tell of the talk key, or None for what the settings say.
        resume: Go on with the interview of this id; "" for the newest; None for a new one.
        hold_limit_s: Leave after being held for so long, in seconds; None for never.
        data: The data folder, or None for the default one.
        settings: A settings file, or None.
        server: Base URL of a Live server, or None for the service.
        ca: Certificates to trust besides, or None.
        model: Overrides the settings' model, or None.
        faults: How the embedded interviewer is to fail.
        verbose: Log to standard error too.
        tap: A new folder to write the sound at each station to, or None.
    """

    is_practice: bool
    headless: bool = False
    json: bool = False
    consent: bool = False
    plan: Path | None = None
    mic: str | None = None
    speaker: str | None = None
    headphones: bool = False
    wait: Wait | None = None
    cues: bool | None = None
    resume: str | None = None
    hold_limit_s: float | None = None
    data: Path | None = None
    settings: Path | None = None
    server: str | None = None
    ca: Path | None = None
    model: str | None = None
    faults: str = ""
    verbose: bool = False
    tap: Path | None = None

    @property
    def is_interactive(self) -> bool:
        """Whether a person sits at the terminal, with keys."""
        return not self.headless and not self.json


def habits_of(settings: Settings) -> Habits:
    """Return how turns are taken by these settings."""
    patience = settings.session.patience
    return Habits(
        wait=patience.wait,
        cues=settings.session.cues.on,
        quick_s=patience.quick_s,
        standard_s=settings.session.activity.wait_s,
        patient_s=patience.patient_s,
    )
