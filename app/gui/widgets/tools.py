"""What is needed now and then in an interview: the wait, the devices, taking an answer back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.core.events import TakeBack
from app.core.habits import Habits
from app.core.view import View
from app.gui.palette import SPACE
from app.gui.widgets.sound_menu import SoundMenu
from app.gui.widgets.turn_menu import TurnMenu
from app.gui.words import turns as words


class Tools(QWidget):
    """Shows them in a row, smaller than what is needed all the time.

    Attributes:
        turns: How a turn ends.

    Signals:
        asked: A ``core.events.Intent``, or ``wishes.Prefer``.
        focus_lent: What had the focus is gone; somebody else is to have it.
    """

    asked = Signal(object)
    focus_lent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.turns = TurnMenu()
        self._sound = SoundMenu()
        self._take_back = QPushButton(words.take_back())
        self._take_back.setProperty("role", "tool")
        self._take_back.setAccessibleName(words.take_back())
        self._take_back.setToolTip(words.take_back_tip())
        self._take_back.setAccessibleDescription(words.take_back_tip())
        self._take_back.clicked.connect(lambda: self.asked.emit(TakeBack()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.s)
        for one in (self.turns, self._sound, self._take_back):
            layout.addWidget(one, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self.turns.asked.connect(self.asked)
        self._sound.asked.connect(self.asked)
        self._take_back.hide()

    def show_habits(self, habits: Habits) -> None:
        """Show what each choice of the wait means."""
        self.turns.show_habits(habits)

    def show_view(self, view: View) -> None:
        """Show what can be asked for."""
        self.turns.show_view(view)
        self._sound.show_view(view)
        if view.can_take_back is self._take_back.isHidden():
            if self._take_back.hasFocus():
                self.focus_lent.emit()
            self._take_back.setVisible(view.can_take_back)
