"""The finish page: how the interview ended, what is kept, and where."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.ending import Ending
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.mark import Mark
from app.gui.widgets.scrolled import Scrolled
from app.gui.widgets.text import Text
from app.gui.wishes import OpenFolder, Quit, StartOver
from app.gui.words import finish as words
from app.gui.words import start as start_words

_WIDEST = 640


class FinishPage(Scrolled):
    """Shows an ending; the only mark of success is for an interview that was finished whole.

    Args:
        theme: The colours.

    Signals:
        asked: A ``wishes.Wish``.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._mark = Mark(theme)
        self._title = Text(role="title")
        self._text = Text(role="lead")
        self._fault = Text(role="fault")
        self._kept = Text(role="strong")
        self._sent = Text(role="body")
        self._folder = Text(role="quiet")
        self._folder.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._ending: Ending | None = None
        self.hold(self._laid_out(), _WIDEST, SPACE.xl)

    def _laid_out(self) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(SPACE.m)
        column.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignLeft)
        for part in (self._title, self._text, self._fault, self._kept, self._sent):
            column.addWidget(part)
        column.addLayout(_files())
        column.addWidget(self._folder)
        column.addSpacing(SPACE.m)
        column.addLayout(self._buttons())
        column.addStretch(1)
        middle = QWidget()
        middle.setLayout(column)
        return middle

    def _buttons(self) -> QHBoxLayout:
        folder = QPushButton(words.open_folder())
        folder.setProperty("role", "primary")
        folder.clicked.connect(self._open_folder)
        over = QPushButton(words.start_over())
        over.clicked.connect(lambda: self.asked.emit(StartOver()))
        close = QPushButton(words.close())
        close.clicked.connect(lambda: self.asked.emit(Quit()))
        line = QHBoxLayout()
        line.setSpacing(SPACE.m)
        for button in (folder, over, close):
            line.addWidget(button)
        line.addStretch(1)
        return line

    def show_ending(self, ending: Ending) -> None:
        """Show how it ended."""
        self._ending = ending
        self._mark.show_situation(ending.situation)
        self._title.setText(words.title(ending))
        self._text.setText(words.text(ending))
        self._fault.setText(start_words.fault(ending.fault) if ending.fault else "")
        self._fault.setVisible(ending.fault is not None)
        self._kept.setText(words.kept(ending))
        self._sent.setText(words.sent(ending.kind))
        self._folder.setText(ending.folder)
        self._folder.setAccessibleName(f"{words.where()}: {ending.folder}")

    def _open_folder(self) -> None:
        if self._ending is not None:
            self.asked.emit(OpenFolder(self._ending.folder))


def _files() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE.l)
    grid.setVerticalSpacing(SPACE.xs)
    grid.setColumnStretch(1, 1)
    for at, (name, text) in enumerate(words.files()):
        file = Text(name, "quiet")
        file.setWordWrap(False)
        grid.addWidget(file, at, 0)
        grid.addWidget(Text(text, "quiet"), at, 1)
    return grid
