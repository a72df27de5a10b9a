from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.core.status import Report, SessionStatus, Standing, judge
from app.core.view import Situation
from app.gui.palette import DARK, LIGHT, Palette, colour_of
from app.gui.report_mark import draw_mark, known, mark_colour

SIDE = 24


def live(situation: Situation) -> Report:
    return judge(SessionStatus(situation), 0.0, None)


def old(situation: Situation) -> Report:
    return judge(SessionStatus(situation), 9.0, None)


def drawn(report: Report | None, colour: str = "#123456") -> QImage:
    """Return a mark on nothing."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_mark(painter, report, colour, QRectF(0, 0, SIDE, SIDE))
    painter.end()
    return image


def inked(image: QImage) -> list[QColor]:
    """Return the pixels that are fully drawn."""
    pixels = [image.pixelColor(x, y) for x in range(SIDE) for y in range(SIDE)]
    return [pixel for pixel in pixels if pixel.alpha() == 255]


def test_only_a_status_that_can_be_believed_is_known() -> None:
    assert known(live(Situation.TALKING)) is Situation.TALKING
    assert known(judge(SessionStatus(Situation.TALKING), 99.0, "held")) is Situation.ENDED_HELD
    assert known(old(Situation.TALKING)) is None
    assert known(Report(Standing.LIVE, None, 0.0)) is None
    assert known(None) is None


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("situation", Situation)
def test_a_mark_has_the_colour_of_what_is_known_and_none_for_what_is_not(
    palette: Palette, situation: Situation
) -> None:
    assert mark_colour(live(situation), palette) == colour_of(situation, palette)
    assert mark_colour(old(situation), palette) == palette.idle
    assert mark_colour(None, palette) == palette.idle


@pytest.mark.usefixtures("qapp")
def test_what_is_unknown_looks_like_no_situation_even_without_colour() -> None:
    unknown = drawn(old(Situation.TALKING))
    assert unknown == drawn(old(Situation.HELD))
    assert all(unknown != drawn(live(situation)) for situation in Situation)
    assert unknown != drawn(None)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("situation", Situation)
def test_a_mark_is_drawn_in_the_colour_that_is_asked_for(situation: Situation) -> None:
    ink = inked(drawn(live(situation), "#123456"))
    assert len(ink) > 20
    assert {pixel.name() for pixel in ink} == {"#123456"}
