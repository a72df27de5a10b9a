"""The sentences of the start page."""

from __future__ import annotations

import re

from app.core.faults import (
    DeviceFault,
    Fault,
    InputFault,
    Keyring,
    KeyringFault,
    StoreFault,
)
from app.core.lobby import KeyPlace, Kind, Lobby, PlanFacts, WhyNot
from app.gui.words import tr


def title() -> str:
    """Return the page's title."""
    return tr("Ready when you are")


def lead() -> str:
    """Return what the application is, in two sentences."""
    return tr(
        "An AI interviewer asks you questions by voice, and you answer by voice. "
        "Take your time: nothing you say gets lost, even if the connection does."
    )


def kind_name(kind: Kind) -> str:
    """Return the name of a kind of interview."""
    match kind:
        case Kind.PRACTICE:
            return tr("Practice")
        case Kind.SERVICE:
            return tr("Interview with Gemini")


def kind_text(kind: Kind) -> str:
    """Return what a kind of interview means."""
    match kind:
        case Kind.PRACTICE:
            return tr("On this computer alone: no account, no network.")
        case Kind.SERVICE:
            return tr("With your own key. What you say is sent to Google's Gemini.")


def kinds() -> str:
    """Return the name of the choice between them."""
    return tr("Kind of interview")


# --- the key


def key_label() -> str:
    """Return the name of the key's row."""
    return tr("Gemini key")


def key_state(place: KeyPlace) -> str:
    """Return where the key is."""
    match place:
        case KeyPlace.SOUGHT:
            return tr("Looking for your key. Your computer may ask you to unlock its keyring.")
        case KeyPlace.NOWHERE:
            return tr("Paste the key that you made in Google AI Studio.")
        case KeyPlace.KEYRING:
            return tr("Your key is kept in this computer's keyring.")
        case KeyPlace.THIS_RUN:
            return tr("Your key is used until you close Fairhearing, and is kept nowhere.")


def key_hint() -> str:
    """Return what stands in the empty field."""
    return tr("Your key")


def use_key() -> str:
    """Return the name of the button that takes the key."""
    return tr("Use this key")


def keep_key() -> str:
    """Return the name of the tick that keeps it."""
    return tr("Keep it in this computer's keyring")


def forget_key() -> str:
    """Return the name of the button that forgets it."""
    return tr("Forget the key")


# --- the sound


def microphone() -> str:
    """Return the name of the microphone's row."""
    return tr("Microphone")


def speaker() -> str:
    """Return the name of the loudspeaker's row."""
    return tr("Loudspeaker")


def recording(name: str) -> str:
    """Return the name of a recording that stands in for the microphone."""
    return tr("Recording: %1").replace("%1", name)


def looking() -> str:
    """Return what stands in for devices that are looked for."""
    return tr("Looking…")


def check_sound() -> str:
    """Return the name of the button that leads to the check of the sound."""
    return tr("Check my sound")


def try_speaker() -> str:
    """Return the name of the button that plays a sample."""
    return tr("Play a sample")


def look_again() -> str:
    """Return the name of the button that looks for devices anew."""
    return tr("Look again")


def headphones() -> str:
    """Return the name of the tick for headphones."""
    return tr("I wear headphones: my voice is left as it is")


def samples_stand_in() -> str:
    """Return what happens in practice without a microphone."""
    return tr("In practice, spoken sample answers can take its place.")


def read_instead() -> str:
    """Return what happens without a loudspeaker."""
    return tr("You can read what the interviewer says.")


# --- the plan


def plan_label() -> str:
    """Return the name of the plan's row."""
    return tr("Questions")


def plan(facts: PlanFacts) -> str:
    """Return what a plan asks."""
    name = facts.name or tr("The default questions")
    number, minutes = facts.questions, max(1, round(facts.minutes))
    questions = tr("%n question" if number == 1 else "%n questions", number)
    time = tr("about %n minute" if minutes == 1 else "about %n minutes", minutes)
    return f"{name}: {questions}, {time}"


def choose_plan() -> str:
    """Return the name of the button that chooses a file."""
    return tr("Choose a file…")


def default_plan() -> str:
    """Return the name of the button that goes back to the default questions."""
    return tr("Use the default questions")


def plan_files() -> str:
    """Return the kind of files that the dialog shows."""
    return tr("Interview plans (*.fhplan *.toml)")


# --- consent, and the beginning


def consent(kind: Kind) -> str:
    """Return what the candidate agrees to."""
    match kind:
        case Kind.PRACTICE:
            return tr(
                "I know that I talk to an AI, and agree that my voice is recorded on this computer."
            )
        case Kind.SERVICE:
            return tr(
                "I know that I talk to an AI, and agree that my voice is recorded on this computer "
                "and sent to Google's Gemini."
            )


def promise() -> str:
    """Return what is never done."""
    return tr(
        "Nobody and nothing judges your tone, accent, pauses or feelings. "
        "You can leave at any time."
    )


def begin(kind: Kind) -> str:
    """Return the name of the button that begins."""
    match kind:
        case Kind.PRACTICE:
            return tr("Begin practice")
        case Kind.SERVICE:
            return tr("Begin the interview")


def why_not(why: WhyNot) -> str:
    """Return why it cannot begin, and what to do."""
    match why:
        case WhyNot.FOLDER:
            return tr("There is nowhere to keep the interview.")
        case WhyNot.SPACE:
            return tr("There is too little room to keep the interview.")
        case WhyNot.PREPARING:
            return tr("One moment…")
        case WhyNot.PLAN:
            return tr("Choose other questions first.")
        case WhyNot.KEY:
            return tr("Give your key first, or practise without one.")
        case WhyNot.MICROPHONE:
            return tr("Choose a microphone that works first.")
        case WhyNot.CONSENT:
            return tr("Tick the box to agree first.")


# --- what went wrong

_OR_ELSEWHERE = re.compile(r", or choose another folder with \S+\.")  # with an option


def fault(error: Fault) -> str:
    """Return what went wrong and what to do here; options of the command line are not for here."""
    text = _OR_ELSEWHERE.sub(".", str(error))
    match error:
        case KeyringFault():
            return _keyring(error.why)
        case _ if "--" not in text:
            return text
        case DeviceFault():
            return tr(
                "The device was not found. Connect one, check that Fairhearing may use it in the "
                "system's privacy settings, then look again."
            )
        case InputFault():
            return tr("This file cannot be used. Choose another one.")
        case StoreFault():
            return tr(
                "The folder for your interviews cannot be used, or Fairhearing is open already. "
                "Close the other window or free the folder, then look again."
            )
        case _:
            return tr("Something went wrong. Try again.")


def _keyring(why: Keyring) -> str:
    match why:
        case Keyring.MISSING:
            return tr("This computer has no keyring, so the key cannot be kept.")
        case Keyring.LOCKED:
            return tr("The keyring is locked. Unlock it, then try again.")
        case Keyring.REFUSED:
            return tr("The keyring refused. Try again.")


def did_not_begin(lobby: Lobby) -> str:
    """Return why the interview that was asked for did not begin; "" if none was."""
    error = lobby.faults.beginning
    if error is None:
        return ""
    return tr("It could not begin, and nothing was recorded.") + " " + fault(error)


def choices_fault(error: Fault | None) -> str:
    """Return what has become of what was chosen the last time; "" if all is well."""
    match error:
        case None:
            return ""
        case InputFault():
            return tr("Some of your choices from last time could not be read, and were set aside.")
        case _:
            return tr("Your choices cannot be kept for the next time. They count until you close.")
