"""The sentences that stand on more than one page."""

from __future__ import annotations

from app.gui.theme import Mode
from app.gui.words import tr

# --- level


def level_name(device: str) -> str:
    """Return the name of a level meter."""
    return tr("Level: %1").replace("%1", device)


def zone(name: str) -> str:
    """Return a zone of the level."""
    words = {
        "none": "no sound",
        "good": "good",
        "loud": "loud",
        "over": "too loud",
        "cut": "overloaded",
    }
    return tr(words[name])


# --- policy


def forced() -> str:
    """Return why something cannot be chosen here."""
    return tr("Set by your organisation.")


# --- header


def theme_name(mode: Mode) -> str:
    """Return the name of a theme."""
    match mode:
        case Mode.SYSTEM:
            return tr("Theme: as the system")
        case Mode.LIGHT:
            return tr("Theme: light")
        case Mode.DARK:
            return tr("Theme: dark")


def theme_tip() -> str:
    """Return the tip of the theme button."""
    return tr("Switch between the system's theme, light and dark")


def strip_name() -> str:
    """Return the name of the button that shows the strip."""
    return tr("Status strip")


def strip_tip() -> str:
    """Return its tip."""
    return tr("Show a small strip on top of all windows, for whoever watches over the interview")
