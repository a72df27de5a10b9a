"""A step of a check in one line: mark, name, word, figures, and the button that does it again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.core.check_report import CheckReport, Outcome, Step
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.check_mark import CheckMark
from app.gui.widgets.text import Text
from app.gui.words import check as words

_MARK_SIDE = 18
_NAME_WIDTH = 136


class _Name(QLabel):
    """The step's name, as wide as the longest of all: what is told stands in one column."""

    def __init__(self, step: Step) -> None:
        super().__init__(words.name(step))
        self.setProperty("role", "strong")

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what the longest name needs."""
        own = super().sizeHint()  # first: from now on the letters are those of the style sheet
        widths = (self.fontMetrics().horizontalAdvance(words.name(step)) for step in Step)
        return own.expandedTo(QSize(max(_NAME_WIDTH, *widths), 0))


class CheckRow(QWidget):
    """Shows a step.

    Args:
        theme: The mark's colours.
        step: Which.

    Signals:
        again: The step is to be done again.
    """

    again = Signal(object)

    def __init__(self, theme: Theme, step: Step) -> None:
        super().__init__()
        self._step = step
        self._mark = CheckMark(theme, _MARK_SIDE)
        self._name = _Name(step)
        self._told = Text()
        self._again = QPushButton(words.again())
        self._again.setAccessibleName(words.again_name(step))
        self._again.clicked.connect(lambda: self.again.emit(step))
        room = self._again.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        self._again.setSizePolicy(room)
        self._told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self._mark)
        layout.addWidget(self._name)
        layout.addWidget(self._told, stretch=1)
        layout.addWidget(self._again)

    @property
    def text(self) -> str:
        """What it says, for whoever does not see the mark."""
        return f"{self._name.text()}: {self._told.text()}"

    def show_report(self, report: CheckReport, *, is_over: bool) -> None:
        """Show what came of the step."""
        outcome = report.outcomes.get(self._step, Outcome.WAITING)
        mark = report.mark(self._step)
        self._mark.show_mark(outcome, mark)
        figures = words.figures(report, self._step)
        word = words.mark(outcome, mark)
        self._told.setText(f"{word}: {figures}" if figures else word)
        self._again.setVisible(is_over and self._step is not Step.HEARD)
