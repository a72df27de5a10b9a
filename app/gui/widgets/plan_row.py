"""The questions: the default ones, or those of a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.lobby import Lobby
from app.gui.palette import SPACE
from app.gui.widgets.text import Text
from app.gui.wishes import ChoosePlan
from app.gui.words import start as words


class PlanRow(QWidget):
    """Shows which questions will be asked.

    Signals:
        asked: ``ChoosePlan``.
        faulted: Another plan cannot be used than before, and the row says so.
    """

    asked = Signal(object)
    faulted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts, self._fault = Text(), Text(role="fault")
        choose = QPushButton(words.choose_plan())
        choose.clicked.connect(self._open_dialog)
        self._default = QPushButton(words.default_plan())
        self._default.clicked.connect(lambda: self.asked.emit(ChoosePlan(None)))
        line = QHBoxLayout()
        line.setSpacing(SPACE.m)
        line.addWidget(self._facts, stretch=1)
        line.addWidget(choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xs)
        layout.addLayout(line)
        layout.addWidget(self._fault)
        layout.addWidget(self._default, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_lobby(self, lobby: Lobby) -> None:
        """Show the plan, and why another is not used."""
        self._facts.setText(words.plan(lobby.plan) if lobby.plan else "")
        is_other = lobby.plan is not None and lobby.plan.name != ""
        self._default.setVisible(is_other or lobby.faults.plan is not None)
        text = words.fault(lobby.faults.plan) if lobby.faults.plan else ""
        is_new = text not in {"", self._fault.text()}
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        if is_new:
            self.faulted.emit()

    def _open_dialog(self) -> None:
        # open(), never exec(): a loop within the loop would stop all tasks.
        dialog = QFileDialog(self, words.choose_plan(), "", words.plan_files())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.asked.emit(ChoosePlan(Path(path))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
