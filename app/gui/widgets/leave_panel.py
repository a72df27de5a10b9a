"""The question what to keep, on the page itself; the interview goes on beneath it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.events import Leave
from app.core.turns import Floor
from app.core.view import View
from app.gui.palette import SPACE
from app.gui.widgets.text import Text
from app.gui.words import buttons as words

_WIDEST = 560
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def is_unanswered(view: View) -> bool:
    """Whether leaving now would leave an answer without its reply."""
    return view.answer_s > 0 or view.floor in {Floor.CANDIDATE, Floor.WAITING}


class LeavePanel(QFrame):
    """Asks, over its page, in the middle.

    Args:
        page: Over which it stands.

    Signals:
        asked: ``Leave``.
        closed: The candidate stays.
    """

    asked = Signal(object)
    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._veil = QWidget(page)  # nothing below it can be pressed by mistake
        self._veil.setProperty("role", "veil")
        self._veil.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._veil.hide()
        self.setProperty("role", "panel")
        self._title = Text(role="title")
        self._text = Text(role="lead")
        self._keep = QPushButton()
        self._keep.setProperty("role", "primary")
        self._keep.clicked.connect(lambda: self._leave(keep=True))
        self._drop = QPushButton(words.leave_without())
        self._drop.clicked.connect(lambda: self._leave(keep=False))
        self._stay = QPushButton(words.stay())
        self._stay.clicked.connect(self.stay)
        self._line = buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.m)
        for button in (self._keep, self._drop, self._stay):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        layout.setSpacing(SPACE.l)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addLayout(buttons)
        self.hide()
        page.installEventFilter(self)

    def open(self, view: View | None) -> None:
        """Ask, as it fits what is open now."""
        unanswered = view is not None and is_unanswered(view)
        self._title.setText(words.leave_title(is_unanswered=unanswered))
        self._text.setText(words.leave_text(is_unanswered=unanswered))
        self._keep.setText(words.keep_and_leave() if unanswered else words.just_leave())
        self._drop.setVisible(unanswered)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._text.text())
        self._place()
        self.show()
        self._stay.setFocus(Qt.FocusReason.PopupFocusReason)

    def stay(self) -> None:
        """Close; nothing has happened."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _leave(self, *, keep: bool) -> None:
        self.hide()
        self.asked.emit(Leave(keep=keep))

    def _place(self) -> None:
        page = self._page
        self._veil.setGeometry(page.rect())
        width = min(_WIDEST + SPACE.xxl, page.width() - SPACE.xxl)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight)
        if self._line.minimumSize().width() > width - 2 * SPACE.xl:
            self._line.setDirection(QBoxLayout.Direction.TopToBottom)
        layout = self.layout()
        assert layout is not None
        self.resize(width, layout.totalHeightForWidth(width))
        self.move((page.width() - self.width()) // 2, max(0, (page.height() - self.height()) // 2))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Stand above all else, a veil between."""
        super().showEvent(event)
        self._veil.show()
        self._veil.raise_()
        self.raise_()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Take the veil away."""
        super().hideEvent(event)
        self._veil.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Stay in the middle of the page."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, ahead: bool) -> bool:  # noqa: N802  # Qt's name
        """Let Tab go round within: a key pressed on what lies below would be a surprise."""
        choices = [one for one in (self._keep, self._drop, self._stay) if one.isVisible()]
        if not choices:  # it is being hidden, and its focus goes elsewhere
            return super().focusNextPrevChild(ahead)
        at = next((at for at, one in enumerate(choices) if one.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if ahead else Qt.FocusReason.BacktabFocusReason
        choices[(at + (1 if ahead else -1)) % len(choices)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Close on Esc, press on Enter; keep all other keys from the page below."""
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.stay()
        elif event.key() in _ENTER and isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        event.accept()
