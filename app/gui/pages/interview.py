"""The interview's page: who speaks, what is asked, what was said, and how to steer it.

Keys, wherever the focus is on the page:

    Space (held, or pressed once to talk and once more to stop)
                   talk, unless a button other than Talk has the focus, which Space presses
    Enter          my answer is complete, unless a button has the focus
    Ctrl+M mute   Ctrl+. pause   Ctrl+T try now   Ctrl+L leave   Ctrl+/ say how things stand
    Ctrl+W how long a pause may be   Ctrl+B take back an answer of which nothing has left
                   (the control key on a Mac too: ``words.keys``)
    F6             the next region: captions, buttons
    Esc            closes the leave panel; it never ends the interview
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.core.actions import Json
from app.core.events import Done, Mute, Pause, Resume, TakeBack, TryNow
from app.core.habits import Habits
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import View
from app.gui.announce import Announcer
from app.gui.calm import Calm
from app.gui.palette import SPACE
from app.gui.system_settings import SettingsPage, open_page
from app.gui.theme import Theme
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Buttons
from app.gui.widgets.captions import Captions
from app.gui.widgets.leave_panel import LeavePanel
from app.gui.widgets.level_meter import LevelMeter
from app.gui.widgets.locked_mark import LockedMark
from app.gui.widgets.question import Question
from app.gui.widgets.state_light import StateLight
from app.gui.widgets.top_line import TopLine
from app.gui.words import interview as words
from app.gui.words import sound as sound_words
from app.gui.words.keys import Keys, sequence

_METER_WIDTH = 252
_WIDEST = 1080  # longer lines are hard to read, and the meter would stand far from its word
_ROOMY = 560
_LOWEST = 424  # so that a banner that comes does not make the window higher


class InterviewPage(QWidget):
    """Shows an interview.

    Args:
        theme: Its colours.

    Signals:
        asked: A ``core.events.Intent``, or ``wishes.Prefer``.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._view: View | None = None
        self._saved_s = 0.0
        self._calm = Calm()
        self._shown = _Shown(theme)
        self._buttons = Buttons(theme)
        self._leaving = LeavePanel(self)
        self._announcer = Announcer(self)
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(SPACE.m)
        lines.addWidget(self._shown, stretch=1)
        lines.addWidget(self._buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xs, SPACE.xl, SPACE.l)
        layout.addStretch()
        layout.addWidget(column, stretch=1)
        layout.addStretch()
        for part in (self._shown.banner, self._buttons, self._leaving):
            part.asked.connect(self.asked)
        self._shown.banner.settings_asked.connect(self._open_settings)
        self._buttons.leave_asked.connect(self.ask_to_leave)
        self._leaving.closed.connect(self._buttons.talk.setFocus)
        self.setFocusProxy(self._buttons.talk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._add_shortcuts()

    def _add_shortcuts(self) -> None:
        for keys, act in (
            (sequence(Keys.MUTE), lambda: self._ask(Mute(on=self._talk() is not Talk.MUTED))),
            (
                sequence(Keys.PAUSE),
                lambda: self._ask(Resume() if self._talk() is Talk.PAUSED else Pause()),
            ),
            (sequence(Keys.TRY_NOW), lambda: self._ask(TryNow())),
            (sequence(Keys.LEAVE), self.ask_to_leave),
            (sequence(Keys.STATUS), self._say_status),
            (sequence(Keys.WAIT), self._choose_wait),
            (sequence(Keys.TAKE_BACK), self._take_back),
            (QKeySequence("F6"), self._next_region),
            (QKeySequence("Shift+F6"), self._next_region),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    # --- what is shown

    def begin(self) -> None:
        """Show a new interview, of which nothing is known yet."""
        self._view, self._saved_s, self._calm = None, 0.0, Calm()
        self._leaving.hide()
        self._shown.captions.clear_lines()

    def show_habits(self, habits: Habits) -> None:
        """Show how the candidate takes their turns."""
        self._buttons.show_habits(habits)

    def show_view(self, view: View, saved_s: float, now: float) -> None:
        """Show the interview as it stands, at a time in seconds."""
        view = self._calm.take(view)
        self._view, self._saved_s = view, saved_s
        self._shown.show_view(view, saved_s, now)
        self._buttons.show_view(view)
        self._announcer.show_view(view, saved_s)
        self._keep_room()

    def show_said(self, said: Mapping[str, Json]) -> None:
        """Show what was said; a later version of the same takes its place."""
        self._shown.show_said(said)

    def say(self, text: str) -> None:
        """Show a sentence of the application among the captions, and read it out."""
        self._shown.captions.show_note(text)
        self._announcer.tell(text)

    def ask_to_leave(self) -> None:
        """Ask what to keep; the interview goes on meanwhile."""
        self._buttons.talk.let_go()
        self._leaving.open(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Be as high as the lines need at this width; in a low window stand closer together."""
        super().resizeEvent(event)
        is_low = self.height() < _ROOMY
        self._shown.set_spacing(SPACE.m if is_low else SPACE.l)
        self._buttons.talk.show_low(is_low=is_low)
        self._keep_room()

    def _keep_room(self) -> None:
        """Let no line be cut off: Qt knows no least height of a text that wraps."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            needed = layout.totalMinimumHeightForWidth(self.width())
            self.setMinimumHeight(max(_LOWEST, needed))

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Take the keys that no button has taken."""
        if event.isAutoRepeat():
            return
        match event.key():
            case Qt.Key.Key_Space:
                self._buttons.talk.hold()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._is_on_a_button():
                self._ask(Done())
            case Qt.Key.Key_Escape:
                self._leaving.stay()
            case _:
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Let go of the talk key."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._buttons.talk.let_go()
        else:
            super().keyReleaseEvent(event)

    def _is_on_a_button(self) -> bool:
        focus = QApplication.focusWidget()
        return isinstance(focus, QAbstractButton) and focus is not self._buttons.talk

    def _next_region(self) -> None:
        if self._leaving.isVisible():
            return
        captions = self._shown.captions
        (self._buttons.talk if captions.hasFocus() else captions).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def _say_status(self) -> None:
        if self._view is not None:
            self._announcer.tell(words.status(self._view, self._saved_s), is_urgent=True)

    def _choose_wait(self) -> None:
        if not self._leaving.isVisible():
            self._buttons.tools.turns.open_menu()

    def _take_back(self) -> None:
        if self._view is not None and self._view.can_take_back:
            self._ask(TakeBack())

    def _open_settings(self, page: SettingsPage) -> None:
        if not open_page(page):
            self.say(sound_words.settings_not_opened())

    def _talk(self) -> Talk | None:
        return self._view.talk if self._view else None

    def _ask(self, intent: object) -> None:
        if not self._leaving.isVisible():
            self.asked.emit(intent)


class _Shown(QWidget):
    """Everything that is only looked at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.banner = Banner(theme)
        self.captions = Captions(theme)
        self._top = TopLine(theme)
        self._question = Question()
        self._light = StateLight(theme)
        self._meter = LevelMeter(theme, words.you())
        self._meter.setMaximumWidth(_METER_WIDTH)
        self._locked = LockedMark(theme)
        self._locked.setMaximumWidth(_METER_WIDTH)
        microphone = QVBoxLayout()
        microphone.setSpacing(SPACE.xs)
        microphone.addStretch(1)
        microphone.addWidget(self._meter)
        microphone.addWidget(self._locked)
        microphone.addStretch(1)
        state = QHBoxLayout()
        state.setSpacing(SPACE.xl)
        state.addWidget(self._light, stretch=5)
        state.addLayout(microphone, stretch=2)
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self._top)
        layout.addWidget(self._question)
        layout.addLayout(state)
        layout.addWidget(self.captions, stretch=1)
        layout.addWidget(self.banner)

    def set_spacing(self, space: int) -> None:
        self._lines.setSpacing(space)

    def show_view(self, view: View, saved_s: float, now: float) -> None:
        self._top.show_view(view, saved_s)
        self._question.show_text(view.question)
        self._light.show_view(view)
        self._meter.show_level(view.level_dbfs, now)
        self._locked.show_view(view)
        is_heard = view.floor is Floor.INTERVIEWER
        self.captions.show_live(words.interviewer(), view.caption if is_heard else "")
        self.banner.show_view(view, saved_s)
        self.banner.setVisible(bool(self.banner.text))  # the captions give way, no button moves

    def show_said(self, said: Mapping[str, Json]) -> None:
        is_candidate = said["speaker"] == "candidate"
        number = said["exchange" if is_candidate else "reply"]
        assert isinstance(number, int)
        text, seconds = said.get("text"), said.get("seconds", 0.0)
        assert isinstance(seconds, int | float)
        shown = str(text) if text else words.answer(seconds) if is_candidate else ""
        who = words.you() if is_candidate else words.interviewer()
        if shown:
            self.captions.show_line((str(said["speaker"]), number), who, shown)
