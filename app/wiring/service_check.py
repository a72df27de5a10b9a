"""``fairhearing check --service``: does a Live service behave as the practice interviewer does?

It asks first, because it sends speech to the service and uses the quota of one's own key. What is
printed holds counts, times and close codes: never what was said, never a key or a handle.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.core.events import FRAME_S, HandleGiven, LinkOpened
from app.core.faults import InputFault, LinkFault, Remedy, StoreFault
from app.effective import settle
from app.live import probe_judges as judges
from app.live.probe import Expected, Finding, Probe, Verdict
from app.live.probe_line import Means
from app.live.probes import PROBES, speech_s
from app.live.probing import Scene
from app.live.sightings import Ended, Sightings
from app.settings import Options, Settings
from app.telemetry.redaction import Redaction
from app.terminal import words
from app.terminal.keys import has_keyboard
from app.terminal.service_report import (
    ASK,
    NEED_YES,
    NOTHING_SENT,
    NOTICE,
    Close,
    Report,
    Row,
)
from app.wiring.given import endpoint
from app.wiring.resources import RESOURCES

_HOLDS, _DIFFERS, _NOT_PROBED = 0, 1, 2
_SPEECH = RESOURCES / "answers" / "2-enjoy.wav"  # the shortest of them
_FRAME_BYTES = 640
_HANDLES = 60  # of one probe that are looked for in what is shown


@dataclass
class Result:
    """What a run came to.

    Attributes:
        findings: One for each question.
        fault: Why nothing could be probed, or None.
    """

    findings: list[Finding] = field(default_factory=list)
    fault: LinkFault | None = None

    @property
    def status(self) -> int:
        """The exit status."""
        verdicts = {one.verdict for one in self.findings}
        if Verdict.DIFFERS in verdicts:
            return _DIFFERS
        return _HOLDS if self.fault is None and Verdict.HOLDS in verdicts else _NOT_PROBED


def check_service(
    options: Options, *, yes: bool, limit_s: float | None, elapsed: Callable[[], float]
) -> int:
    """Probe the service and print what was found; return the exit status.

    Args:
        options: Which server, which model, how to print.
        yes: A person has agreed already.
        limit_s: For the whole run, in seconds; None for the settings' own.
        elapsed: Seconds since the command began.

    Raises:
        InputFault: There is no key, nobody agreed, or something given cannot be used.
        StoreFault: The bundled speech cannot be read.
    """
    settings = settle(options).settings
    if limit_s is not None:
        settings = replace(settings, check=replace(settings.check, run_s=limit_s))
    pcm = read_speech(_SPEECH)
    redaction = Redaction()
    report = Report(sys.stdout, elapsed, json=options.json)
    with endpoint(options, redaction) as reached:
        if not (yes or _agrees(options, speech_s(_length_s(pcm)))):
            report.say(NOTHING_SENT)
            return _NOT_PROBED
        waits_s = settings.session.link.old_socket_waits_s
        means = Means(reached, settings.live, settings.check, pcm, waits_s)
        result = asyncio.run(run(means, settings, report))
    if result.fault is not None and result.status == _NOT_PROBED:
        report.fault(result.fault, redaction.clean(str(result.fault)))
    report.result(result.status)
    return result.status


async def run(
    means: Means,
    settings: Settings,
    report: Report,
    probes: Sequence[Probe] = PROBES,
) -> Result:
    """Make the probes, one after the other, and report each finding when it is there."""
    loop = asyncio.get_running_loop()
    until = loop.time() + means.check.run_s
    expected = Expected(
        means.live.model, _length_s(means.pcm), settings.session.watchdog, means.live.liveness
    )
    result, all_seen = Result(), list[Sightings]()

    def found(finding: Finding) -> None:
        result.findings.append(finding)
        report.row(Row(finding.check.value, finding.verdict.value, finding.figures))

    for probe in probes:
        # Where the time is over, nothing is done, and what it asks is not seen.
        seen = await Scene(probe, means).play(min(means.check.probe_s, until - loop.time()))
        all_seen.append(seen)
        result.fault = _hopeless(all_seen)
        if result.fault:
            break
        for judge in probe.judges:
            found(judge(seen, expected))
    else:
        found(judges.go_away(all_seen))
        found(judges.pings(means.pongs_s, expected))
        found(judges.messages(all_seen))
        result.fault = _never_opened(all_seen)
    report.closes(list(_closes(probes, all_seen, means.endpoint.key)))
    return result


def read_speech(path: Path) -> bytes:
    """Return a recording as int16 mono at 16 kHz, its last frame filled up with silence.

    Raises:
        StoreFault: It cannot be read.
    """
    try:
        with wave.open(str(path), "rb") as file:
            pcm = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise StoreFault(
            f"The sample answer {path} cannot be read. Install the application again."
        ) from error
    return pcm + bytes(-len(pcm) % _FRAME_BYTES)


def _length_s(pcm: bytes) -> float:
    return len(pcm) // _FRAME_BYTES * FRAME_S


def _agrees(options: Options, seconds: float) -> bool:
    """Ask whether speech may be sent, where there is somebody to ask."""
    if options.json or not has_keyboard():
        raise InputFault(NEED_YES)
    print(NOTICE.format(seconds=seconds, where=options.server or "Google's Gemini"))
    with contextlib.suppress(EOFError):  # Ctrl-D
        return input(ASK).strip().lower() == "y"
    return False


def _hopeless(probes: Sequence[Sightings]) -> LinkFault | None:
    """Return the fault that only a person can mend, if nothing has been opened because of it."""
    fault = _never_opened(probes)
    return fault if fault is not None and fault.remedy is Remedy.ASK_USER else None


def _never_opened(probes: Sequence[Sightings]) -> LinkFault | None:
    """Return why no connection was ever opened, or None if one was."""
    if any(seen.all(LinkOpened) for seen in probes):
        return None
    ends = [end.fault for seen in probes if (end := seen.end()) is not None]
    return ends[0] if ends else None


def _closes(probes: Sequence[Probe], all_seen: Sequence[Sightings], key: str) -> Iterator[Close]:
    """Yield how connections were ended by the other side, in words that may be shown."""
    for probe, seen in zip(probes, all_seen, strict=False):
        redaction = Redaction()  # one for each: it remembers so many secrets and no more
        for _, given in seen.all(HandleGiven)[-_HANDLES:]:
            redaction.remember(given.handle or "")
        redaction.remember(key)
        for _, end in seen.all(Ended):
            text = words.plain(redaction.clean(end.text))
            yield Close(probe.name, end.phase.name.lower(), end.code, text)
