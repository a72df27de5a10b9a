"""How a turn begins and ends, as the terminal says it."""

from __future__ import annotations

import sys

from app.core.habits import Choice, Habits
from app.core.patience import Wait
from app.core.view import View

_KEYS = (
    "Keys: Space talk (press again to stop) · Enter done · m mute · p pause · q leave\n"
    "      {wait}b take an answer back that could not be sent\n"
    "      t try now to connect · u undo a switch of microphones"
)
_WAIT = "w wait longer or shorter · "
_IS_SET = "Your organisation has set this."
TAKEN_BACK = "Taken back: it stays in your recording and is not sent."


def keys(habits: Habits) -> str:
    """Return how a turn ends, and what the keys do."""
    first = f"Speak when you are asked. {ends(habits, habits.wait)}"
    if Choice.WAIT in habits.forced:
        return f"{first}\n{_IS_SET}\n{_KEYS.format(wait='')}"
    return f"{first}\n{_KEYS.format(wait=_WAIT)}"


def ends(habits: Habits, wait: Wait) -> str:
    """Return how a turn ends with this choice."""
    seconds = habits.seconds(wait)
    if seconds is None:
        return "Your turn ends when you press Enter."
    return f"Your turn ends after {seconds:g} s of silence, or with Enter."


def locked(view: View) -> str:
    """Return that the microphone is locked and for how long, or ""."""
    if view.locked_s is None:
        return ""
    return f"microphone locked on, {int(view.locked_s) // 60}:{int(view.locked_s) % 60:02}"


def own(view: View) -> list[str]:
    """Return what the candidate can do about their turn just now, a few words each."""
    parts = []
    if view.talks_muted:
        parts.append("you are talking while muted: m unmutes")
    if view.wait is Wait.ONLY_DONE:
        parts.append("Enter ends your turn")
    if view.can_take_back:
        parts.append("b takes your answer back")
    return parts


def allow_microphone(platform: str = sys.platform) -> str:
    """Return where this system lets an application hear."""
    match platform:
        case "darwin":
            return "System Settings, Privacy & Security, Microphone"
        case "win32":
            return "Settings, Privacy & security, Microphone"
        case _:
            return "the system's sound settings"
