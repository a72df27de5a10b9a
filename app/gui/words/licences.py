"""The sentences of the page of licences."""

from __future__ import annotations

from app.gui.words import tr


def link() -> str:
    """Return what leads to the page."""
    return tr("Licences")


def title() -> str:
    """Return the page's title."""
    return tr("Licences")


def lead() -> str:
    """Return what is shown."""
    return tr("What this application is made of, and what its makers ask of whoever passes it on.")


def back() -> str:
    """Return what leads back."""
    return tr("Back")


def missing() -> str:
    """Return what is said where the texts cannot be read."""
    return tr("The texts cannot be read. Install the application again.")
