from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.gui.icons import FOLDER, icon, pixmap

DRAWINGS = sorted(path.stem for path in FOLDER.glob("*.svg"))
COLOURED = [name for name in DRAWINGS if name != "down" and not name.startswith("check-")]


def colours(name: str, colour: str, size: int = 24) -> set[str]:
    """Return the colours of the pixels that are fully drawn."""
    image = pixmap(name, colour, size).toImage()
    side = range(image.width())
    pixels: list[QColor] = [image.pixelColor(x, y) for x in side for y in side]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", COLOURED)
def test_a_drawing_has_the_colour_that_is_asked_for(name: str) -> None:
    assert colours(name, "#123456") == {"#123456"}
    assert colours(name, "#fedcba") == {"#fedcba"}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", sorted(set(DRAWINGS) - set(COLOURED)))
def test_what_the_style_sheet_names_brings_its_own_colour(name: str) -> None:
    assert len(colours(name, "#123456")) == 1
    assert colours(name, "#123456") == colours(name, "#fedcba")


def test_each_is_a_drawing_of_its_own(qapp: QApplication) -> None:
    images = [pixmap(name, "#123456", 22).toImage() for name in COLOURED]
    assert len(images) >= 8
    assert all(one != other for one in images for other in images if one is not other)


@pytest.mark.parametrize("density", [1, 2, 3])
def test_it_is_sharp_on_a_screen_of_any_density(qapp: QApplication, density: int) -> None:
    drawn = pixmap("talk", "#123456", 20, density)
    assert (drawn.width(), drawn.devicePixelRatio()) == (20 * density, density)
    shown = icon("talk", "#123456", 20).pixmap(QSize(20, 20), density)
    assert shown.deviceIndependentSize().width() == 20
    assert shown.toImage() == drawn.toImage()


def test_one_that_was_drawn_is_drawn_no_more(qapp: QApplication) -> None:
    assert icon("done", "#123456", 22) is icon("done", "#123456", 22)
    assert icon("done", "#123456", 22) is not icon("done", "#123457", 22)


def test_a_drawing_that_is_not_there_is_a_bug(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such thing", "#123456", 22)
