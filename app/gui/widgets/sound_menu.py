"""Another microphone or loudspeaker in the midst of an interview."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from app.core.events import UndoSwitch, UseMicrophone, UseSpeaker
from app.core.view import View
from app.gui.widgets.menu_button import MenuButton, add_choice, add_line
from app.gui.words import sound as words


class SoundMenu(MenuButton):
    """Offers the devices that there are.

    Signals:
        asked: ``UseMicrophone``, ``UseSpeaker``, ``UndoSwitch``.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(self._fill_in, words.sound_tip())
        self._view: View | None = None
        self.show_words(words.sound(), words.sound())

    def show_view(self, view: View) -> None:
        """Offer what there is now, when it is opened next."""
        self._view = view

    def _fill_in(self, menu: QMenu) -> None:
        view = self._view
        if view is None:
            return
        if view.switched is not None:
            back = words.back_to(view.switched.lost)
            add_line(menu, back, lambda: self.asked.emit(UndoSwitch()))
            menu.addSeparator()
        inputs = menu.addMenu(words.microphone(view.microphone_name).replace("&", "&&"))
        self._fill_way(inputs, view.microphones, view.microphone_name, UseMicrophone)
        outputs = menu.addMenu(words.speaker(view.speaker_name).replace("&", "&&"))
        self._fill_way(outputs, view.speakers, view.speaker_name, UseSpeaker)

    def _fill_way(
        self,
        menu: QMenu,
        labels: Sequence[str],
        name: str,
        use: Callable[[str | None], UseMicrophone | UseSpeaker],
    ) -> None:
        add_line(menu, words.systems_own(), lambda: self.asked.emit(use(None)))
        menu.addSeparator()
        group = QActionGroup(menu)
        for label in labels:

            def choose(label: str = label) -> None:
                self.asked.emit(use(label))

            add_choice(menu, group, label, choose).setChecked(label == name)
