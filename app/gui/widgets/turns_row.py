"""How the candidate takes their turns: the wait, whether Talk is held, whether tones tell of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.habits import Choice, Habits
from app.core.lobby import Lobby
from app.core.patience import Wait
from app.gui.palette import SPACE
from app.gui.widgets.drop_down import DropDown
from app.gui.widgets.forced_mark import ForcedMark
from app.gui.widgets.tick import Tick
from app.gui.wishes import Prefer
from app.gui.words import turns as words


class TurnsRow(QWidget):
    """Shows what is chosen.

    Attributes:
        choice: The choice of the wait.

    Signals:
        asked: ``Prefer``.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choice = DropDown(words.turns_label())
        self.choice.show_tip(words.wait_tip())
        self.choice.activated.connect(
            lambda at: self.asked.emit(Prefer(wait=self.choice.itemData(at)))
        )
        self._forced = ForcedMark(self.choice)
        self._forced.setContentsMargins(0, 0, 0, SPACE.s)  # nearer to what it is about
        self._toggles, self._cues = Tick(words.toggles()), Tick(words.cues())
        self._toggles.box.clicked.connect(lambda on: self.asked.emit(Prefer(toggles=on)))
        self._cues.box.clicked.connect(lambda on: self.asked.emit(Prefer(cues=on)))
        self._shown: Habits | None = None
        upper = QHBoxLayout()
        upper.setSpacing(SPACE.l)
        upper.addWidget(self.choice, stretch=1)
        upper.addWidget(self._toggles, 1, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xs)
        layout.addLayout(upper)
        layout.addWidget(self._forced)
        layout.addWidget(self._cues)

    def show_lobby(self, lobby: Lobby) -> None:
        """Show what is chosen."""
        habits = lobby.habits
        if habits == self._shown:
            return  # an open list must not be filled under the candidate's hand
        self._shown = habits
        self.choice.clear()
        for wait in Wait:
            self.choice.addItem(words.wait_choice(habits, wait), wait)
        self.choice.setCurrentIndex([*Wait].index(habits.wait))
        self._toggles.box.setChecked(habits.toggles)
        self._cues.box.setChecked(habits.cues)
        self._forced.show_forced(is_forced=Choice.WAIT in habits.forced)
        self._cues.show_forced(is_forced=Choice.CUES in habits.forced)
