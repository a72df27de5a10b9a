"""What a screen reader is told by itself: each change of state once, never a stream.

Qt sends an announcement to the assistive technology without moving the focus (WCAG 2.2, 4.1.3).
"""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.core.link import LinkState
from app.core.view import Situation, View, for_candidate
from app.gui.notice import Notice, Topic, Weight, notice
from app.gui.words import interview as words
from app.gui.words import turns as turn_words

_URGENT = {
    Situation.HELD,
    Situation.NO_MICROPHONE,
    Situation.STALLED,
    Situation.BLOCKED,
    Situation.FAILED,
}
_HELD = {Situation.HELD, Situation.RECONNECTING}
_SILENT = {Situation.ENDING, Situation.TALKING}
"""What the candidate does by themselves is not told to them while they speak."""


class News:
    """Decides what is told.

    A connection that is held is tried again every quarter of a minute: that it is held is told
    once, until it is up again or the candidate asks for a try.
    """

    def __init__(self) -> None:
        self._situation: Situation | None = None
        self._notice: tuple[Topic, Weight, bool, str] | None = None  # the last; was it held?
        self._locked_min: int | None = None  # for how many minutes, as told last
        self._place = 0
        self._was_held = False

    def take(self, view: View, saved_s: float) -> tuple[str, bool]:
        """Return what to tell of a view ("" for nothing), and whether it is urgent."""
        word, told = for_candidate(view), notice(view, saved_s)
        is_old = self._was_held and not _is_anew(view)
        self._was_held = is_old or view.link.state is LinkState.HELD
        kind = (told.topic, told.weight, self._was_held, _device_of(told, view)) if told else None
        parts = []
        if view.place != self._place:
            parts.append(f"{words.progress(view.place, view.questions)}: {view.question}")
        if word is not self._situation and word not in _SILENT and not (is_old and word in _HELD):
            parts.append(words.situation(word))
        parts.append(self._locked(view))
        if told is not None and kind != self._notice:
            parts.append(told.text)
        self._situation, self._notice, self._place = word, kind, view.place
        return " ".join(_sentence(part) for part in parts if part), word in _URGENT

    def _locked(self, view: View) -> str:
        """Return that the microphone is locked, when it was locked and once a minute after."""
        minutes = None if view.locked_s is None else int(view.locked_s // 60)
        before, self._locked_min = self._locked_min, minutes
        if minutes is None or minutes == before:
            return ""
        return turn_words.locked(60.0 * minutes) if minutes else turn_words.locked_now()


def _device_of(told: Notice, view: View) -> str:
    """Return what makes a switch another one: the microphone that stands in."""
    return view.switched.taken if told.topic is Topic.SWITCH and view.switched else ""


def _is_anew(view: View) -> bool:
    """Whether the connection is up, or lost so lately that this is another loss or a wish."""
    lost_s = view.link.lost_s
    return view.link.state.works or (lost_s is not None and lost_s < 1)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


class Announcer:
    """Tells it.

    Args:
        widget: For which it is told.
    """

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._news = News()

    def show_view(self, view: View, saved_s: float) -> None:
        """Tell what is news in a view."""
        text, is_urgent = self._news.take(view, saved_s)
        if text:
            self.tell(text, is_urgent=is_urgent)

    def tell(self, text: str, *, is_urgent: bool = False) -> None:
        """Tell a sentence."""
        event = QAccessibleAnnouncementEvent(self._widget, text)
        if is_urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        self._send(event)

    def _send(self, event: QAccessibleAnnouncementEvent) -> None:
        QAccessible.updateAccessibility(event)
