"""A microphone or a loudspeaker: which one, how loud it is, what is wrong with it."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.lobby import Sounds
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.drop_down import DropDown
from app.gui.widgets.level_meter import LevelMeter
from app.gui.widgets.text import Text
from app.gui.words import sound as sound_words
from app.gui.words import start as words


class SoundRow(QWidget):
    """Shows the devices of one kind.

    Args:
        theme: The meter's colours.
        name: The device's kind, such as "Microphone".
        instead: What happens without one.

    Signals:
        chosen: The name of a device, or None for the system's own.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, instead: str) -> None:
        super().__init__()
        self._instead = instead
        self._shown: Sounds | None = None
        self.choice = DropDown(name)
        self.choice.activated.connect(lambda at: self.chosen.emit(self.choice.itemData(at)))
        self._meter = LevelMeter(theme, name)
        self._fault = Text(role="fault")
        self.line = QHBoxLayout()
        self.line.setSpacing(SPACE.m)
        self.line.addWidget(self.choice, stretch=5)
        self.line.addWidget(self._meter, stretch=2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xs)
        layout.addLayout(self.line)
        layout.addWidget(self._fault)

    def show_sounds(self, sounds: Sounds) -> None:
        """Show which devices there are, and which is chosen."""
        if sounds == self._shown:
            return  # an open list must not be filled under the candidate's hand
        self._shown = sounds
        self.choice.clear()
        self.choice.setEnabled(sounds.names is not None)
        own = sound_words.systems_own(sounds.own)
        self.choice.addItem(words.looking() if sounds.names is None else own, None)
        for name in sounds.names or ():
            self.choice.addItem(name, name)
        if sounds.chosen is not None and self.choice.findData(sounds.chosen) < 0:
            self.choice.addItem(_standing_in(sounds.chosen), sounds.chosen)
        self.choice.setCurrentIndex(max(0, self.choice.findData(sounds.chosen)))
        tip = sound_words.follows() if sounds.chosen is None else sound_words.stays()
        self.choice.show_tip(f"{self.choice.currentText()}\n{tip}")
        fault = sounds.fault
        self._fault.setText(f"{words.fault(fault)} {self._instead}" if fault else "")
        self._fault.setVisible(fault is not None)

    def show_level(self, level_dbfs: float, now: float) -> None:
        """Show how loud it is, in dBFS."""
        self._meter.show_level(level_dbfs, now)


def _standing_in(chosen: str) -> str:
    """Return what is not in the list: a part of a name, or a recording."""
    is_path = chosen.lower().endswith((".wav", ".wave"))
    return words.recording(PurePath(chosen).name) if is_path else chosen
