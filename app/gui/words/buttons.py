"""The names of what can be pressed during an interview, and what leaving means."""

from __future__ import annotations

from app.gui.words import tr
from app.gui.words.keys import Keys, written

# --- buttons: the name, and the tip with its key


def talk() -> str:
    """Return the name of the talk button."""
    return tr("Hold to talk")


def talk_held() -> str:
    """Return its name while it is held."""
    return tr("Release when done")


def talk_locked() -> str:
    """Return its name while the microphone is locked."""
    return tr("Locked: press to end")


def talk_toggles() -> str:
    """Return its name where it is pressed and not held."""
    return tr("Press to talk")


def talk_toggles_tip() -> str:
    """Return its tip where it is pressed and not held."""
    return tr("Press the button or the space bar once to talk, and once more to stop")


def talk_tip() -> str:
    """Return its tip."""
    return tr("Hold the button or the space bar while you talk; tap twice to lock it")


def done() -> str:
    """Return the name of the button that ends the turn."""
    return tr("Done")


def done_tip() -> str:
    """Return its tip."""
    return tr("My answer is complete (Enter)")


def mute(*, is_muted: bool) -> str:
    """Return the name of the mute button."""
    return tr("Unmute") if is_muted else tr("Mute")


def mute_tip() -> str:
    """Return its tip."""
    return tr("Put silence in place of your sound (%1)").replace("%1", written(Keys.MUTE))


def unmute_tip() -> str:
    """Return the tip of the button that only unmutes."""
    return tr("Let the interviewer hear you again (%1)").replace("%1", written(Keys.MUTE))


def pause(*, is_paused: bool) -> str:
    """Return the name of the pause button."""
    return tr("Resume") if is_paused else tr("Pause")


def pause_tip() -> str:
    """Return its tip."""
    return tr("Turn the microphone off for a while (%1)").replace("%1", written(Keys.PAUSE))


def leave() -> str:
    """Return the name of the leave button."""
    return tr("Leave")


def leave_tip() -> str:
    """Return its tip."""
    return tr("End the interview; you will be asked what to keep (%1)").replace(
        "%1", written(Keys.LEAVE)
    )


def try_now() -> str:
    """Return the name of the button that connects at once."""
    return tr("Try now")


def try_now_tip() -> str:
    """Return its tip."""
    return tr("Do not wait for the next attempt (%1)").replace("%1", written(Keys.TRY_NOW))


# --- leaving


def leave_title(*, is_unanswered: bool) -> str:
    """Return the question of the panel."""
    if is_unanswered:
        return tr("Leave in the middle of an answer?")
    return tr("Leave the interview?")


def leave_text(*, is_unanswered: bool) -> str:
    """Return what leaving means."""
    if is_unanswered:
        return tr(
            "Your answer has had no reply yet. You can keep it as an answer, or take it back: then "
            "it stays in your recording, but is not sent any further."
        )
    return tr("Everything that was said stays saved on this computer.")


def keep_and_leave() -> str:
    """Return the name of the choice to keep the answer."""
    return tr("Keep my answer and leave")


def leave_without() -> str:
    """Return the name of the choice to take it back."""
    return tr("Leave without it")


def just_leave() -> str:
    """Return the name of the choice to leave where nothing is open."""
    return tr("Leave the interview")


def stay() -> str:
    """Return the name of the choice to stay."""
    return tr("Stay")
