"""Another microphone or loudspeaker in the midst of an interview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
        follows = view.microphone_follows
        inputs = _Way(view.microphone_name, view.microphones, follows=follows)
        self._fill_way(menu, words.microphone(inputs.name, follows=follows), inputs, UseMicrophone)
        follows = view.speaker_follows
        outputs = _Way(view.speaker_name, view.speakers, follows=follows)
        self._fill_way(menu, words.speaker(outputs.name, follows=follows), outputs, UseSpeaker)

    def _fill_way(
        self,
        menu: QMenu,
        text: str,
        way: _Way,
        use: Callable[[str | None], UseMicrophone | UseSpeaker],
    ) -> None:
        inner = menu.addMenu(text.replace("&", "&&"))
        group = QActionGroup(inner)
        own = words.systems_own(way.name if way.follows else None)
        add_choice(inner, group, own, lambda: self.asked.emit(use(None))).setChecked(way.follows)
        inner.addSeparator()
        for label in way.labels:

            def choose(label: str = label) -> None:
                self.asked.emit(use(label))

            is_used = label == way.name and not way.follows
            add_choice(inner, group, label, choose).setChecked(is_used)


@dataclass(frozen=True, slots=True)
class _Way:
    """The devices of one way, in or out.

    Attributes:
        name: The one that is used.
        labels: All that there are.
        follows: Whether the system's own is followed.
    """

    name: str
    labels: Sequence[str]
    follows: bool
