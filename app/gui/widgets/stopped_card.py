"""The interview that stopped: what was found of it, and the question whether to go on with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton

from app.core.faults import Fault
from app.core.found import Found
from app.core.lobby import Lobby, WhyNot
from app.core.view import Situation
from app.gui.announce import Announcer
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.mark import Mark
from app.gui.widgets.text import Text
from app.gui.wishes import GoOn, SetAside
from app.gui.words import stopped as words

_MARK = 22


class StoppedCard(QFrame):
    """Shows it, calmly; hidden where there is none.

    Args:
        theme: The mark's colours.

    Signals:
        asked: ``GoOn``, ``SetAside``.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._announcer = Announcer(self)
        self._mark = Mark(theme, _MARK)
        self._title = Text(role="heading")
        self._told = Text(role="body"), Text(role="body")
        self._fault = Text(role="fault")
        self._go_on = QPushButton(words.go_on())
        self._go_on.setProperty("role", "primary")
        self._go_on.clicked.connect(lambda: self.asked.emit(GoOn()))
        self._not_now = QPushButton(words.not_now())
        self._not_now.clicked.connect(lambda: self.asked.emit(SetAside()))
        self._why_not = Text(role="quiet")
        self._promise = Text(role="quiet")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.m)
        buttons.addWidget(self._go_on)
        buttons.addWidget(self._not_now)
        buttons.addWidget(self._why_not, stretch=1)
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.s)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        for at, part in enumerate((self._title, *self._told, self._fault)):
            grid.addWidget(part, at, 1)
        grid.addLayout(buttons, grid.rowCount(), 1)
        grid.addWidget(self._promise, grid.rowCount(), 1)

    def show_lobby(self, lobby: Lobby) -> None:
        """Show what was found, and whether it can be gone on with now."""
        fault = lobby.faults.stopped
        self._describe(lobby.stopped, fault)
        self._offer(lobby.why_not_go_on, is_there=lobby.stopped is not None)
        was_hidden = self.isHidden()
        self.setVisible(lobby.stopped is not None or fault is not None)
        if was_hidden and not self.isHidden():
            self._announcer.tell(f"{self.accessibleName()}. {self.accessibleDescription()}")

    def _describe(self, found: Found | None, fault: Fault | None) -> None:
        what, losses = self._told
        self._mark.show_situation(Situation.HELD if found else Situation.FAILED)
        self._title.setText(words.title() if found else words.title_refused())
        what.setText(words.summary(found) if found else "")
        losses.setText(words.losses(found) if found else "")
        self._fault.setText(words.fault(fault, is_there=found is not None) if fault else "")
        self._promise.setText(words.nothing_is_deleted() if found else words.kept_as_it_is())
        for part in (*self._told, self._fault):
            part.setVisible(bool(part.text()))
        texts = [part.text() for part in (*self._told, self._fault, self._promise)]
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(" ".join(text for text in texts if text))
        self._not_now.setAccessibleDescription(self._promise.text())

    def _offer(self, why: WhyNot | None, *, is_there: bool) -> None:
        text = words.why_not(why) if why and is_there else ""
        self._go_on.setVisible(is_there)
        self._go_on.setEnabled(why is None)
        self._go_on.setAccessibleDescription(text)
        self._why_not.setText(text)
