"""What a person gave: the plan, the settings, the texts, the server and its key."""

from __future__ import annotations

import contextlib
import os
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.conduct import Script
from app.core.faults import InputFault
from app.core.habits import Choice
from app.core.plan import Plan
from app.effective import Effective, settle
from app.live.transport import Endpoint
from app.practice.faults import FaultScript
from app.practice.server import PracticeParams, PracticeServer
from app.settings import Options, Settings
from app.store.keys import VARIABLE, Key, read_key
from app.store.plans import read_plan
from app.store.recovery import Stopped
from app.telemetry.redaction import Redaction
from app.wiring.forced import forced_by
from app.wiring.resources import DEFAULT_PLAN, RESOURCES


@dataclass(frozen=True, slots=True)
class Told:
    """What was read before anything is recorded: the plan, the settings, the texts.

    ``stopped`` is an interview that is gone on with; plan and texts are its own then. ``forced`` is
    what of the settings the candidate cannot choose otherwise.
    """

    plan: Plan
    settings: Settings
    instruction: str
    script: Script
    stopped: Stopped | None = None
    forced: frozenset[Choice] = frozenset()


def read_all(options: Options, settings: Settings | None = None) -> Told:
    """Read and check everything that a person gave.

    Args:
        options: What was asked for.
        settings: Hold whatever files and options say; None for theirs.

    Raises:
        InputFault: Something cannot be used.
    """
    plan = read_plan(options.plan or DEFAULT_PLAN)
    effective = Effective(settings) if settings else settle(options)
    questions = "\n".join(f"{n}. {one.text}" for n, one in enumerate(plan.questions, 1))
    instruction = _prompt("instruction").format(language=plan.language, questions=questions)
    script = Script(_prompt("opening"), _prompt("nudge"), _prompt("again"))
    return Told(plan, effective.settings, instruction, script, forced=forced_by(effective))


def with_headphones(told: Told, *, on: bool) -> Told:
    """Return the same with the candidate's word on headphones, unless the policy has the word.

    No option says that none are worn, so a settings file that says so would win over the candidate.
    """
    if Choice.HEADPHONES in told.forced:
        return told
    session = told.settings.session
    session = replace(session, turns=replace(session.turns, headphones=on))
    return replace(told, settings=replace(told.settings, session=session))


def _prompt(name: str) -> str:
    return (RESOURCES / "prompts" / f"{name}.txt").read_text("utf-8").strip()


@contextlib.contextmanager
def endpoint(
    options: Options, redaction: Redaction, given: Key | None = None
) -> Iterator[Endpoint]:
    """Start the embedded interviewer, or find the key of the service. Blocks.

    Args:
        options: What was asked for.
        redaction: Learns the key, which no log may hold.
        given: A key that a person gave for this run; else it is read from where keys are.

    Raises:
        InputFault: There is no key, no such certificate, or the faults are not understood.
    """
    if options.is_practice:
        with PracticeServer(PracticeParams(faults=FaultScript.parse(options.faults))) as server:
            redaction.remember(server.key)
            yield Endpoint(server.key, server.url, server.ca_file)
        return
    _check_address(options.server, options.ca)
    key = given or read_key(os.environ)
    if key is None:
        raise InputFault(
            f"There is no API key. Set {VARIABLE} for this run, or try the practice interview, "
            "which needs none: fairhearing practice"
        )
    redaction.remember(key.reveal())
    yield Endpoint(key.reveal(), options.server, options.ca)


def _check_address(server: str | None, ca: Path | None) -> None:
    """Refuse what no attempt to connect could mend."""
    if server is not None and not re.fullmatch(r"https://[^\s/]+(/\S*)?", server):
        raise InputFault(
            f"{server!r} is not the address of a Live server. Write it as https://HOST:PORT after "
            "--server."
        )
    try:
        if ca is not None:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(ca)
    except FileNotFoundError:
        raise InputFault(f"There is no certificate file {ca}. Check the path after --ca.") from None
    except OSError as error:  # ssl.SSLError is one
        raise InputFault(
            f"The file {ca} holds no certificate that can be read. Give a PEM file after --ca."
        ) from error
