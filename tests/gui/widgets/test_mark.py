from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.core.view import Situation
from app.gui.palette import DARK, LIGHT, colour_of
from app.gui.theme import Mode, Theme
from app.gui.widgets.mark import Mark


@pytest.fixture
def mark(qtbot: QtBot, theme: Theme) -> Mark:
    made = Mark(theme)
    qtbot.addWidget(made)
    return made


def colours(mark: Mark) -> set[str]:
    image = mark.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize("situation", Situation)
def test_it_is_drawn_in_its_colour_in_both_themes(
    mark: Mark, theme: Theme, situation: Situation
) -> None:
    mark.show_situation(situation)
    assert colour_of(situation, LIGHT) in colours(mark)
    theme.set_mode(Mode.DARK)
    assert colour_of(situation, DARK) in colours(mark)


@pytest.mark.parametrize(
    ("situation", "name"),
    [
        (Situation.FINISHED, "Finished"),
        (Situation.FAILED, "It could not go on"),
        (Situation.CONNECTING, "Connecting"),
    ],
)
def test_a_screen_reader_says_the_word(mark: Mark, situation: Situation, name: str) -> None:
    mark.show_situation(situation)
    assert mark.accessibleName() == name


def test_it_has_the_size_that_is_asked_for(qtbot: QtBot, theme: Theme) -> None:
    made = Mark(theme, 20)
    qtbot.addWidget(made)
    assert made.sizeHint() == made.minimumSizeHint()
    assert (made.minimumWidth(), made.maximumHeight()) == (20, 20)
