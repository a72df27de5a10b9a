from __future__ import annotations

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.step_bar import StepBar


def filled(bar: StepBar, theme: Theme) -> float:
    """Return how much of the bar has the colour of what is done, as a share."""
    image = bar.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    return sum(one == QColor(theme.palette.accent) for one in row) / len(row)


def test_it_fills_from_left_to_right(qtbot: QtBot, theme: Theme) -> None:
    bar = StepBar(theme)
    qtbot.addWidget(bar)
    bar.resize(400, 8)
    for share in (0.0, 0.25, 1.0):
        bar.show_progress(share)
        assert abs(filled(bar, theme) - share) < 0.02
        assert bar.value() == round(100 * share)


def test_a_screen_reader_knows_what_it_is(qtbot: QtBot, theme: Theme) -> None:
    bar = StepBar(theme)
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Progress of this step"
