"""The sentences of the page that checks the sound."""

from __future__ import annotations

from app.core.check_report import CheckReport, Heard, Mark, Outcome, Step, Verdict
from app.core.echo import Echo
from app.gui.words import tr


def title() -> str:
    """Return the page's title."""
    return tr("Check your sound")


def privacy() -> str:
    """Return what becomes of the voice."""
    return tr(
        "This takes about half a minute. Nothing is kept or sent: your voice stays in this "
        "computer's memory and is dropped when you leave this page."
    )


def looking() -> str:
    """Return what stands there while the devices are opened."""
    return tr("Opening microphone and loudspeaker…")


def instruction(step: Step, *, plays_voice: bool) -> str:
    """Return what the candidate is to do in a step."""
    match step:
        case Step.QUIET:
            return tr("Be quiet for 3 seconds, so that the room can be heard.")
        case Step.SOFT:
            return tr("Speak softly for 5 seconds, as late at night.")
        case Step.NORMAL:
            return tr("Speak for 5 seconds as you would in an interview.")
        case Step.PLAYBACK if plays_voice:
            return tr("Listen: this is your own voice.")
        case Step.PLAYBACK:
            return tr("Listen: this is the interviewer.")
        case Step.HEARD if plays_voice:
            return tr("Did you hear yourself?")
        case Step.HEARD:
            return tr("Did you hear the interviewer?")
        case Step.ECHO:
            return tr("Be quiet while the interviewer speaks.")


def name(step: Step) -> str:
    """Return the name of a step's row."""
    match step:
        case Step.QUIET:
            return tr("The room")
        case Step.SOFT:
            return tr("Soft voice")
        case Step.NORMAL:
            return tr("Usual voice")
        case Step.PLAYBACK:
            return tr("Loudspeaker")
        case Step.HEARD:
            return tr("What you heard")
        case Step.ECHO:
            return tr("Echo")


def mark(outcome: Outcome, mark: Mark) -> str:
    """Return how a step is, in a word."""
    match outcome:
        case Outcome.WAITING:
            return tr("to come")
        case Outcome.RUNNING:
            return tr("now")
        case Outcome.SKIPPED:
            return tr("skipped")
        case Outcome.IMPOSSIBLE:
            return tr("could not be checked")
        case Outcome.DONE:
            return tr({"good": "good", "fair": "good enough", "bad": "not good"}[mark.value])


def figures(report: CheckReport, step: Step) -> str:
    """Return the figures of a step; "" where there are none."""
    if report.outcomes.get(step) is not Outcome.DONE:
        return ""
    match step:
        case Step.QUIET:
            assert report.quiet is not None, "its step is done"
            return _db(tr("noise of %1 dB"), report.quiet.level_dbfs)
        case Step.SOFT | Step.NORMAL:
            return _voice(report, step)
        case Step.PLAYBACK:
            return tr("played to its end")
        case Step.HEARD:
            return tr("heard") if report.heard is Heard.YES else tr("not heard")
        case Step.ECHO:
            return _echo(report)


def _voice(report: CheckReport, step: Step) -> str:
    voice = report.soft if step is Step.SOFT else report.normal
    assert voice is not None, "its step is done"
    parts = [
        _db(tr("peaks at %1 dB"), voice.peak_dbfs),
        tr("%1 s of speech").replace("%1", f"{voice.speech_s:.1f}"),
    ]
    if step is Step.NORMAL and report.snr_db is not None:
        parts.append(_db(tr("%1 dB above the room"), report.snr_db))
    if voice.clips:
        parts.append(tr("cut off %n time" if voice.clips == 1 else "cut off %n times", voice.clips))
    return " · ".join(parts)


def _echo(report: CheckReport) -> str:
    echo = report.echo
    assert echo is not None, "its step is done"
    if echo.arrives_db is None:
        return tr("nothing of it arrives")
    parts = [_db(tr("%1 dB arrive"), echo.arrives_db)]
    if echo.delay_s is not None:
        parts.append(tr("after %1 ms").replace("%1", f"{1000 * echo.delay_s:.0f}"))
    if echo.taken_out_db is not None:
        parts.append(_db(tr("%1 dB are taken out"), echo.taken_out_db))
    if echo.false_starts:
        parts.append(tr("taken for your voice"))
    elif echo.mode is Echo.HALF_DUPLEX:
        parts.append(tr("cannot be taken out"))
    return " · ".join(parts)


def _db(text: str, figure: float) -> str:
    return text.replace("%1", f"{figure:.0f}".replace("-", "\N{MINUS SIGN}"))


# --- the verdict


def verdict(one: Verdict) -> str:
    """Return a verdict as a heading."""
    return tr(
        {
            Verdict.NO_MICROPHONE: "There is no microphone",
            Verdict.BLOCKED: "The microphone is blocked",
            Verdict.STALLED: "No sound comes from the microphone",
            Verdict.NO_SPEAKER: "There is no loudspeaker",
            Verdict.SPEAKER_SILENT: "The loudspeaker plays nothing",
            Verdict.NO_SPEECH: "No voice was heard",
            Verdict.NOT_HEARD: "You did not hear what was played",
            Verdict.TOO_QUIET: "Your voice is too quiet",
            Verdict.SOFT_UNHEARD: "Your soft voice is not heard",
            Verdict.TOO_LOUD: "Your voice is too loud",
            Verdict.VOICES: "Other voices were heard",
            Verdict.NOISY: "The room is too loud",
            Verdict.ECHO_USE_HEADPHONES: "The microphone hears the interviewer",
            Verdict.INCOMPLETE: "Not everything was checked",
            Verdict.READY: "Your sound is ready",
        }[one]
    )


def do(one: Verdict) -> str:
    """Return the one thing to do about a verdict."""
    return tr(
        {
            Verdict.NO_MICROPHONE: "Connect a microphone, or allow Fairhearing to use it in the "
            "system's privacy settings.",
            Verdict.BLOCKED: "Unmute it, or allow Fairhearing to use it in the system's privacy "
            "settings: it gives nothing but digital silence.",
            Verdict.STALLED: "Unplug it and connect it again, or choose another on the start page.",
            Verdict.NO_SPEAKER: "Connect a loudspeaker or headphones.",
            Verdict.SPEAKER_SILENT: "Choose another loudspeaker on the start page.",
            Verdict.NO_SPEECH: "Check again and speak when you are asked to, or choose another "
            "microphone on the start page.",
            Verdict.NOT_HEARD: "Turn up the volume, or choose another loudspeaker on the start "
            "page.",
            Verdict.TOO_QUIET: "Come closer to the microphone, or turn up its level in the "
            "system's sound settings.",
            Verdict.SOFT_UNHEARD: "Come closer to the microphone.",
            Verdict.TOO_LOUD: "Turn down the microphone's level in the system's sound settings: "
            "your voice is cut off where it is loud.",
            Verdict.VOICES: "Go where nobody else speaks.",
            Verdict.NOISY: "Go where it is quieter, or come closer to the microphone.",
            Verdict.ECHO_USE_HEADPHONES: "Put on headphones.",
            Verdict.INCOMPLETE: "Check what is missing, with its button, or all of it again.",
            Verdict.READY: "You can go back and begin.",
        }[one]
    )


# --- buttons


def skip() -> str:
    """Return the name of the button that goes past a step."""
    return tr("Skip this step")


def begin_again() -> str:
    """Return the name of the button that begins a step again."""
    return tr("Begin this step again")


def yes() -> str:
    """Return the name of the button for: I heard it."""
    return tr("Yes, I heard it")


def no() -> str:
    """Return the name of the button for: I heard nothing."""
    return tr("No")


def play_again() -> str:
    """Return the name of the button that plays it once more."""
    return tr("Play it again")


def check_again() -> str:
    """Return the name of the button that checks everything anew."""
    return tr("Check all again")


def back() -> str:
    """Return the name of the button that leads back."""
    return tr("Back")


def again() -> str:
    """Return the text of the button that checks one step anew."""
    return tr("Again")


def again_name(step: Step) -> str:
    """Return the name of that button."""
    return tr("Check again: %1").replace("%1", name(step))


def progress_name() -> str:
    """Return the name of the bar that shows how far a step is."""
    return tr("Progress of this step")
