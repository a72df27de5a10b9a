"""A language that nobody speaks: what is translated stands in brackets and is longer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

_WORDS = "lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod " * 4


class Pseudo(QTranslator):
    """Puts brackets around a text.

    Args:
        longer: How much longer a text gets, as a share of it.
    """

    def __init__(self, longer: float = 0.0) -> None:
        super().__init__()
        self._longer = longer

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        if context != "Fairhearing":
            return ""  # Qt's own
        more = max(0, round(len(text) * self._longer) - 2)
        return f"⟦{text}{_WORDS[:more]}⟧"

    def isEmpty(self) -> bool:  # noqa: N802  # Qt's name
        return False


@contextmanager
def speaking(language: Pseudo) -> Iterator[None]:
    """Speak a language meanwhile."""
    assert QCoreApplication.installTranslator(language)
    try:
        yield
    finally:
        QCoreApplication.removeTranslator(language)


def texts(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Yield every text that a window shows, tells in a tip, or tells a screen reader."""
    for widget in (window, *window.findChildren(QWidget)):
        yield widget, widget.toolTip()
        yield widget, widget.accessibleName()
        yield widget, widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget, widget.text()
        if isinstance(widget, QLineEdit):
            yield widget, widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from ((widget, widget.itemText(at)) for at in range(widget.count()))


def untranslated(text: str, data: Iterable[str]) -> str:
    """Return what of a text was not translated and is no data; "" if nothing."""
    for one in sorted(data, key=len, reverse=True):
        text = text.replace(one, "")
    while (rest := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = rest
    return "".join(re.findall(r"\w+|⟦|⟧", text))
