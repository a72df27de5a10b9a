from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.core.status import Report, SessionStatus, judge
from app.core.view import Situation
from app.gui.palette import DARK, LIGHT
from app.gui.strip import Strip
from app.gui.theme import Mode, Theme

TALKING = judge(SessionStatus(Situation.TALKING, 12.0, 2, 3, 41.0), 0.1, None)
HELD = judge(SessionStatus(Situation.HELD, 12.0, 2, 3, 41.0), 0.1, None)
OLD = judge(SessionStatus(Situation.TALKING, 12.0, 2, 3, 41.0), 7.0, None)

# Only Qt's screen for tests says this, of every window that stays on top.
shown = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def theme(qapp: QGuiApplication) -> Theme:
    theme = Theme()
    theme.set_mode(Mode.LIGHT)
    return theme


@pytest.fixture
def strip(theme: Theme, qtbot: QtBot) -> Strip:
    strip = Strip(theme)
    qtbot.addWidget(strip)
    return strip


def picture(strip: Strip, report: Report | None) -> QImage:
    strip.show_report(report)
    return strip.grab().toImage()


def colours(image: QImage, left: int, right: int) -> set[str]:
    """Return the colours between two columns."""
    return {
        image.pixelColor(x, y).name() for x in range(left, right) for y in range(image.height())
    }


# --- what it shows


@pytest.mark.parametrize(
    ("report", "text"),
    [
        (None, "No interview"),
        (TALKING, "Talking 0:12 · saved to 0:41 · question 2 of 3"),
        (OLD, "Unknown · last seen 7 s ago · saved to 0:41"),
    ],
)
def test_a_screen_reader_and_the_tip_say_all_of_it(
    strip: Strip, report: Report | None, text: str
) -> None:
    strip.show_report(report)
    assert (strip.accessibleName(), strip.toolTip()) == (text, text)


def test_it_is_small_and_its_mark_has_the_situation_s_colour(strip: Strip) -> None:
    image = picture(strip, TALKING)
    assert (image.width(), image.height()) == (320, 56)
    assert LIGHT.talking.lower() in colours(image, 16, 40)
    assert LIGHT.talking.lower() not in colours(picture(strip, OLD), 16, 40)
    assert LIGHT.weak.lower() in colours(picture(strip, HELD), 16, 40)


def test_another_theme_draws_it_anew(strip: Strip, theme: Theme) -> None:
    light = picture(strip, TALKING)
    theme.set_mode(Mode.DARK)
    dark = strip.grab().toImage()
    assert light.pixelColor(2, 2) == QColor(LIGHT.surface)
    assert dark.pixelColor(2, 2) == QColor(DARK.surface)
    assert DARK.talking.lower() in colours(dark, 16, 40)


class Wordy(QTranslator):
    """A language that needs three times the room."""

    def translate(self, _context: str, text: str, _comment: str = "", _n: int = -1) -> str:
        return " ".join([text] * 3)


@pytest.fixture
def wordy(qapp: QGuiApplication) -> Iterator[None]:
    translator = Wordy()
    QGuiApplication.installTranslator(translator)
    yield
    QGuiApplication.removeTranslator(translator)


@pytest.mark.usefixtures("wordy")
@pytest.mark.parametrize("situation", Situation)
def test_a_text_that_is_too_long_ends_before_the_edge_and_the_tip_has_all_of_it(
    theme: Theme, qtbot: QtBot, situation: Situation
) -> None:
    strip = Strip(theme)
    qtbot.addWidget(strip)
    far = SessionStatus(situation, 359_999.0, 9_999, 9_999, 359_999.0, 359_999.0, 999)
    image = picture(strip, judge(far, 0.0, None))
    # Beside the text there is nothing but the ground.
    assert colours(image, 309, 318) == {LIGHT.surface.lower(), LIGHT.edge.lower()}
    assert len(colours(image, 52, 308)) > 3
    assert strip.toolTip().endswith("question 9999 of 9999")


# --- where it is


@shown
def test_it_takes_no_focus_and_stays_on_top(strip: Strip) -> None:
    strip.show()
    assert not strip.isActiveWindow()
    flags = strip.windowFlags()
    for one in (
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.WindowDoesNotAcceptFocus,
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.Tool,
    ):
        assert one in flags


@shown
def test_it_begins_in_a_corner_and_stays_where_it_was_put(strip: Strip) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    strip.show()
    assert screen.contains(strip.geometry())
    assert strip.geometry().bottom() > screen.center().y()
    strip.move(33, 44)
    strip.hide()
    strip.show()
    assert strip.pos() == QPoint(33, 44)


@shown
def test_one_that_was_put_where_there_is_no_screen_any_more_comes_back(strip: Strip) -> None:
    strip.move(9_000, 9_000)
    strip.show()
    assert QGuiApplication.primaryScreen().availableGeometry().contains(strip.geometry())


@shown
def test_it_can_be_dragged_with_the_left_button_alone(strip: Strip, qtbot: QtBot) -> None:
    strip.move(100, 100)
    strip.show()
    left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
    qtbot.mousePress(strip, left, pos=QPoint(20, 10))
    qtbot.mouseMove(strip, QPoint(50, 30))
    assert strip.pos() == QPoint(130, 120)
    qtbot.mouseRelease(strip, left, pos=QPoint(20, 10))
    qtbot.mouseMove(strip, QPoint(90, 50))
    assert strip.pos() == QPoint(130, 120)
    qtbot.mousePress(strip, right, pos=QPoint(20, 10))
    qtbot.mouseMove(strip, QPoint(50, 30))
    assert strip.pos() == QPoint(130, 120)
