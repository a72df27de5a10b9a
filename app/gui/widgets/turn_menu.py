"""How a turn ends, to be chosen at any time: also in the midst of an answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from app.core.events import ChooseWait
from app.core.habits import Choice, Habits
from app.core.patience import Wait
from app.core.view import View
from app.gui.widgets.menu_button import MenuButton, add_choice, add_line
from app.gui.wishes import Prefer
from app.gui.words import common
from app.gui.words import turns as words


class TurnMenu(MenuButton):
    """Shows how long a pause may be.

    Signals:
        asked: ``ChooseWait``, ``Prefer``.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(self._fill_in, words.wait_tip())
        self._habits = Habits()
        self._wait = Wait.STANDARD
        self._draw()

    def show_habits(self, habits: Habits) -> None:
        """Show what each choice means, whether it is one, and whether Talk is held or pressed."""
        if habits != self._habits:
            self._habits = habits
            self._draw()

    def show_view(self, view: View) -> None:
        """Show the choice that counts now."""
        if view.wait is not self._wait:
            self._wait = view.wait
            self._draw()

    def _draw(self) -> None:
        every = [words.wait_short(self._habits, one) for one in Wait]
        text = words.wait_short(self._habits, self._wait)
        self.show_words(text, words.wait(self._habits, self._wait), every)
        tip = words.wait_tip()
        self.show_tip(f"{tip}\n{common.forced()}" if self._is_forced else tip)

    @property
    def _is_forced(self) -> bool:
        return Choice.WAIT in self._habits.forced

    def _fill_in(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for wait in Wait:

            def choose(wait: Wait = wait) -> None:
                self.asked.emit(ChooseWait(wait))

            line = add_choice(menu, group, words.wait_choice(self._habits, wait), choose)
            line.setChecked(wait is self._wait)
            line.setEnabled(not self._is_forced)
        if self._is_forced:
            menu.addAction(common.forced()).setEnabled(False)
        menu.addSeparator()
        toggles = self._habits.toggles
        line = add_line(menu, words.toggles(), lambda: self.asked.emit(Prefer(toggles=not toggles)))
        line.setCheckable(True)
        line.setChecked(toggles)
