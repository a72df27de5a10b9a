"""A hand on a menu."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def lines(menu: QMenu) -> list[str]:
    """Return the lines of a menu, and of the menus in it, as they are read."""
    found = []
    for line in menu.actions():
        if line.isSeparator():
            continue
        found.append(line.text().replace("&&", "&"))
        inner = line.menu()
        if isinstance(inner, QMenu):
            found += [f"  {one}" for one in lines(inner)]
    return found


def line(menu: QMenu, text: str) -> QAction:
    """Return the line of a text, wherever it is."""
    for one in menu.actions():
        inner = one.menu()
        if one.text().replace("&&", "&") == text:
            return one
        if isinstance(inner, QMenu) and text in [each.strip() for each in lines(inner)]:
            return line(inner, text)
    raise AssertionError(text)


def ticked(menu: QMenu) -> list[str]:
    """Return the lines that are ticked."""
    return [one.text() for one in menu.actions() if one.isChecked()]
