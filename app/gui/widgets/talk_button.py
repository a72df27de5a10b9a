"""The talk button: held down, with the pointer or the space bar, it takes the turn.

For who cannot hold a key it is pressed once to take the turn and once more to give it back; then
nothing but the candidate gives it back, so a focus that is lost changes nothing.

However it stops being held (released, focus lost, window left, button disabled), the end is told
once: a microphone that stays taken because a key was let go elsewhere is the classic mistake.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton

from app.core.events import TalkPressed, TalkReleased, TalkToggled
from app.core.habits import Habits
from app.core.talk import Talk
from app.core.view import View
from app.gui.icons import icon
from app.gui.theme import Theme
from app.gui.words import buttons as words

_ICON = 28
_HEIGHT = 96


class TalkButton(QPushButton):
    """Lets the candidate say who decides when they speak: they do.

    Args:
        theme: Its colours.

    Signals:
        asked: ``TalkPressed``, ``TalkReleased``; ``TalkToggled`` where it is not held.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_held = False
        self._is_locked = False  # as the view says
        self._toggles = False
        self._lowest = _HEIGHT
        self.setProperty("role", "talk")
        self.setIconSize(QSize(_ICON, _ICON))
        self.pressed.connect(self.hold)
        self.released.connect(self.let_go)
        theme.changed.connect(self._draw)
        self._draw()

    def show_low(self, *, is_low: bool) -> None:
        """Be lower in a window that has no room to spare."""
        self._lowest = 0 if is_low else _HEIGHT
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what the longest of its names needs: nothing moves when it is pressed."""
        size = super().sizeHint()
        usual = words.talk_toggles() if self._toggles else words.talk()
        names = usual, words.talk_held(), words.talk_locked()
        widest = max(self._width_of(one) for one in names)
        wider = widest - self._width_of(self.accessibleName())
        return QSize(size.width() + wider, max(self._lowest, size.height()))

    def _width_of(self, name: str) -> int:
        return self.fontMetrics().size(0, _in_two_lines(name)).width()

    def hold(self) -> None:
        """Take the turn, unless it is held already."""
        if not self._is_held and self.isEnabled():
            self._is_held = True
            self.setDown(True)  # by the page's space bar too
            self._draw()
            self.asked.emit(TalkToggled() if self._toggles else TalkPressed())

    def let_go(self) -> None:
        """Give it back, if it is held."""
        if self._is_held:
            self._is_held = False
            self.setDown(False)
            self._draw()
            if not self._toggles:
                self.asked.emit(TalkReleased())

    def show_habits(self, habits: Habits) -> None:
        """Be held, or be pressed once to talk and once more to stop."""
        if habits.toggles is not self._toggles:
            self.let_go()  # as it was taken
            self._toggles = habits.toggles
            self._draw()
            self.updateGeometry()

    def show_view(self, view: View) -> None:
        """Show whether it can be held: not while the microphone is off or gone.

        What is held stays held: how a microphone that is lost meanwhile ends it, the core decides.
        """
        has_microphone = view.has_microphone or self._is_held
        can_talk = view.talk is not Talk.PAUSED and has_microphone and view.how is None
        if not can_talk:
            self.let_go()
        if can_talk != self.isEnabled():
            self.setEnabled(can_talk)
        if self._is_locked is not (view.talk is Talk.LOCKED):
            self._is_locked = not self._is_locked
            self._draw()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Let go: the key that is released now is released elsewhere."""
        super().focusOutEvent(event)
        self.let_go()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Let go."""
        super().hideEvent(event)
        self.let_go()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Look as it can be used."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._draw()

    def event(self, event: QEvent) -> bool:
        """Let go when the window is left, wherever its focus was (children get no other event)."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.let_go()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Be held by the space bar; Enter is for Done."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        tip = words.talk_toggles_tip() if self._toggles else words.talk_tip()
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        text = words.talk_toggles() if self._toggles else words.talk()
        if self._is_held and not self._toggles:
            text = words.talk_held()
        elif self._is_locked:
            text = words.talk_locked()
        self.setText(_in_two_lines(text))
        self.setAccessibleName(text)
        palette = self._theme.palette
        colour = palette.on_accent if self.isEnabled() else palette.quiet
        self.setIcon(icon("talk", colour, _ICON))


def _in_two_lines(text: str) -> str:
    """Return a text broken in two as evenly as its words allow, with room after the icon."""
    breaks = [at for at, letter in enumerate(text) if letter == " "]
    if not breaks:
        return f" {text}"
    at = min(breaks, key=lambda at: abs(2 * at - len(text)))
    return f" {text[:at]}\n {text[at + 1 :]}"
