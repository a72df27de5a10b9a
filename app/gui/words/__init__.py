"""Every sentence of the window, a file for each page; each goes through Qt's translation.

A sentence is a function, so that it is translated when it is shown and not when it is imported.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, n: int = -1) -> str:
    """Return a text in the window's language; ``%n`` in it is the number."""
    return QCoreApplication.translate("Fairhearing", text, None, n)


def clock(seconds: float) -> str:
    """Return minutes and seconds, such as 0:42."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
