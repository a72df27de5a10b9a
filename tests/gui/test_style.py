from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.gui import style
from app.gui.palette import DARK, LIGHT, Palette
from app.gui.style import qt_palette, style_sheet

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
GROUP, ROLE = QPalette.ColorGroup, QPalette.ColorRole


@BOTH
def test_every_colour_and_size_is_filled_in(palette: Palette) -> None:
    sheet = style_sheet(palette)
    assert "$" not in sheet
    colours = set(re.findall(r"#[0-9A-Fa-f]{6}", sheet))
    assert colours <= {getattr(palette, name) for name in Palette.__dataclass_fields__}
    assert {palette.text, palette.window, palette.focus, palette.accent} <= colours


@BOTH
def test_every_picture_that_it_names_is_there(palette: Palette) -> None:
    files = [Path(name) for name in re.findall(r'url\("?([^")]+)"?\)', style_sheet(palette))]
    assert len(files) == 2
    assert all(file.is_file() for file in files), files


@pytest.mark.parametrize(
    "kind",
    ["QPushButton", "QToolButton", "QLineEdit", "QComboBox", "QCheckBox", "QTextBrowser"],
)
def test_whatever_takes_the_keyboard_shows_it(kind: str) -> None:
    rules = re.findall(kind + r"[^{},]*:focus[^{]*\{([^}]*)\}", style_sheet(LIGHT))
    assert any("border" in rule for rule in rules)


@pytest.mark.parametrize("folder", ["a b", "Program Files (x86)", "it's"])
def test_it_can_be_read_wherever_the_application_lies(
    folder: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / folder
    there.mkdir()
    mark = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{}</svg>"
    red = mark.format("<rect width='16' height='16' fill='#ff0000'/>")
    for name in ("down", "check-light"):
        (there / f"{name}.svg").write_text(red, "utf-8")
    monkeypatch.setattr(style, "FOLDER", there)
    tick = QCheckBox("I agree")
    qtbot.addWidget(tick)
    tick.setStyleSheet(style_sheet(LIGHT))
    tick.setChecked(True)
    picture = tick.grab().toImage()
    middle = picture.pixelColor(11, picture.height() // 2)  # of the box
    assert middle.name() == "#ff0000"


@BOTH
def test_qt_s_own_palette_is_ours(palette: Palette) -> None:
    made = qt_palette(palette)
    assert made.color(ROLE.Window).name().upper() == palette.window
    assert made.color(ROLE.WindowText).name().upper() == palette.text
    assert made.color(ROLE.PlaceholderText).name().upper() == palette.quiet
    assert made.color(GROUP.Disabled, ROLE.Text).name().upper() == palette.quiet
    assert made.color(ROLE.HighlightedText) != made.color(ROLE.Highlight)


@BOTH
def test_what_is_drawn_has_the_colours_of_the_palette(
    palette: Palette, qtbot: QtBot, qapp: QApplication
) -> None:
    page = QWidget(objectName="page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    field = QComboBox(page)
    field.setGeometry(10, 10, 120, 40)
    page.resize(140, 60)
    qtbot.addWidget(page)
    page.setStyleSheet(style_sheet(palette))
    picture = page.grab().toImage()
    assert picture.pixelColor(2, 2).name().upper() == palette.window
    assert picture.pixelColor(20, 20).name().upper() == palette.field
    assert picture.pixelColor(60, 10).name().upper() == palette.edge
