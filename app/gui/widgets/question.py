"""The question that is asked; it scrolls where a small window has no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy

_LONG = 120  # letters; a longer text is read more easily in smaller ones
_LEAST_LINES = 2


class Question(QScrollArea):
    """Shows a question: plain text, for it may have come from anybody's file.

    It is as high as its text. The keyboard reaches it only while there is something to scroll.
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = QLabel()
        self._text.setProperty("role", "question")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._text)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ring = QFrame(self)  # above the text, which a frame's width would make higher
        self._ring.setProperty("role", "ring")
        self._ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ring.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show a question from its beginning."""
        if text == self._text.text():
            return
        role = "long-question" if len(text) > _LONG else "question"
        if role != self._text.property("role"):
            self._text.setProperty("role", role)
            self._text.style().unpolish(self._text)
            self._text.style().polish(self._text)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def _fit(self) -> None:
        self._text.ensurePolished()
        whole = max(0, self._text.heightForWidth(self.width()))
        least = min(whole, _LEAST_LINES * self._text.fontMetrics().lineSpacing())
        self.setMinimumHeight(least)
        self.setMaximumHeight(whole)
        self._let_scroll(is_cut=self.height() < whole)
        self.updateGeometry()

    def _let_scroll(self, *, is_cut: bool) -> None:
        """Have a scroll bar only if needed: one that is there makes the text higher by itself."""
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAsNeeded if is_cut else bar.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_cut else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what the whole text needs at the present width."""
        return QSize(_LONG, self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Be as high as the text is at this width."""
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show that it has the keyboard."""
        super().focusInEvent(event)
        self._ring.show()
        self._ring.raise_()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show that it has it no more."""
        super().focusOutEvent(event)
        self._ring.hide()
