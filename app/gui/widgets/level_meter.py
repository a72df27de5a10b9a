"""How loud it is: a bar that rises at once and falls slowly, its highest peak, a word below it.

The scale, the zones and the fall are those of OBS Studio and of IEC 60268-10, type I: -60 to 0
dBFS; below -50 nothing, above -20 loud, above -9 too loud; 20 dB in 1.7 s. The peak is held 1.5 s.

A level is an effective one (RMS). The loudest wave that is whole has -3.01 dBFS, so what lies above
has been cut off at the microphone: that is shown for a second and always told.
"""

from __future__ import annotations

import enum
import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from app.gui.palette import SIZE, SPACE
from app.gui.theme import Theme
from app.gui.words import common as words

LOWEST_DBFS = -60.0
_FALL_DB_PER_S = 20 / 1.7
_PEAK_S = 1.5
_SAID_EVERY_S = 2.0
_VALUE_EVERY_S = 0.5
_DRAWN_EVERY_S = 1 / 30
_CUT_DBFS = -3.0
_CUT_S = 1.0
_BAR_TOP = 5
_WORD_TOP = 18
_WHERE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Zone(enum.Enum):
    """What a level means."""

    NONE = "none"
    GOOD = "good"
    LOUD = "loud"
    OVER = "over"
    CUT = "cut"


def zone_of(level_dbfs: float) -> Zone:
    """Return the zone of a level; that sound was cut off is not seen in one alone."""
    if level_dbfs < -50:
        return Zone.NONE
    if level_dbfs < -20:
        return Zone.GOOD
    return Zone.LOUD if level_dbfs < -9 else Zone.OVER


class Ballistics:
    """Makes of levels what a meter shows.

    Attributes:
        level_dbfs: The bar.
        peak_dbfs: The highest of the last moment.
        zone: The zone that is told; it changes at most every 2 s, so that it can be read out.
        is_cut: Whether sound was cut off in the last second.
    """

    def __init__(self) -> None:
        self.level_dbfs = LOWEST_DBFS
        self.peak_dbfs = LOWEST_DBFS
        self.zone = Zone.NONE
        self.is_cut = False
        self._cut_until = -math.inf
        self._is_cut_untold = False
        self._now = 0.0
        self._peak_until = 0.0
        self._zone_until = 0.0

    def feed(self, level_dbfs: float, now: float) -> None:
        """Take a level, at a time in seconds."""
        fallen = self.level_dbfs - _FALL_DB_PER_S * max(0.0, now - self._now)
        self._now = now
        self.level_dbfs = min(0.0, max(LOWEST_DBFS, level_dbfs, fallen))
        if self.level_dbfs >= self.peak_dbfs or now >= self._peak_until:
            self.peak_dbfs, self._peak_until = self.level_dbfs, now + _PEAK_S
        if level_dbfs >= _CUT_DBFS:
            self._cut_until, self._is_cut_untold = now + _CUT_S, True
        self.is_cut = now < self._cut_until
        zone = Zone.CUT if self.is_cut or self._is_cut_untold else zone_of(self.level_dbfs)
        if zone is not self.zone and now >= self._zone_until:
            self.zone, self._zone_until = zone, now + _SAID_EVERY_S
        if self.zone is Zone.CUT:
            self._is_cut_untold = False


class LevelMeter(QProgressBar):
    """Shows a level; a progress bar, so that screen readers know its value.

    Args:
        theme: Its colours.
        device: What it is the level of.
    """

    def __init__(self, theme: Theme, device: str) -> None:
        super().__init__()
        self._theme = theme
        self._ballistics = Ballistics()
        self._value_until = 0.0
        self._drawn_until = 0.0
        self._shown = (0, 0, Zone.NONE, False)
        # It draws its own ground: else all that lies below is drawn anew each time.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setRange(round(LOWEST_DBFS), 0)
        self.setValue(round(LOWEST_DBFS))
        self.setTextVisible(False)
        self.setAccessibleName(words.level_name(device))
        self.setAccessibleDescription(words.zone(Zone.NONE.value))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room for a low bar and a line of small letters."""
        return QSize(160, _WORD_TOP + SIZE.small + SPACE.xs)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what the longest of its words needs."""
        widest = max(self._letters().horizontalAdvance(_word(zone)) for zone in Zone)
        return QSize(widest, self.sizeHint().height())

    def _letters(self) -> QFontMetrics:
        return QFontMetrics(_small(self.font()))

    def show_level(self, level_dbfs: float, now: float) -> None:
        """Show a level in dBFS, at a time in seconds."""
        before = self._ballistics.zone
        self._ballistics.feed(level_dbfs, now)
        if self._ballistics.zone is not before:
            self.setAccessibleDescription(words.zone(self._ballistics.zone.value))
        if now >= self._value_until:  # it paints at once by itself: often enough to be read out
            self._value_until = now + _VALUE_EVERY_S
            self.setValue(round(self._ballistics.level_dbfs))
        shown = (*self._pixels(), self._ballistics.zone, self._ballistics.is_cut)
        if shown != self._shown and now >= self._drawn_until and self._is_seen():
            # Counted from when it was due: else a level that comes a little early halves the rate.
            self._drawn_until = max(self._drawn_until, now - _DRAWN_EVERY_S) + _DRAWN_EVERY_S
            self._shown = shown
            self.update()

    def _is_seen(self) -> bool:
        return self.isVisible() and not self.window().isMinimized()

    def _pixels(self) -> tuple[int, int]:
        """Return how long the bar is, and where the peak stands."""
        levels = (self._ballistics.level_dbfs, self._ballistics.peak_dbfs)
        bar, peak = (round(self.width() * _share(level)) for level in levels)
        return bar, peak

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw trough, bar, peak and word."""
        with QPainter(self) as painter:
            palette = self._theme.palette
            painter.fillRect(self.rect(), QColor(palette.window))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            whole = QRectF(0, _BAR_TOP, self.width(), 8)
            painter.setBrush(QColor(palette.line))
            painter.drawRoundedRect(whole, 4, 4)
            colour = {
                Zone.NONE: palette.idle,
                Zone.GOOD: palette.listening,
                Zone.LOUD: palette.weak,
                Zone.OVER: palette.lost,
                Zone.CUT: palette.lost,
            }[Zone.CUT if self._ballistics.is_cut else zone_of(self._ballistics.level_dbfs)]
            painter.setBrush(QColor(colour))
            filled = QRectF(whole)
            filled.setWidth(whole.width() * _share(self._ballistics.level_dbfs))
            painter.drawRoundedRect(filled, 4, 4)
            if self._ballistics.peak_dbfs > LOWEST_DBFS:
                at = whole.width() * _share(self._ballistics.peak_dbfs)
                painter.setBrush(QColor(palette.quiet))
                painter.drawRect(QRectF(max(0.0, at - 2), whole.top() - 3, 2, whole.height() + 6))
            if self._ballistics.is_cut:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(palette.lost), 2))
                painter.drawRoundedRect(whole.adjusted(1, -2, -1, 2), 5, 5)
            painter.setPen(QColor(palette.quiet))
            painter.setFont(_small(self.font()))
            below = self.rect().adjusted(0, _WORD_TOP, 0, 0)
            painter.drawText(below, _WHERE, _word(self._ballistics.zone))


def _word(zone: Zone) -> str:
    return words.level_name(words.zone(zone.value))


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(SIZE.small)
    return made


def _share(level_dbfs: float) -> float:
    return 1 - level_dbfs / LOWEST_DBFS
