from __future__ import annotations

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.core.check_report import Mark, Outcome
from app.gui.palette import DARK, LIGHT
from app.gui.shapes import Shape
from app.gui.theme import Mode, Theme
from app.gui.widgets.check_mark import CheckMark, colour_of, shape_of

KINDS = [(Outcome.RUNNING, Mark.UNKNOWN), *((Outcome.DONE, mark) for mark in Mark)]


def picture(mark: CheckMark) -> QImage:
    return mark.grab().toImage()


def test_every_kind_has_a_shape_of_its_own() -> None:
    assert len({shape_of(*one) for one in KINDS}) == len(KINDS)


def test_a_tick_is_for_what_is_good_alone() -> None:
    ticks = [
        (outcome, mark)
        for outcome in Outcome
        for mark in Mark
        if shape_of(outcome, mark) is Shape.TICK
    ]
    assert {mark for _, mark in ticks} == {Mark.GOOD}
    for palette in (LIGHT, DARK):
        green = [
            mark for mark in Mark if colour_of(Outcome.DONE, mark, palette) == palette.listening
        ]
        assert green == [Mark.GOOD]


def test_it_shows_what_it_is_given_in_the_colours_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    mark = CheckMark(theme, 24)
    qtbot.addWidget(mark)
    shown = []
    for one in KINDS:
        mark.show_mark(*one)
        mark.show_mark(*one)
        shown.append(picture(mark))
    assert all(one != other for at, one in enumerate(shown) for other in shown[:at])
    theme.set_mode(Mode.DARK)
    assert picture(mark) != shown[-1]
