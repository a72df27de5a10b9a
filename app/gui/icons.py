"""The icons: one set of SVG drawings, coloured as the theme asks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
_DENSITIES = (1, 2, 3)  # of screens; Qt takes what fits, and scales in between


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int) -> QIcon:
    """Return an icon.

    Args:
        name: Of its drawing in ``resources/icons``, without the ending.
        colour: As ``#rrggbb``.
        size: Its side in pixels.
    """
    made = QIcon()
    for density in _DENSITIES:
        made.addPixmap(pixmap(name, colour, size, density))
    return made


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int, density: int = 2) -> QPixmap:
    """Return an icon as a picture for a screen of some density; see ``icon``."""
    drawing = (FOLDER / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    picture = QPixmap(size * density, size * density)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    picture.setDevicePixelRatio(density)
    return picture
