"""The strip: a small window on top of all others that tells how the interview is.

    shape   word and for how long
            how much is safe, which question

It takes no keys and no focus, so it disturbs nobody who types elsewhere. Whoever owns it shows and
hides it, and may move it to where it was left.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.core.status import Report
from app.gui.palette import SIZE, SPACE
from app.gui.report_mark import draw_mark, mark_colour
from app.gui.theme import Theme
from app.gui.words import monitor as words
from app.gui.words.common import strip_name

_SIZE = QSize(320, 56)
_MARK = 24
_TEXT_LEFT = SPACE.l + _MARK + SPACE.m


class Strip(QWidget):
    """Shows a report.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)  # else hid with the app
        self.setFixedSize(_SIZE)
        self.setWindowTitle(strip_name())  # one that stays: it may stand in a task bar
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        self._theme = theme
        self._report: Report | None = None
        self._held_at: QPoint | None = None  # where the pointer holds it, from its corner
        theme.changed.connect(self.update)
        self._tell()

    def show_report(self, report: Report | None) -> None:
        """Show what is known; None when there is no interview."""
        self._report = report
        if words.whole(report) != self.accessibleName():
            self._tell()

    def _tell(self) -> None:
        text = words.whole(self._report)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    # --- Qt's own

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        palette = self._theme.palette
        with QPainter(self) as painter:
            painter.setPen(QPen(QColor(palette.edge), 1))
            painter.setBrush(QColor(palette.surface))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            top = (self.height() - _MARK) / 2
            colour = mark_colour(self._report, palette)
            draw_mark(painter, self._report, colour, QRectF(SPACE.l, top, _MARK, _MARK))
            title, detail = words.title(self._report), words.detail(self._report)
            lines = [(title, SIZE.body, QFont.Weight.DemiBold, palette.text)]
            if detail:
                detail = detail[0].upper() + detail[1:]
                lines.append((detail, SIZE.small, QFont.Weight.Normal, palette.quiet))
            self._write(painter, lines)

    def _write(self, painter: QPainter, lines: list[tuple[str, int, QFont.Weight, str]]) -> None:
        """Write lines one below the other, in the middle; one that is too long ends in dots."""
        fonts = []
        for _, size, weight, _ in lines:
            font = QFont(self.font())
            font.setPixelSize(size)
            font.setWeight(weight)
            fonts.append(font)
        heights = [QFontMetrics(font).height() for font in fonts]
        top = (self.height() - sum(heights)) // 2
        width = self.width() - _TEXT_LEFT - SPACE.m
        for (text, _, _, colour), font, height in zip(lines, fonts, heights, strict=True):
            fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            within = QRect(_TEXT_LEFT, top, width, height)
            painter.drawText(within, Qt.AlignmentFlag.AlignVCenter, fitting)
            top += height

    def setVisible(self, visible: bool) -> None:  # noqa: N802  # Qt's name and shape
        """Begin in a corner of the screen, unless it was put where it can be seen."""
        is_put = self.testAttribute(Qt.WidgetAttribute.WA_Moved)
        if visible and not (is_put and QGuiApplication.screenAt(self.geometry().center())):
            # Before it is shown: one that is moved while it appears does not know where it is.
            free = self.screen().availableGeometry().adjusted(0, 0, -SPACE.xl, -SPACE.xl)
            self.move(free.bottomRight() - self.rect().bottomRight())
        super().setVisible(visible)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Begin to move it."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        # Only under Wayland, where no window knows its place, does the system have to do it: under
        # X11 Qt tells it a wrong beginning while a new window's place is not settled (measured).
        handle = self.windowHandle()
        is_wayland = QGuiApplication.platformName().startswith("wayland")
        if not (is_wayland and handle is not None and handle.startSystemMove()):
            self._held_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Follow the pointer."""
        if self._held_at is not None:
            self.move(event.globalPosition().toPoint() - self._held_at)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Stay there."""
        self._held_at = None
