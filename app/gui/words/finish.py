"""The sentences of the finish page."""

from __future__ import annotations

from app.core.ending import Ending
from app.core.lobby import Kind
from app.core.view import Situation
from app.gui.words import tr


def title(ending: Ending) -> str:
    """Return how the interview ended."""
    match ending.situation:
        case Situation.FINISHED:
            return tr("You have finished the interview")
        case Situation.LEFT:
            return tr("You left the interview")
        case Situation.ENDED_HELD if ending.fault is not None:
            return tr("The interview had to stop")
        case Situation.ENDED_HELD:
            return tr("Your last answer is saved and has no reply yet")
        case _:
            return tr("The interview could not go on")


def text(ending: Ending) -> str:
    """Return what that means for the candidate."""
    match ending.situation:
        case Situation.FINISHED:
            return tr("Every question was asked and answered. Thank you.")
        case Situation.LEFT:
            return tr("Nothing that you said waits for a reply.")
        case Situation.ENDED_HELD if ending.fault is not None:
            return tr(
                "This was not your fault. Your last answer is saved and has no reply yet. "
                "You can go on with the interview later."
            )
        case Situation.ENDED_HELD:
            return tr(
                "The interviewer did not get to answer it. Nothing counts against you. "
                "You can go on with the interview later."
            )
        case _ if ending.how == "failed":
            return tr(
                "This was not your fault. What was said until then is kept. "
                "You can go on with the interview later."
            )
        case _:
            return tr("This was not your fault. What was said until then is kept.")


def kept(ending: Ending) -> str:
    """Return how much is kept."""
    minutes, seconds = divmod(int(ending.length_s), 60)
    length = f"{minutes}:{seconds:02}"
    number = ending.answers
    answers = tr("%n answer" if number == 1 else "%n answers", number)
    return (
        tr("Kept on this computer: %1 of sound, %2.").replace("%1", length).replace("%2", answers)
    )


def sent(kind: Kind) -> str:
    """Return what left this computer."""
    match kind:
        case Kind.PRACTICE:
            return tr("Nothing left this computer.")
        case Kind.SERVICE:
            return tr("Your answers were also sent to Google's Gemini.")


def files() -> list[tuple[str, str]]:
    """Return each file of the record and what is in it."""
    return [
        ("candidate.wav", tr("your voice")),
        ("interviewer.wav", tr("the interviewer's voice, at the same times")),
        ("journal.db", tr("what happened when, and the words of both")),
    ]


def where() -> str:
    """Return the name of the folder's row."""
    return tr("Folder")


def open_folder() -> str:
    """Return the name of the button that opens the folder."""
    return tr("Open the folder")


def start_over() -> str:
    """Return the name of the button that goes back to the start page."""
    return tr("Back to the start")


def close() -> str:
    """Return the name of the button that closes the application."""
    return tr("Close")
