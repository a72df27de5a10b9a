"""Every setting, nested as the machines that they set; read from a TOML file and checked.

    [session.activity]          app.core.activity.ActivityParams
    wait_s = 2.5
    [live]                      LiveParams, below
    model = "gemini-3.8-live"

An unknown name or a value out of range is refused with the file, the line and what is allowed.
"""

from __future__ import annotations

import dataclasses
import math
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from app.core.faults import InputFault
from app.core.liveness import LivenessParams
from app.core.outbox import OutboxParams
from app.core.session import SessionParams

if TYPE_CHECKING:
    from pydantic import ValidationError

_PRACTICE_PACE = 8.0
"""A replay in practice, in times real time: the server is on this computer."""


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


def read_settings(path: Path | None) -> Settings:
    """Return the settings of a file, or the defaults without one.

    Raises:
        InputFault: The file cannot be read, or something in it is wrong.
    """
    if path is None:
        return Settings()
    # Here: it takes 0.1 s to import, and a window is to be there at once.
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # above

    try:
        text = path.read_text("utf-8-sig")  # Windows' editor puts a mark before the first line
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise InputFault(f"The settings {path} cannot be read: {error}.") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is no TOMLDecodeError
        raise InputFault(f"The settings {path} are not valid TOML: {error}.") from error
    source = _Source(path, text)
    _check_names_and_numbers(source, raw, Settings, ())
    try:
        return TypeAdapter(Settings).validate_python(raw)
    except ValidationError as error:
        raise InputFault(_explain(source, error)) from error


class _Source:
    """The file, for messages that name the line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self.lines: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), 1):
            key = line.partition("#")[0].partition("=")[0].strip()
            names = tuple(part.strip(" \t\"'") for part in key.strip("[]").split("."))
            if key.startswith("["):
                table, names = names, ()
            self.lines.setdefault((*table, *names), number)

    def where(self, place: tuple[str, ...]) -> str:
        """Return file, line and name of a setting; the line of its table if it has none."""
        given = (place[:end] for end in range(len(place), 0, -1) if place[:end] in self.lines)
        line = next((f", line {self.lines[one]}" for one in given), "")
        return f"{self._path}{line}, {'.'.join(place)}"


def _check_names_and_numbers(
    source: _Source, raw: dict[str, Any], kind: type, place: tuple[str, ...]
) -> None:
    """Refuse what nothing here is called, and numbers that no setting can have."""
    hints = get_type_hints(kind)
    for name, value in raw.items():
        here = (*place, name)
        if name not in hints:
            known = ", ".join(sorted(hints))
            raise InputFault(f"{source.where(here)}: there is no such setting; known: {known}.")
        if dataclasses.is_dataclass(hints[name]) and isinstance(value, dict):
            assert isinstance(hints[name], type)
            _check_names_and_numbers(source, value, hints[name], here)
        for number in value if isinstance(value, list) else [value]:
            if isinstance(number, float) and not math.isfinite(number):
                raise InputFault(f"{source.where(here)}: {number} is no number that can be used.")
            if name.endswith("_s") and isinstance(number, int | float) and number < 0:
                raise InputFault(f"{source.where(here)}: a time cannot be below 0.")


def _explain(source: _Source, error: ValidationError) -> str:
    first = error.errors()[0]
    place = tuple(part for part in first["loc"] if isinstance(part, str))
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "dataclass_type":
        message = f"must be a table: [{'.'.join(place)}]"
    # A check of several settings is their table's; the message names them.
    named = ((*place, word) for word in re.findall(r"\w+", message))
    place = next((one for one in named if one in source.lines), place)
    return f"{source.where(place)}: {message}."


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


def apply(options: Options, settings: Settings) -> Settings:
    """Return the settings as the command line changes them."""
    session, live = settings.session, settings.live
    if options.headphones:
        session = replace(session, turns=replace(session.turns, headphones=True))
    if options.is_practice and session.outbox == OutboxParams():  # unless someone has set it
        session = replace(session, outbox=OutboxParams(replay_pace=_PRACTICE_PACE))
    if options.hold_limit_s is not None:
        session = replace(session, link=replace(session.link, hold_limit_s=options.hold_limit_s))
    if options.model:
        live = replace(live, model=options.model)
    return replace(settings, session=session, live=live)
