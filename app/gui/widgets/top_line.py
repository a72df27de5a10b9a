"""The line above the question: which one it is, what is saved, how the connection is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.core.link import LinkState
from app.core.view import Situation, View
from app.gui.palette import SPACE
from app.gui.shapes import Shape, draw, shape_of
from app.gui.theme import Theme
from app.gui.words import interview as words

_MARK = 14
_STEP = 20
_STEP_HEIGHT = 5
_MOST_STEPS = 8


class LinkBadge(QWidget):
    """Shows the connection: a shape, a few words, a colour.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._look = (Shape.DOTS, "idle")
        self._text = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARK + SPACE.s, 0, 0, 0)
        layout.addWidget(self._text)
        theme.changed.connect(self.update)

    def show_view(self, view: View) -> None:
        """Show the connection."""
        link = view.link
        if link.state.works and link.suspect_s is None:
            look = (Shape.DISC, "listening")
        elif link.state is LinkState.HELD:
            look = (shape_of(Situation.HELD), "weak")
        elif link.suspect_s is not None or link.lost_s is not None:
            look = (shape_of(Situation.WEAK), "weak")
        else:
            look = (Shape.DOTS, "idle")
        text = words.link(link)
        if (look, text) != (self._look, self._text.text()):
            self._look = look
            self._text.setText(text)
            self.setAccessibleName(text)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw its shape."""
        shape, name = self._look
        top = (self.height() - _MARK) / 2
        colour: str = getattr(self._theme.palette, name)
        with QPainter(self) as painter:
            draw(painter, shape, colour, QRectF(0, top, _MARK, _MARK))


class Steps(QWidget):
    """Draws how far the interview is: a short bar for each question; the words stand beside it.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._place, self._questions = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_place(self, place: int, questions: int) -> None:
        """Show them; more than a glance can count are not drawn."""
        if (place, questions) != (self._place, self._questions):
            self._place, self._questions = place, questions
            self.setVisible(1 < questions <= _MOST_STEPS)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return what all bars need; they may be shorter."""
        return QSize(self._questions * (_STEP + SPACE.xs), _STEP_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return nothing: where room is short, the words are enough."""
        return QSize(0, _STEP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw them."""
        palette, width = self._theme.palette, self.width() / max(1, self._questions)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for at in range(self._questions):
                painter.setBrush(QColor(palette.quiet if at < self._place else palette.line))
                bar = QRectF(at * width, 0, max(1.0, width - SPACE.xs), _STEP_HEIGHT)
                painter.drawRoundedRect(bar, _STEP_HEIGHT / 2, _STEP_HEIGHT / 2)


class TopLine(QWidget):
    """Shows place, what is saved and the connection.

    Args:
        theme: Its colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._place = QLabel()
        self._place.setProperty("role", "strong")
        self._steps = Steps(theme)
        self._saved = QLabel()
        self._link = LinkBadge(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.l)
        layout.addWidget(self._place)
        layout.addWidget(self._steps)
        layout.addStretch(1)
        layout.addWidget(self._saved)
        layout.addWidget(self._link)

    def show_view(self, view: View, saved_s: float) -> None:
        """Show them."""
        self._place.setText(words.progress(view.place, view.questions))
        self._steps.show_place(view.place, view.questions)
        self._saved.setText(words.saved(saved_s))
        self._link.show_view(view)
