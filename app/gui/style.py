"""A palette as Qt's own palette and as a style sheet."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette

from app.gui.icons import FOLDER
from app.gui.palette import LIGHT, SIZE, Palette

_VEIL = 190  # of 255: how much the leave panel's veil hides of what goes on beneath it


def qt_palette(palette: Palette) -> QPalette:
    """Return the colours of what no style sheet reaches."""
    made = QPalette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, palette.window),
        (role.Base, palette.field),
        (role.AlternateBase, palette.surface),
        (role.Button, palette.field),
        (role.Text, palette.text),
        (role.WindowText, palette.text),
        (role.ButtonText, palette.text),
        (role.PlaceholderText, palette.quiet),
        (role.ToolTipBase, palette.surface),
        (role.ToolTipText, palette.text),
        (role.Highlight, palette.accent),
        (role.HighlightedText, palette.on_accent),
        (role.Link, palette.accent),
    ):
        made.setColor(one, QColor(colour))
    for one in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(palette.quiet))
    return made


_SHEET = Template("""
QWidget { color: $text; font-size: ${body}px; }
QWidget#page, QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget { background: $window; }
QLabel { background: transparent; }
QLabel[role="brand"] { font-size: ${body}px; font-weight: 600; color: $quiet; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="state"] { font-size: ${state}px; font-weight: 600; }
QLabel[role="lead"] { font-size: ${lead}px; color: $quiet; }
QLabel[role="question"] { font-size: 22px; font-weight: 500; }
QLabel[role="long-question"] { font-size: ${lead}px; font-weight: 500; }
QFrame[role="ring"] { border: 2px solid $focus; border-radius: 8px; background: transparent; }
QWidget[role="veil"] { background: $veil; }
QLabel[role="heading"] { font-size: ${lead}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; font-size: ${small}px; }
QLabel[role="small"] { font-size: ${small}px; }
QLabel[role="row"] { color: $quiet; padding: 9px 0 0 0; }
QLabel[role="fault"] { color: $lost; }
QLabel:disabled { color: $quiet; }

QPushButton {
    background: $field; border: 1px solid $edge; border-radius: 10px;
    padding: 8px 16px; min-height: 24px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $hover; border-color: $text; }
QPushButton:focus { border: 2px solid $focus; padding: 7px 15px; }
QPushButton:disabled { color: $quiet; border-color: $line; background: $window; }
QPushButton[role="primary"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600;
    padding: 10px 24px;
}
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 9px 23px; }
QPushButton[role="primary"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[role="talk"] {
    background: $accent; color: $on_accent; border: 2px solid $accent; border-radius: 16px;
    font-size: ${lead}px; font-weight: 600; padding: 0 16px; min-height: 80px;
}
QPushButton[role="talk"]:pressed { background: $text; color: $window; border-color: $text; }
QPushButton[role="talk"]:focus {
    border: 3px solid $text; padding: 0 15px; min-height: 78px;
}
QPushButton[role="talk"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[role="icon"] { padding: 8px 12px; min-height: 30px; }
QPushButton[role="icon"]:focus { padding: 7px 11px; }
QPushButton[role="card"] { padding: 0; background: $surface; border: 1px solid $line; }
QPushButton[role="card"]:hover { background: $hover; }
QPushButton[role="card"]:checked { border: 2px solid $accent; background: $surface; }
QPushButton[role="card"]:focus { border: 2px solid $focus; }
QPushButton[role="card"]:checked:focus { border: 3px solid $text; }
QToolButton[role="quiet"] {
    background: transparent; border: 1px solid transparent; border-radius: 8px;
    padding: 4px 8px; color: $quiet; font-size: ${small}px; min-height: 24px;
}
QToolButton[role="quiet"]:hover, QToolButton[role="quiet"]:checked { background: $hover; }
QToolButton[role="quiet"]:focus { border: 2px solid $focus; padding: 3px 7px; }

QPushButton[role="tool"] {
    border-radius: 8px; padding: 3px 10px; font-size: ${small}px; min-height: 26px;
}
QPushButton[role="tool"]:focus { border: 2px solid $focus; padding: 2px 9px; }

QLineEdit, QComboBox {
    background: $field; border: 1px solid $edge; border-radius: 8px;
    padding: 6px 10px; min-height: 24px; selection-background-color: $accent;
}
QPlainTextEdit {
    background: $field; border: 1px solid $edge; border-radius: 8px; padding: 6px 10px;
    font-size: ${small}px; selection-background-color: $accent;
}
QPlainTextEdit:focus { border: 2px solid $focus; padding: 5px 9px; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $focus; padding: 5px 9px; }
QComboBox:disabled { color: $quiet; border-color: $line; }
QComboBox::drop-down { border: none; width: 28px; }
QComboBox::down-arrow { image: url("$icons/down.svg"); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
    background: $field; border: 1px solid $edge; selection-background-color: $accent;
    selection-color: $on_accent; outline: none;
}
QCheckBox { spacing: 10px; min-height: 28px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: $focus; }
QCheckBox::indicator {
    width: 18px; height: 18px; border: 1.5px solid $edge; border-radius: 5px; background: $field;
}
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$tone.svg");
}
QCheckBox::indicator:disabled { border-color: $line; background: $window; }
QCheckBox::indicator:checked:disabled { background: $quiet; border-color: $quiet; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar::handle:vertical { background: $edge; border-radius: 4px; min-height: 32px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: 4px; }
QFrame[role="panel"] { background: $surface; border: 1px solid $edge; border-radius: 14px; }
QTextBrowser {
    background: $surface; border: 1px solid $line; border-radius: 12px; padding: 8px 12px;
    font-size: ${caption}px;
}
QTextBrowser:focus { border: 2px solid $focus; padding: 7px 11px; }
QMenu { background: $surface; border: 1px solid $edge; }
QMenu::item { padding: 6px 24px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $quiet; }
QMenu::item:disabled:checked { color: $text; }
""")


def style_sheet(palette: Palette) -> str:
    """Return the style sheet of a palette."""
    sizes = {name: size for name, size in vars(SIZE).items() if isinstance(size, int)}
    colours = {name: getattr(palette, name) for name in Palette.__dataclass_fields__}
    veil = QColor(palette.window)
    colours["veil"] = f"rgba({veil.red()}, {veil.green()}, {veil.blue()}, {_VEIL})"
    files = {"icons": FOLDER.as_posix(), "tone": "light" if palette is LIGHT else "dark"}
    return _SHEET.substitute(sizes | colours | files)
