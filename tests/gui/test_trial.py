"""What it says where Qt lacks something is in tests/wiring/test_self_check_taken.py: it needs a
process of its own."""

from __future__ import annotations

from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from app.gui.trial import count_colours, draw_window


def test_a_window_is_drawn_off_screen(qtbot: QtBot) -> None:
    assert "drew 1000 x 740" in draw_window()


def test_colours_are_counted(qtbot: QtBot) -> None:
    picture = QPixmap(40, 30)
    picture.fill("red")
    assert count_colours(picture) == 1
