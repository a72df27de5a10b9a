"""The buttons below an interview: Talk, Done, Mute, Pause, Leave, and smaller ones below them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.events import Done, Mute, Pause, Resume
from app.core.habits import Habits
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import View
from app.gui.palette import SPACE
from app.gui.theme import Theme
from app.gui.widgets.icon_button import IconButton
from app.gui.widgets.talk_button import TalkButton
from app.gui.widgets.tools import Tools
from app.gui.words import buttons as words


class Buttons(QWidget):
    """Lets the candidate steer the interview.

    Args:
        theme: Their colours.

    Attributes:
        talk: The talk button, which the page's space bar holds too.
        tools: What is needed now and then.

    Signals:
        asked: A ``core.events.Intent``, or ``wishes.Prefer``.
        leave_asked: The candidate wants to leave; they are to be asked what to keep.
    """

    asked = Signal(object)
    leave_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._state = Talk.HANDS_FREE
        self._is_lent = False  # the focus, to Pause
        self.talk = TalkButton(theme)
        self.talk.asked.connect(self.asked)
        self._done = IconButton(theme, "done", words.done(), words.done_tip())
        mute, unmute = words.mute(is_muted=False), words.mute(is_muted=True)
        self._mute = IconButton(theme, "mute", mute, words.mute_tip(), unmute)
        pause, resume = words.pause(is_paused=False), words.pause(is_paused=True)
        self._pause = IconButton(theme, "pause", pause, words.pause_tip(), resume)
        leave = IconButton(theme, "leave", words.leave(), words.leave_tip())
        self._done.clicked.connect(lambda: self.asked.emit(Done()))
        self._mute.clicked.connect(self._ask_mute)
        self._pause.clicked.connect(self._ask_pause)
        leave.clicked.connect(self.leave_asked)
        self.tools = Tools()
        self.tools.asked.connect(self.asked)
        self.tools.focus_lent.connect(self.talk.setFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self.talk)
        layout.addLayout(self._beside_talk(leave), stretch=1)

    def _beside_talk(self, leave: IconButton) -> QVBoxLayout:
        upper = QHBoxLayout()
        upper.setSpacing(SPACE.m)
        upper.addWidget(self._done)
        upper.addStretch(1)
        for button in (self._mute, self._pause, leave):
            upper.addWidget(button)
        lines = QVBoxLayout()
        lines.setSpacing(SPACE.s)
        lines.addStretch(1)
        lines.addLayout(upper)
        lines.addWidget(self.tools)
        lines.addStretch(1)
        return lines

    def show_habits(self, habits: Habits) -> None:
        """Show how the candidate takes their turns."""
        self.talk.show_habits(habits)
        self.tools.show_habits(habits)

    def show_view(self, view: View) -> None:
        """Show what can be asked for."""
        self._state = view.talk
        is_muted, is_paused = view.talk is Talk.MUTED, view.talk is Talk.PAUSED
        can_end = view.floor is Floor.CANDIDATE and not is_paused
        if not can_end and self._done.hasFocus():
            self.talk.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would give it to Mute
        has_microphone = view.has_microphone or self.talk.isDown()
        self._lend_focus(can_talk=not is_paused and has_microphone)
        self.talk.show_view(view)
        self.tools.show_view(view)
        self._done.setEnabled(can_end)
        self._mute.setEnabled(not is_paused)
        self._mute.show_as("talk" if is_muted else "mute", words.mute(is_muted=is_muted))
        self._pause.show_as("resume" if is_paused else "pause", words.pause(is_paused=is_paused))

    def _lend_focus(self, *, can_talk: bool) -> None:
        """Give the focus to Resume while Talk cannot have it, and take it back after."""
        if not can_talk and self.talk.hasFocus():
            self._pause.setFocus(Qt.FocusReason.OtherFocusReason)
            self._is_lent = True
        elif can_talk and self._is_lent:
            self._is_lent = False
            if self._pause.hasFocus():
                self.talk.setEnabled(True)
                self.talk.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_mute(self) -> None:
        self.asked.emit(Mute(on=self._state is not Talk.MUTED))

    def _ask_pause(self) -> None:
        self.asked.emit(Resume() if self._state is Talk.PAUSED else Pause())
