"""What was said, as lines that can be scrolled back; the newest stays in sight.

Plain text only: what a server sends is never taken for markup.
"""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPushButton, QTextBrowser

from app.gui.theme import Theme
from app.gui.words import interview as words

_LOWEST = 44
_LIVE = ("live", 0)
Key = tuple[str, int]


class Captions(QTextBrowser):
    """Shows the lines.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: dict[Key, tuple[str, str]] = {}
        self._notes = 0  # of the application's own
        self.setAccessibleName(words.captions())
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(_LOWEST)
        self._newest = QPushButton(words.newest(), self)
        self._newest.hide()
        self._newest.clicked.connect(self._to_the_end)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._scrolled)  # all fits by now
        theme.changed.connect(self._draw)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for no more than is needed: they take the room that is left."""
        return QSize(super().sizeHint().width(), _LOWEST)

    def clear_lines(self) -> None:
        """Begin empty."""
        self._lines.clear()
        self._draw()

    def show_line(self, key: Key, who: str, text: str) -> None:
        """Show a line; one of the same key takes its place."""
        if self._lines.get(key) != (who, text):
            self._lines.pop(_LIVE, None)
            self._lines[key] = (who, text)
            self._draw()

    def show_note(self, text: str) -> None:
        """Show a sentence of the application, below everything that was said."""
        self._notes += 1
        self.show_line(("note", self._notes), "", text)

    def show_live(self, who: str, text: str) -> None:
        """Show what is being said, below everything; "" for nothing.

        What stands there as a line already is not shown twice.
        """
        is_known = any(line == (who, text) for key, line in self._lines.items() if key != _LIVE)
        live = None if is_known or not text else (who, text)
        before = self._lines.pop(_LIVE, None)
        if live:
            self._lines[_LIVE] = live
        if before and live and before != live:
            self._replace_last(*live)
        elif before != live:
            self._draw()

    def _replace_last(self, who: str, text: str) -> None:
        """Draw the last line alone: what is selected above it stays selected."""
        was_at_end = self._is_at_end()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        start, keep = QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(start, keep)
        margins = cursor.blockFormat()  # those of an only line would be lost
        cursor.insertHtml(self._as_html(who, text))
        cursor.setBlockFormat(margins)
        if was_at_end:
            self._to_the_end()

    def _as_html(self, who: str, text: str) -> str:
        quiet = self._theme.palette.quiet
        who, text = html.escape(who), html.escape(text)
        return f'<span style="color:{quiet}">{who}</span><span>&ensp;{text}</span>'

    def _draw(self) -> None:
        bar = self.verticalScrollBar()
        was_at_end, place = self._is_at_end(), bar.value()
        lines = (self._as_html(who, text) for who, text in self._lines.values())
        self.setHtml("".join(f'<p style="margin:6px 0">{line}</p>' for line in lines))
        if was_at_end:
            self._to_the_end()
        else:
            bar.setValue(place)

    def _is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 4

    def _to_the_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _scrolled(self) -> None:
        self._newest.setVisible(not self._is_at_end())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the space bar to the page, where it is held to talk; Qt would scroll."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the button in its corner, and the end in sight."""
        was_at_end = not self._newest.isVisible()
        super().resizeEvent(event)
        size = self._newest.sizeHint()
        corner = self.viewport().geometry().bottomRight()
        self._newest.setGeometry(
            corner.x() - size.width() - 8, corner.y() - size.height() - 8, *size.toTuple()
        )
        if was_at_end:
            self._to_the_end()
