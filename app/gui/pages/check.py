"""The page that checks the sound: what to do now, how it goes, what it came to."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.check_events import Answer, CheckIntent, CheckView, Repeat, Skip
from app.core.check_report import CheckReport, Mark, Outcome, Step, Verdict
from app.core.faults import Fault
from app.gui.announce import Announcer
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.check_mark import CheckMark
from app.gui.widgets.check_row import CheckRow
from app.gui.widgets.level_meter import LevelMeter
from app.gui.widgets.scrolled import Scrolled
from app.gui.widgets.step_bar import StepBar
from app.gui.widgets.text import Text
from app.gui.wishes import CheckSound, InCheck, LeaveCheck
from app.gui.words import check as words
from app.gui.words import start as start_words

_WIDEST = 760
_MARK_SIDE = 28
_OF_FAULTS = frozenset({Verdict.NO_MICROPHONE, Verdict.NO_SPEAKER})


class CheckPage(Scrolled):
    """Shows a check.

    Args:
        theme: The colours.

    Signals:
        asked: A ``wishes.Wish``.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._now = _Now(theme)
        self._meter = LevelMeter(theme, start_words.microphone())
        self._rows = [CheckRow(theme, step) for step in Step]
        self._hands = _Hands()
        self._announcer = Announcer(self)
        self._told: tuple[Step | None, bool] = (None, False)  # the step, and whether all is over
        self._hands.asked.connect(self.asked)
        for row in self._rows:
            row.again.connect(lambda step: self.asked.emit(InCheck(Repeat(step))))
        self.hold(self._laid_out(), _WIDEST)

    def _laid_out(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addWidget(Text(words.title(), "title"))
        column.addWidget(Text(words.privacy(), "quiet"))
        column.addSpacing(SPACE.s)
        column.addWidget(self._now)
        column.addWidget(self._meter)
        column.addWidget(self._hands)
        column.addSpacing(SPACE.s)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        return middle

    def begin(self) -> None:
        """Forget the check before."""
        self._told = (None, False)
        self.verticalScrollBar().setValue(0)

    def show_check(self, view: CheckView, faults: Sequence[Fault]) -> None:
        """Show how the check is, and why a device cannot be used."""
        focus = QApplication.focusWidget()
        self._now.show_check(view, faults)
        self._hands.show_check(view)
        for row in self._rows:
            row.show_report(view.report, is_over=view.is_over)
        if focus is not None and self.isAncestorOf(focus) and not focus.isVisible():
            # Not to another button: whoever presses once more would press what they did not see.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        if (view.step, view.is_over) != self._told:
            self._told = (view.step, view.is_over)
            if view.is_over:
                self._announcer.tell(self._now.text, is_urgent=True)
            elif view.step is not None:
                self._announcer.tell(self._now.text)

    def show_levels(self, microphone_dbfs: float, _speaker_dbfs: float) -> None:
        """Show how loud the microphone is, in dBFS."""
        self._meter.show_level(microphone_dbfs, time.monotonic())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.asked.emit(LeaveCheck())
        else:
            super().keyPressEvent(event)


class _Now(QFrame):
    """What is to be done now, or the verdict with the one thing to do."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._mark = CheckMark(theme, _MARK_SIDE)
        self._heading = Text("", "heading")
        self._do = Text("", "body")
        self._bar = StepBar(theme)
        text = QVBoxLayout()
        text.setSpacing(SPACE.xs)
        text.addWidget(self._heading)
        text.addWidget(self._do)
        line = QHBoxLayout()
        line.setSpacing(SPACE.m)
        line.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        line.addLayout(text, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        layout.setSpacing(SPACE.m)
        layout.addLayout(line)
        layout.addWidget(self._bar)

    @property
    def text(self) -> str:
        """What it says."""
        heading, do = self._heading.text(), self._do.text()
        return f"{heading}. {do}" if do else heading

    def show_check(self, view: CheckView, faults: Sequence[Fault]) -> None:
        self._bar.setVisible(not view.is_over)
        self._bar.show_progress(view.progress)
        self._do.setVisible(view.is_over)
        if view.is_over:
            verdict = view.report.verdict
            self._heading.setText(words.verdict(verdict))
            is_known = verdict in _OF_FAULTS and faults
            self._do.setText(start_words.fault(faults[0]) if is_known else words.do(verdict))
            self._mark.show_mark(Outcome.DONE, _mark_of(view.report))
            return
        self._mark.show_mark(Outcome.RUNNING, Mark.UNKNOWN)
        self._do.setText("")
        if view.step is None:
            self._heading.setText(words.looking())
        else:
            self._heading.setText(words.instruction(view.step, plays_voice=view.plays_voice))


class _Hands(QWidget):
    """The buttons; those that would do nothing now are not there."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._answers = [
            self._button(words.yes(), Answer(yes=True)),
            self._button(words.no(), Answer(yes=False)),
            self._button(words.play_again(), Repeat(Step.PLAYBACK)),
        ]
        self._steps = [
            self._button(words.skip(), Skip()),
            self._button(words.begin_again(), Repeat()),
        ]
        self._all = self._wish(words.check_again(), CheckSound())
        back = self._wish(words.back(), LeaveCheck())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.s)
        for one in (*self._answers, *self._steps, self._all, back):
            layout.addWidget(one)
        layout.addStretch(1)

    def _button(self, text: str, intent: CheckIntent) -> QPushButton:
        return self._wish(text, InCheck(intent))

    def _wish(self, text: str, wish: object) -> QPushButton:
        made = QPushButton(text)
        made.clicked.connect(lambda: self.asked.emit(wish))
        return made

    def show_check(self, view: CheckView) -> None:
        is_asked = view.step is Step.HEARD
        for one in self._answers:
            one.setVisible(is_asked)
        for one in self._steps:
            one.setVisible(view.step is not None and not is_asked)
        self._all.setVisible(view.is_over)


def _mark_of(report: CheckReport) -> Mark:
    match report.verdict:
        case Verdict.READY:
            return Mark.GOOD
        case Verdict.INCOMPLETE:
            return Mark.UNKNOWN
        case _:
            return Mark.BAD
