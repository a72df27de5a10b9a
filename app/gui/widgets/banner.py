"""The one message that may stand above the buttons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.core.events import Mute, TryNow, UndoSwitch
from app.core.view import Situation, View
from app.gui.notice import Notice, Offer, Weight, notice
from app.gui.palette import SPACE
from app.gui.shapes import draw, shape_of
from app.gui.system_settings import microphone_page
from app.gui.theme import Theme
from app.gui.words import buttons as words
from app.gui.words import sound as sound_words

_MARK = 20


class Banner(QWidget):
    """Shows a notice.

    Args:
        theme: Its colours.

    Signals:
        asked: ``TryNow``, ``Mute``, ``UndoSwitch``.
        settings_asked: The system's page for the microphone, a ``SettingsPage``.
    """

    asked = Signal(object)
    settings_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notice: Notice | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)  # a device may have any name
        self._settings = microphone_page()
        self._button = QPushButton(words.try_now())
        self._button.clicked.connect(self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE.l + _MARK + SPACE.m, SPACE.s, SPACE.s, SPACE.s)
        layout.setSpacing(SPACE.m)
        layout.addWidget(self._text, stretch=1)
        layout.addWidget(self._button)
        self.setMinimumHeight(self._button.sizeHint().height() + 2 * SPACE.s)
        theme.changed.connect(self.update)
        self._draw()

    @property
    def text(self) -> str:
        """What it says; "" for nothing."""
        return self._notice.text if self._notice else ""

    def show_view(self, view: View, saved_s: float) -> None:
        """Show the message of a view, if it has one."""
        told = notice(view, saved_s)
        if told != self._notice:
            self._notice = told
            self._draw()

    def _act(self) -> None:
        match self._notice.offer if self._notice else None:
            case Offer.TRY_NOW:
                self.asked.emit(TryNow())
            case Offer.UNMUTE:
                self.asked.emit(Mute(on=False))
            case Offer.UNDO:
                self.asked.emit(UndoSwitch())
            case Offer.SETTINGS:
                self.settings_asked.emit(self._settings)
            case None:
                pass  # it went as the button was pressed

    def _draw(self) -> None:
        told = self._notice
        self._text.setText(told.text if told else "")
        offer = told.offer if told else None
        if offer is Offer.SETTINGS and self._settings is None:
            offer = None  # words must do
        if offer is not None:
            text, tip = _words_of(offer)
            self._button.setText(text)
            self._button.setToolTip(tip)
            self._button.setAccessibleDescription(tip)
        self._button.setVisible(offer is not None)
        self.setToolTip(told.details if told else "")
        self.setAccessibleName(self._text.text())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the bar and its mark, where there is a message."""
        if self._notice is None:
            return
        needs_action = self._notice.weight is Weight.ACTION
        palette = self._theme.palette
        colour = QColor(palette.lost if needs_action else palette.weak)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(QColor(palette.surface))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
            shape = shape_of(Situation.NO_MICROPHONE if needs_action else Situation.WEAK)
            top = (self.height() - _MARK) / 2
            draw(painter, shape, colour.name(), QRectF(SPACE.l, top, _MARK, _MARK))


def _words_of(offer: Offer) -> tuple[str, str]:
    """Return the name of a button and its tip."""
    match offer:
        case Offer.TRY_NOW:
            return words.try_now(), words.try_now_tip()
        case Offer.UNMUTE:
            return words.mute(is_muted=True), words.unmute_tip()
        case Offer.UNDO:
            return sound_words.undo(), sound_words.undo_tip()
        case Offer.SETTINGS:
            return sound_words.open_settings(), sound_words.settings_tip()
