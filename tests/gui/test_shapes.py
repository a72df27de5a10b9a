from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.core.view import Situation
from app.gui.shapes import Shape, draw, shape_of

SIDE = 16
COLOUR = "#123456"


def drawn(shape: Shape, side: int = SIDE, room: int = 0) -> QImage:
    """Return a shape on nothing, with room around it."""
    image = QImage(side + 2 * room, side + 2 * room, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw(painter, shape, COLOUR, QRectF(room, room, side, side))
    painter.end()
    return image


def pixels(image: QImage) -> list[QColor]:
    size = range(image.width())
    return [image.pixelColor(x, y) for x in size for y in size]


def test_a_tick_is_for_an_interview_that_was_finished_alone() -> None:
    assert {one for one in Situation if shape_of(one) is Shape.TICK} == {Situation.FINISHED}


def test_every_shape_means_something() -> None:
    assert {shape_of(one) for one in Situation} == set(Shape) - {Shape.LOCK}  # a sign of its own


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Shape, 2)))
def test_two_shapes_are_told_apart_without_colour(one: Shape, other: Shape) -> None:
    differing = sum(
        abs(a.alpha() - b.alpha()) > 128
        for a, b in zip(pixels(drawn(one)), pixels(drawn(other)), strict=True)
    )
    assert differing >= 12, f"only {differing} of {SIDE * SIDE} pixels differ"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("shape", Shape)
def test_a_shape_has_the_colour_that_is_asked_for_and_stays_within_its_square(shape: Shape) -> None:
    image = drawn(shape, side=36, room=4)
    full = [pixel for pixel in pixels(image) if pixel.alpha() == 255]
    assert len(full) > 50
    assert {pixel.name() for pixel in full} == {COLOUR}
    edge = range(image.width())
    assert not any(image.pixelColor(at, 0).alpha() for at in edge)
    assert not any(image.pixelColor(at, image.height() - 1).alpha() for at in edge)
    assert not any(image.pixelColor(0, at).alpha() for at in edge)
    assert not any(image.pixelColor(image.width() - 1, at).alpha() for at in edge)
