"""The finish page: how the interview ended, what is kept, and where."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.ending import Ending
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.mark import Mark
from app.gui.wishes import OpenFolder, Quit, StartOver
from app.gui.words import finish as words
from app.gui.words import start as start_words

_WIDEST = 640


class FinishPage(QScrollArea):
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
        self._title = _label("title")
        self._text = _label("lead")
        self._fault = _label("fault")
        self._kept = _label("strong")
        self._sent = _label("body")
        self._folder = _label("quiet")
        self._folder.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._ending: Ending | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._laid_out())

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
        middle.setMaximumWidth(_WIDEST)
        middle.setLayout(column)
        page = QWidget()
        around = QHBoxLayout(page)
        around.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        around.addStretch(1)
        around.addWidget(middle, stretch=100)
        around.addStretch(1)
        return page

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
        file, what = _label("quiet"), _label("quiet")
        file.setText(name)
        file.setWordWrap(False)
        what.setText(text)
        grid.addWidget(file, at, 0)
        grid.addWidget(what, at, 1)
    return grid


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a folder may have any name
    return label
