"""Microphone and loudspeaker, before an interview and in it, as the window names them."""

from __future__ import annotations

import re

from app.core.switch import Switched
from app.gui.words import tr


def sound() -> str:
    """Return the name of the menu."""
    return tr("Sound")


def sound_tip() -> str:
    """Return its tip."""
    return tr("Choose another microphone or loudspeaker; the interview goes on")


def microphone(name: str, *, follows: bool) -> str:
    """Return the name of the microphones' menu, with the one that is open."""
    if not name:
        return tr("Microphone")
    text = tr("Microphone: the system's own (now: %1)") if follows else tr("Microphone: %1")
    return text.replace("%1", name)


def speaker(name: str, *, follows: bool) -> str:
    """Return the name of the loudspeakers' menu, with the one that is open."""
    if not name:
        return tr("Loudspeaker")
    text = tr("Loudspeaker: the system's own (now: %1)") if follows else tr("Loudspeaker: %1")
    return text.replace("%1", name)


def systems_own(now: str | None) -> str:
    """Return the choice to do as the system does, with the device that it uses now, if known."""
    if not now:
        return tr("The system's own")
    return tr("System's own: %1").replace("%1", now)


def follows() -> str:
    """Return what the system's own means."""
    return tr("Follows your system: when it takes another one, so does Fairhearing")


def stays() -> str:
    """Return what a chosen one means."""
    return tr("Stays with this one, also when your system takes another")


def switched(switch: Switched) -> str:
    """Return which microphone stands in for which."""
    names = {"%1": switch.lost, "%2": switch.taken}
    text = tr("No sound from %1. Switched to %2.")
    parts = re.split("(%1|%2)", text)  # not one after the other: a name may hold either
    return "".join(names.get(part, part) for part in parts)


def undo() -> str:
    """Return the name of the button that goes back to the one that was chosen."""
    return tr("Undo")


def undo_tip() -> str:
    """Return its tip."""
    return tr("Use the microphone that you had chosen, and no other")


def back_to(label: str) -> str:
    """Return the same as a line of the menu."""
    return tr("Back to %1").replace("%1", label)


def open_settings() -> str:
    """Return the name of the button that opens the system's settings."""
    return tr("Open the settings")


def settings_tip() -> str:
    """Return its tip."""
    return tr("Show where this computer lets an application hear you")


def settings_not_opened() -> str:
    """Return what there is to do when they do not open."""
    return tr("The settings did not open. Look for the microphone in your system's settings.")
