from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.talk import Talk
from app.gui.palette import DARK, LIGHT
from app.gui.theme import Mode, Theme
from app.gui.widgets.locked_mark import LockedMark
from tests.gui.views import view

LOCKED = view(talk=Talk.LOCKED, locked_s=80.4)


@pytest.fixture
def mark(qtbot: QtBot, theme: Theme) -> LockedMark:
    made = LockedMark(theme)
    qtbot.addWidget(made)
    made.resize(240, 30)
    return made


def colours(mark: LockedMark, width: int) -> set[str]:
    """Return the colours of its left edge, where the lock is."""
    image = mark.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper() for x in range(width) for y in range(image.height())
    }


def test_it_is_there_while_the_microphone_is_locked_with_how_long(mark: LockedMark) -> None:
    mark.show_view(view())
    assert not mark.isVisible()
    mark.show_view(LOCKED)
    assert mark.isVisible()
    assert [one.text() for one in mark.findChildren(QLabel)] == ["Microphone locked on, 1:20"]
    assert mark.accessibleName() == "Microphone locked on, 1:20"
    mark.show_view(view(talk=Talk.HELD))
    assert not mark.isVisible()


def test_it_has_a_shape_and_a_colour_of_its_own_in_both_themes(
    mark: LockedMark, theme: Theme
) -> None:
    mark.show_view(LOCKED)
    label = mark.findChild(QLabel)
    assert label is not None
    for mode, palette in ((Mode.LIGHT, LIGHT), (Mode.DARK, DARK)):
        theme.set_mode(mode)
        assert palette.locked in colours(mark, 14)
        assert palette.locked in label.styleSheet()
        others = {getattr(palette, one) for one in ("talking", "lost", "weak", "interviewer")}
        assert palette.locked not in others


def test_its_place_stays_free_while_it_is_not_there(mark: LockedMark) -> None:
    assert mark.sizePolicy().retainSizeWhenHidden()
    before = mark.sizeHint().width()
    mark.show_view(LOCKED)
    assert mark.sizeHint().width() >= before > 100
