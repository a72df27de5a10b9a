"""The sentences of the interview's page: state, banner, captions."""

from __future__ import annotations

from app.core.faults import (
    BillingOff,
    Fault,
    KeyRefused,
    MicrophoneBlocked,
    MicrophoneStalled,
    NotLive,
    ProxyRefused,
    QuotaSpent,
    ServerBusy,
    ServerFull,
    SetupRefused,
    Untrusted,
)
from app.core.link import LinkState
from app.core.microphone import Mic
from app.core.patience import Wait
from app.core.talk import Talk
from app.core.view import LinkView, Situation, View, for_candidate
from app.gui.words import clock, tr

# --- the state


def situation(word: Situation) -> str:
    """Return a situation as the candidate reads it."""
    return tr(_SITUATIONS[word])


def help_for(word: Situation) -> str:
    """Return what the candidate can do in a situation; "" where nothing needs to be said."""
    return tr(_HELP[word]) if word in _HELP else ""


def help_now(view: View) -> str:
    """Return what the candidate can do at this moment."""
    word = for_candidate(view)
    if word is Situation.PAUSED and view.microphone_state is Mic.CLOSING:
        return tr("Nothing is recorded. Your microphone is being switched off.")
    if word is Situation.TALKING and view.talk in {Talk.HELD, Talk.RELEASING}:
        return tr("Your turn ends when you let go.")
    if word is Situation.TALKING and view.talk is Talk.LOCKED:
        return tr("Your turn ends when you press Talk again, or with Done.")
    if word is Situation.TALKING and view.wait is Wait.ONLY_DONE:
        return tr("Your turn ends with Done.")
    if word is Situation.INTERVIEWER and not view.may_interrupt:
        return tr("Please hear the question to its end. Talk still lets you in.")
    if word is Situation.INTERVIEWER and view.talk is Talk.HANDS_FREE:
        if view.hears:
            return tr("You can speak at any time.")
        return tr("Use Talk to interrupt, or put on headphones.")
    return help_for(word)


_SITUATIONS = {
    Situation.CONNECTING: "Connecting",
    Situation.LISTENING: "Your turn",
    Situation.TALKING: "You are talking",
    Situation.ENDING: "Ending your turn",
    Situation.MUTED: "Muted",
    Situation.THINKING: "Thinking",
    Situation.INTERVIEWER: "The interviewer speaks",
    Situation.WEAK: "Weak connection",
    Situation.RECONNECTING: "Reconnecting",
    Situation.HELD: "On hold",
    Situation.PAUSED: "Paused",
    Situation.NO_MICROPHONE: "No microphone",
    Situation.STALLED: "Your microphone has stopped",
    Situation.BLOCKED: "Your microphone is blocked",
    Situation.FINISHED: "Finished",
    Situation.LEFT: "You have left",
    Situation.ENDED_HELD: "Left, and saved",
    Situation.FAILED: "It could not go on",
}
_HELP = {
    Situation.LISTENING: "Take your time. Speak when you are ready.",
    Situation.TALKING: "Your turn ends after a moment of silence, or with Done.",
    Situation.ENDING: "Speak on to keep your turn.",
    Situation.MUTED: "The microphone is still open, but nobody hears you.",
    Situation.THINKING: "The interviewer has your answer.",
    Situation.WEAK: "Keep talking: everything is being recorded.",
    Situation.RECONNECTING: "Everything you said is safe.",
    Situation.HELD: "Everything is saved. Nothing counts against you.",
    Situation.PAUSED: "Your microphone is off. Nothing is recorded.",
    Situation.NO_MICROPHONE: "Connect a microphone: it is taken up by itself.",
    Situation.STALLED: "Look at its cable and its switch.",
    Situation.BLOCKED: "Unmute it, or allow its use.",
}


def muted_or_paused(talk: Talk) -> str:
    """Return the name of the talk state for a screen reader."""
    match talk:
        case Talk.HELD | Talk.RELEASING:
            return tr("Talk key down")
        case Talk.LOCKED:
            return tr("Microphone locked on")
        case Talk.MUTED:
            return tr("Muted: the microphone is still open")
        case Talk.PAUSED:
            return tr("Paused: the microphone is off")
        case Talk.HANDS_FREE:
            return tr("Microphone on")


# --- top line


def progress(place: int, questions: int) -> str:
    """Return which question is asked."""
    return tr("Question %1 of %2").replace("%1", str(place)).replace("%2", str(questions))


def saved(seconds: float) -> str:
    """Return how much is safe on disk."""
    return tr("Saved to %1").replace("%1", clock(seconds))


def link(view: LinkView) -> str:
    """Return the connection in a few words."""
    if view.suspect_s is not None:
        return tr("Weak connection")
    match view.state:
        case LinkState.UP:
            return tr("Connected")
        case LinkState.MOVING:
            return tr("Renewing the connection")
        case LinkState.HELD:
            return tr("On hold")
        case LinkState.CLOSED:
            return tr("Closed")
        case LinkState.WAITING if view.next_try_in_s is not None and view.next_try_in_s >= 1:
            text = tr("Attempt %1 in %2 s").replace("%1", str(view.attempts + 1))
            return text.replace("%2", f"{view.next_try_in_s:.0f}")
        case _ if view.lost_s is not None:
            return tr("Reconnecting, attempt %1").replace("%1", str(max(1, view.attempts)))
        case _:
            return tr("Connecting")


# --- the banner


def weak() -> str:
    """Return the line for a connection that has been silent for a second or more."""
    return tr("The connection is weak. Keep talking: we are recording.")


def reconnecting(view: View) -> str:
    """Return the line for a connection that has been lost for 3 s or more."""
    attempt = tr("Reconnecting, attempt %1.").replace("%1", str(max(1, view.link.attempts)))
    if view.answer_s < 1:
        return f"{attempt} " + tr("Everything you said is safe.")
    safe = tr("%1 s of your answer are safe.").replace("%1", f"{view.answer_s:.0f}")
    return f"{attempt} {safe}"


def next_try(seconds: float) -> str:
    """Return when the next attempt is made."""
    return tr("Next try in %1 s.").replace("%1", f"{seconds:.0f}")


def held(saved_s: float) -> str:
    """Return the line for an interview that is held."""
    text = tr("The interview is on hold. Everything to %1 is saved. Nothing counts against you.")
    return text.replace("%1", clock(saved_s))


def finish_it() -> str:
    """Return the line for who is speaking while the interview is held."""
    return tr("Finish this answer; it is saved and sent later.")


def link_fault(fault: Fault | None) -> str:
    """Return what a person can do about the connection; "" if nothing but wait."""
    match fault:
        case KeyRefused():
            return tr("Your key is not accepted. Leave, then give another key.")
        case QuotaSpent():
            return tr("Your key has no quota left. Wait or leave; your answers stay saved.")
        case BillingOff():
            return tr("The billing of your key is off. Turn it on, or leave; all stays saved.")
        case SetupRefused():
            return tr("The service does not offer this interviewer. Leave, and tell your contact.")
        case NotLive() | ProxyRefused() | Untrusted():
            return tr("Something stands between you and the service. Try another network.")
        case ServerBusy():
            return tr("The service is busy; it will be tried again.")
        case ServerFull():
            return tr("Your key is in use elsewhere. End that, or wait; it will be tried again.")
        case _:
            return ""


def microphone(fault: Fault) -> str:
    """Return the line for a microphone through which nobody is heard, with what to do."""
    match fault:
        case MicrophoneStalled():
            return tr(
                "No sound comes from your microphone: look at its cable. What you said is saved."
            )
        case MicrophoneBlocked():
            return tr(
                "Your microphone gives no sound at all. Unmute it, or allow it in the system's "
                "privacy settings. What you said is saved."
            )
        case _:
            return tr(
                "Your microphone is gone. Connect it: it is taken up again by itself. "
                "What you said is saved."
            )


def loudspeaker() -> str:
    """Return the line for a loudspeaker from which nothing is heard, with what to do."""
    return tr(
        "Nothing comes from your loudspeaker. Look at its cable and its switch. Until then, read "
        "what the interviewer says, and answer."
    )


def store_fault() -> str:
    """Return the line for a disk that takes no more."""
    return tr("Nothing more can be saved: the disk is full or gone. Free some space, or leave.")


# --- what was said


def you() -> str:
    """Return who the candidate is, in the captions."""
    return tr("You")


def interviewer() -> str:
    """Return who the interviewer is, in the captions."""
    return tr("Interviewer")


def answer(seconds: float) -> str:
    """Return an answer whose words nobody knows."""
    return tr("Your answer, %1").replace("%1", clock(seconds))


def captions() -> str:
    """Return the name of the captions."""
    return tr("What was said")


def newest() -> str:
    """Return the name of the button that scrolls to the end."""
    return tr("Newest")


def stands_in(missing: str) -> str:
    """Return what takes the place of a device."""
    if missing == "microphone":
        return tr("There is no microphone: spoken sample answers take its place.")
    return tr("There is no loudspeaker: read what the interviewer says.")


# --- everything at once


def status(view: View, saved_s: float) -> str:
    """Return everything in one breath, for "say status"."""
    parts = [
        situation(for_candidate(view)),
        muted_or_paused(view.talk),
        link(view.link),
        saved(saved_s),
        progress(view.place, view.questions),
    ]
    return ". ".join(parts) + "."
