from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.text import Text


def test_it_is_plain_wraps_and_looks_as_its_role(qtbot: QtBot, theme: Theme) -> None:
    text = Text("<b>a.wav</b> " * 20, "fault")
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert text.text().startswith("<b>a.wav</b>")
    assert text.heightForWidth(200) > 2 * text.fontMetrics().height()
    assert text.property("role") == "fault"
    assert Text().property("role") == "body"


def test_one_with_a_padding_begins_where_the_others_do(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    parts = [Text("H", role) for role in ("body", "row")]
    for one in parts:
        column.addWidget(one)
    page.show()

    def first_ink(part: Text) -> int:
        picture = part.grab().toImage()
        lit = picture.pixelColor(picture.width() - 1, 0)
        return next(
            x
            for x in range(picture.width())
            if any(picture.pixelColor(x, y) != lit for y in range(picture.height()))
        )

    assert len(set(map(first_ink, parts))) == 1
