"""The start page: which interview, with which sound, with which questions; agree, and begin."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.habits import Choice
from app.core.lobby import Lobby
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.key_row import KeyRow
from app.gui.widgets.kind_cards import KindCards
from app.gui.widgets.plan_row import PlanRow
from app.gui.widgets.scrolled import Scrolled, in_the_middle
from app.gui.widgets.sound_row import SoundRow
from app.gui.widgets.stopped_card import StoppedCard
from app.gui.widgets.text import Text
from app.gui.widgets.tick import Tick
from app.gui.widgets.turns_row import TurnsRow
from app.gui.wishes import (
    Agree,
    Begin,
    CheckSound,
    ChooseMicrophone,
    ChooseSpeaker,
    LookAgain,
    TrySpeaker,
    UseHeadphones,
)
from app.gui.words import disk as disk_words
from app.gui.words import licences
from app.gui.words import start as words
from app.gui.words import turns as turn_words

_WIDEST = 760
_NAMES_WIDTH = 96


class StartPage(QWidget):
    """Shows the lobby.

    Args:
        theme: The colours.

    Signals:
        asked: A ``wishes.Wish``.
        licences_asked: The page of licences is to be shown.
    """

    asked = Signal(object)
    licences_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._stopped = StoppedCard(theme)  # first: Tab goes in this order
        self._kinds = KindCards()
        self._key = KeyRow()
        self._sound = _Sound(theme)
        self._turns = TurnsRow()
        self._plan = PlanRow()
        self._agreement = _Agreement()
        self._agreement.licences_asked.connect(self.licences_asked)
        parts = (self._stopped, self._kinds, self._key, self._sound, self._turns, self._plan)
        for part in (*parts, self._agreement):
            part.asked.connect(self.asked)
        self._key_label = _row_name(words.key_label())
        choices = Scrolled()
        choices.hold(self._choices(), _WIDEST)
        # It is the last of them; what stands beside Begin asks for other questions and not why.
        self._plan.faulted.connect(lambda: choices.reveal(self._plan))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(choices, stretch=1)
        # In sight, however much there is above.
        layout.addWidget(in_the_middle(self._agreement, _WIDEST))

    def _choices(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.m)
        grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
        grid.setColumnStretch(1, 1)
        rows = [
            (self._key_label, self._key),
            *self._sound.rows,
            (_name_of(self._turns.choice, turn_words.turns_label()), self._turns),
            (_row_name(words.plan_label()), self._plan),
        ]
        for at, (label, part) in enumerate(rows):
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, at, 1)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.l)
        column.addWidget(self._stopped)
        column.addWidget(Text(words.title(), "title"))
        column.addWidget(Text(words.lead(), "lead"))
        column.addWidget(self._kinds)
        column.addLayout(grid)
        column.addStretch(1)
        return made

    def show_lobby(self, lobby: Lobby) -> None:
        """Show what is known and chosen."""
        self._stopped.show_lobby(lobby)
        self._kinds.show_lobby(lobby)
        self._key.show_lobby(lobby)
        for part in (self._key_label, self._key):
            part.setVisible(lobby.needs_key)
        self._sound.show_lobby(lobby)
        self._turns.show_lobby(lobby)
        self._plan.show_lobby(lobby)
        self._agreement.show_lobby(lobby)

    def show_levels(self, microphone_dbfs: float, speaker_dbfs: float) -> None:
        """Show the levels of the devices that are tried, in dBFS."""
        now = time.monotonic()
        self._sound.microphone.show_level(microphone_dbfs, now)
        self._sound.speaker.show_level(speaker_dbfs, now)


def _side_by_side(wide: QWidget, narrow: QWidget) -> QWidget:
    """Return both in one row; the first has the room that is left."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE.m)
    line.addWidget(wide, stretch=1, alignment=Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(narrow)
    return row


class _Sound(QWidget):
    """Microphone, loudspeaker, and how to try them; its rows stand in the page's grid."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.microphone = SoundRow(theme, words.microphone(), words.samples_stand_in())
        self.speaker = SoundRow(theme, words.speaker(), words.read_instead())
        self.microphone.chosen.connect(lambda name: self.asked.emit(ChooseMicrophone(name)))
        self.speaker.chosen.connect(lambda name: self.asked.emit(ChooseSpeaker(name)))
        self._try = QPushButton(words.try_speaker())
        self._try.clicked.connect(lambda: self.asked.emit(TrySpeaker()))
        again = QPushButton(words.look_again())
        again.clicked.connect(lambda: self.asked.emit(LookAgain()))
        self._headphones = Tick(words.headphones())
        self._headphones.box.clicked.connect(lambda on: self.asked.emit(UseHeadphones(on)))
        check = QPushButton(words.check_sound())
        check.clicked.connect(lambda: self.asked.emit(CheckSound()))
        self.microphone.line.addWidget(again)
        self.speaker.line.addWidget(self._try)
        self.rows: list[tuple[QWidget, QWidget]] = [
            (_name_of(self.microphone.choice, words.microphone()), self.microphone),
            (_name_of(self.speaker.choice, words.speaker()), self.speaker),
            (QWidget(), _side_by_side(self._headphones, check)),
        ]

    def show_lobby(self, lobby: Lobby) -> None:
        self.microphone.show_sounds(lobby.microphone)
        self.speaker.show_sounds(lobby.speaker)
        self._try.setEnabled(not lobby.is_sounding)
        self._headphones.box.setChecked(lobby.headphones)
        self._headphones.show_forced(is_forced=Choice.HEADPHONES in lobby.habits.forced)


class _Agreement(QWidget):
    """The consent, the button that begins, and why it cannot."""

    asked = Signal(object)
    licences_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._consent = Tick()
        self._consent.box.clicked.connect(lambda on: self.asked.emit(Agree(on)))
        self._begin = QPushButton()
        self._begin.setProperty("role", "primary")
        self._begin.clicked.connect(lambda: self.asked.emit(Begin()))
        self._why_not = Text("", "quiet")
        self._fault = Text("", "fault")
        line = QHBoxLayout()
        line.setSpacing(SPACE.m)
        line.addWidget(self._begin)
        line.addWidget(self._why_not, stretch=1)
        line.addWidget(self._licences_link())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self._consent)
        layout.addWidget(Text(words.promise(), "quiet"))
        layout.addWidget(self._fault)
        layout.addLayout(line)

    def _licences_link(self) -> QToolButton:
        link = QToolButton()
        link.setText(licences.link())
        link.setProperty("role", "quiet")
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        link.clicked.connect(self.licences_asked)
        return link

    def show_lobby(self, lobby: Lobby) -> None:
        self._consent.show_text(words.consent(lobby.kind))
        self._consent.box.setChecked(lobby.consents)
        self._begin.setText(words.begin(lobby.kind))
        self._begin.setEnabled(lobby.why_not is None)
        why = words.why_not(lobby.why_not) if lobby.why_not else ""
        self._why_not.setText(why)
        self._begin.setAccessibleDescription(why)
        fault = _in_the_way(lobby)
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))


def _in_the_way(lobby: Lobby) -> str:
    """Return what a person has to mend before anything can be kept, or why it did not begin."""
    faults = lobby.faults
    if faults.folder is not None:
        return words.fault(faults.folder)
    if faults.space is not None:
        return disk_words.shortage(faults.space)
    return words.did_not_begin(lobby) or words.choices_fault(faults.choices)


def _name_of(choice: QComboBox, text: str) -> QLabel:
    """Return the label of a list, the only name that a list has for screen readers on Linux."""
    label = _row_name(text)
    label.setBuddy(choice)
    return label


def _row_name(text: str) -> QLabel:
    label = Text(text, "row")
    label.setWordWrap(False)  # its column is as wide as the longest
    return label
