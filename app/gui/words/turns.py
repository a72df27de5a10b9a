"""How a turn begins, ends and is taken back, as the window says it."""

from __future__ import annotations

from app.core.habits import Habits
from app.core.patience import Wait
from app.gui.words import clock, tr
from app.gui.words.keys import Keys, written

# --- the wait


def wait(habits: Habits, chosen: Wait) -> str:
    """Return what a choice means, in seconds."""
    seconds = habits.seconds(chosen)
    if seconds is None:
        return tr("Waits for Done in your pauses")
    return tr("Waits %1 s in your pauses").replace("%1", f"{seconds:g}")


def wait_short(habits: Habits, chosen: Wait) -> str:
    """Return the same where room is short; the long one begins with it."""
    seconds = habits.seconds(chosen)
    if seconds is None:
        return tr("Waits for Done")
    return tr("Waits %1 s").replace("%1", f"{seconds:g}")


def wait_choice(habits: Habits, chosen: Wait) -> str:
    """Return a choice with its name and what it means."""
    seconds = habits.seconds(chosen)
    if seconds is None:
        return tr("Only when I say Done")
    named = {
        Wait.QUICK: tr("Quick: waits %1 s in your pauses"),
        Wait.STANDARD: tr("Standard: waits %1 s in your pauses"),
        Wait.PATIENT: tr("Patient: waits %1 s in your pauses"),
    }
    return named[chosen].replace("%1", f"{seconds:g}")


def wait_tip() -> str:
    """Return the tip of the choice."""
    return tr("How long you may pause before your turn ends (%1)").replace("%1", written(Keys.WAIT))


def turns_label() -> str:
    """Return the name of the start page's row."""
    return tr("Your turns")


# --- the talk key


def toggles() -> str:
    """Return the choice not to hold a key."""
    return tr("Press once to talk, once more to stop")


def cues() -> str:
    """Return the choice of tones."""
    return tr("Play a short tone when Talk begins and ends, where only I hear it")


def locked(seconds: float) -> str:
    """Return that the microphone is locked, and for how long."""
    return tr("Microphone locked on, %1").replace("%1", clock(seconds))


def locked_now() -> str:
    """Return that it has just been locked."""
    return tr("Microphone locked on")


# --- while muted


def talks_muted() -> str:
    """Return the hint for who speaks while muted."""
    return tr("You are talking while muted: nobody hears you.")


# --- taking back


def take_back() -> str:
    """Return the name of the button."""
    return tr("Take that back")


def take_back_tip() -> str:
    """Return its tip."""
    return tr("My answer is not to be sent; nothing of it has been sent yet (%1)").replace(
        "%1", written(Keys.TAKE_BACK)
    )


def taken_back() -> str:
    """Return what was done."""
    return tr("Taken back: it stays in your recording and is not sent.")
