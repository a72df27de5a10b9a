"""The guided check of the sound for a person at a terminal, or as one line of JSON.

Be quiet for 3 seconds, so that the room can be heard.
good     The room            -61 dBFS, mostly below -57 dBFS
...
Your sound is ready. Nothing is to be done.

{"t": 24.1, "kind": "result", "how": "ready" or another verdict, "do": …, "exit": …, "faults": …,
    "figures": {…}, "steps": {"quiet": "done", …}}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from app.core.actions import Json
from app.core.check_events import CheckView
from app.core.check_report import CheckReport, Heard, Mark, Outcome, Step, Verdict
from app.core.faults import Fault
from app.terminal.lines import Lines

NOTICE = (
    "This takes about 30 seconds. Your voice stays in this computer's memory and is dropped at the "
    "end: nothing is kept or sent."
)
KEYS = "Keys: s skips a step, r begins it again, q leaves."
LEFT = "The check was left. Nothing was kept."
ASK = "Did you hear yourself? Press y for yes, n for no, a to hear it again."
ASK_SAMPLE = "Did you hear the interviewer? Press y for yes, n for no, a to hear it again."

INSTRUCTION = {
    Step.QUIET: "Be quiet for 3 seconds, so that the room can be heard.",
    Step.SOFT: "Speak softly for 5 seconds, as late at night.",
    Step.NORMAL: "Speak for 5 seconds as you would in an interview.",
    Step.ECHO: "Be quiet while the interviewer speaks.",
}
_VOICE = "Listen: this is your own voice."
_SAMPLE = "Listen: this is the interviewer."
_NAME = {
    Step.QUIET: "The room",
    Step.SOFT: "Soft voice",
    Step.NORMAL: "Usual voice",
    Step.PLAYBACK: "Loudspeaker",
    Step.HEARD: "What you heard",
    Step.ECHO: "Echo",
}
DO = {
    Verdict.NO_MICROPHONE: "Connect a microphone, or allow this program to use it in the system's "
    "privacy settings.",
    Verdict.BLOCKED: "Unmute the microphone, or allow this program to use it in the system's "
    "privacy settings: it gives nothing but digital silence.",
    Verdict.STALLED: "Unplug the microphone and connect it again, or choose another with --mic: no "
    "sound comes from it.",
    Verdict.NO_SPEAKER: "Connect a loudspeaker or headphones.",
    Verdict.SPEAKER_SILENT: "Choose another loudspeaker with --speaker: this one plays nothing.",
    Verdict.NO_SPEECH: "Speak when you are asked to, or choose another microphone with --mic: no "
    "voice was heard.",
    Verdict.NOT_HEARD: "Turn up the volume, or choose another loudspeaker with --speaker.",
    Verdict.TOO_QUIET: "Come closer to the microphone, or turn up its level in the system's sound "
    "settings: your voice is too quiet.",
    Verdict.SOFT_UNHEARD: "Come closer to the microphone: your soft voice is not heard.",
    Verdict.TOO_LOUD: "Turn down the microphone's level in the system's sound settings: your voice "
    "is cut off where it is loud.",
    Verdict.VOICES: "Go where nobody else speaks: other voices were heard while you were quiet.",
    Verdict.NOISY: "Go where it is quieter, or come closer to the microphone: the room is too loud "
    "beside your voice.",
    Verdict.ECHO_USE_HEADPHONES: "Put on headphones: the microphone hears the interviewer.",
    Verdict.INCOMPLETE: "Go through the check again to its end: not everything could be measured.",
    Verdict.READY: "Your sound is ready. Nothing is to be done.",
}
_COLOURS = {Mark.GOOD: "green", Mark.FAIR: "yellow", Mark.BAD: "red", Mark.UNKNOWN: "dim"}
_ENDED = frozenset({Outcome.DONE, Outcome.SKIPPED, Outcome.IMPOSSIBLE})
_OF_FAULTS = frozenset({Verdict.NO_MICROPHONE, Verdict.NO_SPEAKER})
"""Where a fault knows better what is to be done."""
_BAR = 20


class SoundReport:
    """Shows the check while it goes on, and what it came to.

    Args:
        stream: Where to.
        elapsed: Seconds since the command began.
        json: As one line of JSON, at the end alone.
    """

    def __init__(self, stream: TextIO, elapsed: Callable[[], float], *, json: bool) -> None:
        self._lines = Lines(stream, elapsed, lambda: 0.0) if json else None
        self._console = Console(file=stream, highlight=False, soft_wrap=True)
        self._shown: dict[Step, Outcome] = {}
        self._step: Step | None = None
        self._level = ""

    def say(self, text: str) -> None:
        """Print a sentence, for a person alone."""
        if self._lines is None:
            self._print(Text(text))

    def view(self, view: CheckView, _faults: Sequence[Fault] = ()) -> None:
        """Print what is to be done now, and what came of the step before."""
        if self._lines is not None:
            return
        for step, outcome in view.report.outcomes.items():
            if self._shown.get(step) is not outcome and outcome in _ENDED:
                self._print(_row(view.report, step))
        if view.step is not None and view.step is not self._step:
            self._print(Text(instruction(view.step, plays_voice=view.plays_voice), "bold"))
        self._shown, self._step = dict(view.report.outcomes), view.step
        if view.step is not None and self._console.is_terminal:
            done = round(_BAR * view.progress)
            bar = "#" * done + "-" * (_BAR - done)
            self._console.print(Text(f"  {bar}  {self._level}"), end="\r")

    def level(self, microphone_dbfs: float) -> None:
        """Keep how loud the microphone is, in dBFS, for the line that is drawn next."""
        self._level = f"{microphone_dbfs:4.0f} dBFS "

    def left(self, status: int) -> None:
        """Print that it was left."""
        if self._lines is not None:
            self._lines.result({"how": "left", "do": DO[Verdict.INCOMPLETE], "exit": status})
        else:
            self._print(Text(LEFT))

    def result(self, report: CheckReport, faults: Sequence[Fault], status: int) -> None:
        """Print the verdict and the one thing to do."""
        verdict = report.verdict
        do = str(faults[0]) if faults and verdict in _OF_FAULTS else DO[verdict]
        if self._lines is None:
            colour = "bold green" if verdict is Verdict.READY else "bold red"
            self._print(Text(do, colour))
            return
        told: list[Json] = list(dict.fromkeys(str(fault) for fault in faults))
        steps: dict[str, Json] = {step.value: one.value for step, one in report.outcomes.items()}
        self._lines.result(
            {
                "how": verdict.value,
                "do": do,
                "exit": status,
                "faults": told,
                "figures": figures(report),
                "steps": steps,
            }
        )

    def _print(self, text: Text) -> None:
        if self._console.is_terminal:
            self._console.print(" " * (_BAR + 16), end="\r")
        self._console.print(text)


def instruction(step: Step, *, plays_voice: bool) -> str:
    """Return what the candidate is to do in a step."""
    match step:
        case Step.PLAYBACK:
            return _VOICE if plays_voice else _SAMPLE
        case Step.HEARD:
            return ASK if plays_voice else ASK_SAMPLE
        case _:
            return INSTRUCTION[step]


def _row(report: CheckReport, step: Step) -> Text:
    mark, outcome = report.mark(step), report.outcomes[step]
    if outcome is Outcome.DONE:
        word, text = mark.value, _told(report, step)
    else:
        word, text = "-", "skipped" if outcome is Outcome.SKIPPED else "could not be checked"
    colour = _COLOURS[mark]
    return Text.assemble((f"{word:<9}", colour), (f"{_NAME[step]:<20}", "bold"), text)


def _told(report: CheckReport, step: Step) -> str:
    """Return the figures of a step that was done, as words."""
    match step:
        case Step.QUIET:
            assert report.quiet is not None, "its step is done"
            one = report.quiet
            levels = f"{one.level_dbfs:.0f} dBFS, mostly below {one.level_p95_dbfs:.0f} dBFS"
            return levels if one.speech_s < 0.05 else f"{levels}, speech {one.speech_s:.1f} s"
        case Step.SOFT | Step.NORMAL:
            voice = report.soft if step is Step.SOFT else report.normal
            assert voice is not None, "its step is done"
            peaks = f"peaks {voice.peak_dbfs:.0f} dBFS, speech {voice.speech_s:.1f} s"
            snr = report.snr_db if step is Step.NORMAL else None
            above = "" if snr is None else f", {snr:.0f} dB above the room"
            return f"{peaks}{above}, clipped {voice.clips} times" if voice.clips else peaks + above
        case Step.PLAYBACK:
            return "played to its end"
        case Step.HEARD:
            return "heard" if report.heard is Heard.YES else "not heard"
        case _:
            return _echo(report)


def _echo(report: CheckReport) -> str:
    echo = report.echo
    assert echo is not None, "its step is done"
    if echo.arrives_db is None:
        return "none arrives"
    parts = [f"{echo.arrives_db:.0f} dB arrive"]
    if echo.delay_s is not None:
        parts.append(f"after {1000 * echo.delay_s:.0f} ms")
    if echo.taken_out_db is not None:
        parts.append(f"{echo.taken_out_db:.0f} dB are taken out")
    if echo.false_starts:
        parts.append(f"taken for your voice {echo.false_starts} times")
    return ", ".join([*parts, echo.mode.value])


def figures(report: CheckReport) -> dict[str, Json]:
    """Return every figure under a name that ends with its unit; what was not measured is None."""
    quiet, echo = report.quiet, report.echo
    told: dict[str, Json] = {
        "microphone": report.microphone.value if report.microphone else None,
        "speaker": report.speaker.value if report.speaker else None,
        "room_dbfs": _figure(quiet, "level_dbfs"),
        "room_p95_dbfs": _figure(quiet, "level_p95_dbfs"),
        "room_speech_s": _figure(quiet, "speech_s", 2),
        "snr_db": _figure(report, "snr_db"),
        "heard": report.heard.value,
        "echo": echo.mode.value if echo else None,
        "echo_delay_s": _figure(echo, "delay_s", 3),
        "echo_arrives_db": _figure(echo, "arrives_db"),
        "echo_taken_out_db": _figure(echo, "taken_out_db"),
        "false_starts": _figure(echo, "false_starts", 0),
    }
    for name, voice in (("soft", report.soft), ("normal", report.normal)):
        told[f"{name}_dbfs"] = _figure(voice, "level_dbfs")
        told[f"{name}_peak_dbfs"] = _figure(voice, "peak_dbfs")
        told[f"{name}_speech_s"] = _figure(voice, "speech_s", 2)
        told[f"{name}_clips"] = _figure(voice, "clips", 0)
    return told


def _figure(part: object, name: str, digits: int = 1) -> float | None:
    """Return a figure of a part, rounded; None where there is none."""
    figure: float | None = getattr(part, name, None)
    if figure is None:
        return None
    return round(figure, digits) if digits else round(figure)
